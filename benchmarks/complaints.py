"""Complaints to be checked: the same rows, clean or dirty, as Parquet and as CSV, and nine rules in plain SQL.

One row in a hundred breaks each rule of a dirty file, and as many repeat a number or name no site, so that one
row in ten is broken. Every value can be read; what cannot is the business of ``reading``.
"""

from __future__ import annotations

import duckdb

from benchmarks import generated
from benchmarks.peers.rules import CHANNELS, NOT_BEFORE_RECEIVED, OUTCOMES

SITES = 50

# Rule -> the rows that break it; a comparison with nothing is no answer, and breaks nothing.
BROKEN = {
    "channel_filled": "channel IS NULL",
    "received_filled": "received_ts IS NULL",
    "channel_known": f"channel NOT IN {tuple(CHANNELS)}",
    "outcome_known": f"outcome NOT IN {tuple(OUTCOMES)}",
    "contacts_positive": "contacts_needed < 1",
    **{name: f"{column} < received_ts" for name, column in NOT_BEFORE_RECEIVED.items()},
    "open_is_not_resolved": "outcome = 'open' AND resolved_ts IS NOT NULL",
}
_CLEAN = """
    SELECT i, i % 100 AS kind, complaint_id, site_id, channel, received_ts, acknowledged_ts, first_response_ts,
           resolved_ts, outcome, contacts_needed
    FROM ({complaints})"""
_DIRTY = """
    SELECT * REPLACE (
        CASE kind WHEN 4 THEN printf('C-%08d', i - 3) ELSE complaint_id END AS complaint_id,
        CASE kind WHEN 11 THEN 'N99' ELSE site_id END AS site_id,
        CASE kind WHEN 13 THEN 0 ELSE contacts_needed END AS contacts_needed,
        CASE kind WHEN 21 THEN NULL WHEN 31 THEN 'pigeon' ELSE channel END AS channel,
        CASE kind WHEN 41 THEN NULL ELSE received_ts END AS received_ts,
        CASE kind WHEN 51 THEN received_ts - INTERVAL 1 HOUR ELSE acknowledged_ts END AS acknowledged_ts,
        CASE kind WHEN 61 THEN received_ts - INTERVAL 1 DAY ELSE first_response_ts END AS first_response_ts,
        CASE kind WHEN 71 THEN received_ts - INTERVAL 1 HOUR WHEN 81 THEN received_ts + INTERVAL 1 HOUR
                  ELSE resolved_ts END AS resolved_ts,
        CASE kind WHEN 81 THEN 'open' WHEN 91 THEN 'lost' ELSE outcome END AS outcome)
    FROM ({clean})"""

AUDIT_YAML = generated.AUDIT_YAML.replace(
    "complaints: {files: [complaints.csv]}\n  contacts_volume: {files: [contacts_volume.csv]}",
    "complaints: {files: [complaints.FORM]}\n  sites: {files: [sites.FORM]}",
)


def generated_folder(rows: int, state: str, form: str) -> str:
    """A folder with ``complaints`` and ``sites`` as csv or parquet and their audit.yaml; made unless it is there."""
    folder = generated.CACHE / f"checked-{rows}-{state}-{form}"
    if (folder / "audit.yaml").is_file():
        return str(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        made = _CLEAN.format(complaints=generated.complaint_log(rows))
        made = made if state == "clean" else _DIRTY.format(clean=made)
        con.execute(
            f"COPY (SELECT * EXCLUDE (i, kind) FROM ({made}) ORDER BY i) TO '{folder}/complaints.{form}' ({_options(form)})"
        )
        sites = f"""SELECT printf('N%02d', i) AS site_id, 'Site ' || i AS name, 'store' AS type,
                           false AS central_function FROM range({SITES}) numbers(i)"""
        con.execute(f"COPY ({sites}) TO '{folder}/sites.{form}' ({_options(form)})")
    (folder / "audit.yaml").write_text(AUDIT_YAML.replace("FORM", form), encoding="utf-8")
    return str(folder)


def _options(form: str) -> str:
    return "FORMAT parquet" if form == "parquet" else "HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S'"
