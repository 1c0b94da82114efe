from __future__ import annotations

from pathlib import Path

import pytest

from audit.api import propose
from tests.evidence.proposal import corpus, desks, offices, questionnaires, registers
from tests.evidence.proposal.corpus import Case
from tests.evidence.proposal.correcting import corrections

CASES = (*corpus.CASES, *questionnaires.CASES, *registers.CASES, *desks.CASES, *offices.CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_few_lines_of_an_export_are_to_be_corrected(case: Case, tmp_path: Path) -> None:
    wrong = corrections(case, tmp_path)
    assert len(wrong) <= case.at_most, "\n".join(wrong)


def test_a_table_of_another_trade_is_claimed_for_none(tmp_path: Path) -> None:
    months = ["January", "February", "March"]
    lines = ["hotel,is_canceled,lead_time,arrival_month,adults,children,meal,agent,adr,deposit_type"]
    lines += [
        f"City Hotel,{n % 2},{n * 3},{months[n % 3]},{n % 3 + 1},{n % 2},BB,{n % 9},{70 + n}.5,No Deposit"
        for n in range(120)
    ]
    (tmp_path / "hotel_bookings.csv").write_text("\n".join(lines), encoding="utf-8")
    proposal = propose(tmp_path)
    assert (proposal.tables, [one.shown for one in proposal.unknown]) == ((), ["hotel_bookings.csv"])
