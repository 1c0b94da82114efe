"""What a figure would be if the cases that were left out had failed: shown where more than a tenth was left out."""

from __future__ import annotations

from collections.abc import Mapping

from audit.text import message

MUCH = 0.10
"""The share of cases left out above which the unfavourable reading is shown beside a figure."""

IF_FAILED = message(
    "M-IF-FAILED",
    zh="{total} 例中有 {count} 例按规则未计入；若这些均计为不利结果，该比例为 {value}",
    en="{count} of {total} cases were left out by rule; were all of them failures, the share would be {value}",
)

MIGHT_HAVE_FAILED = frozenset(
    {
        "before_detection",
        "cancelled",
        "due_moved",
        "no_date",
        "no_due_time",
        "no_duration",
        "no_result",
        "not_answered",
        "not_asked",
        "not_ended",
        "not_yet_due",
        "too_young",
        "unclassified",
        "unknown_amount",
        "violation",
        "weights_missing",
        "weights_off",
        "window_open",
    }
)
"""Reasons for which a case is left out although it concerns what is measured: its outcome may have been bad."""


def might_have_failed(excluded: Mapping[str, int], counted: int) -> int | None:
    """How many of the cases left out might have failed; None where they are a tenth of all that concern it or less.

    ``counted`` are the other cases that concern what is measured, those of unknown outcome included.
    """
    left_out = sum(count for reason, count in excluded.items() if reason in MIGHT_HAVE_FAILED)
    return left_out if left_out > MUCH * (left_out + counted) else None
