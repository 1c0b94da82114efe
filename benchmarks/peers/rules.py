"""What all peers ask of a complaint log; nothing is imported here, for every peer has an environment of its own."""

from __future__ import annotations

CHANNELS = ["app", "mail", "other", "phone", "regulator", "social", "store", "web"]
OUTCOMES = ["open", "partly", "rejected", "upheld", "withdrawn"]
NOT_BEFORE_RECEIVED = {
    "acknowledged_after_received": "acknowledged_ts",
    "answered_after_received": "first_response_ts",
    "resolved_after_received": "resolved_ts",
}
MOMENTS = ["received_ts", *NOT_BEFORE_RECEIVED.values()]
UNIQUE, KNOWN = "complaint_id_unique", "site_known"
EXAMPLES = 100
FIRST_ROW = 2
"""The number of the first record: line 1 holds the header."""

Found = dict[str, list[int | None]]
"""Rule -> how many rows break it, and the first of them; rules that are kept are left out."""


def found(counted: dict[str, tuple[int, int | None]]) -> Found:
    """In the order of the rules, from numbers of rows and the index of the first one."""
    return {
        rule: [count, None if first is None else first + FIRST_ROW]
        for rule, (count, first) in sorted(counted.items())
        if count
    }
