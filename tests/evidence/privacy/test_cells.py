"""What the cells of a file hold, asked of all columns at once and of one after the other."""

from __future__ import annotations

import duckdb
import pytest

from audit.evidence.privacy.cells import Cells, Filled


@pytest.mark.parametrize("times", [1, 5], ids=["each text once", "repeated texts"])
def test_long_files_are_searched_to_the_same_result(times: int) -> None:
    rows = [
        ("phone", "", "C-0001", 1),
        ("web", "li@example.com", "C-0002", 2),
        (None, "none", None, 3),
        ("短信", "", "13912345678", 4),
    ]
    with duckdb.connect() as con:
        con.execute('CREATE TABLE given ("渠 ""道" VARCHAR, mail VARCHAR, code VARCHAR, number BIGINT)')
        con.executemany("INSERT INTO given VALUES (?, ?, ?, ?)", rows * times)
        headers = ['渠 "道', "mail", "code", "number"]
        cells = Cells.of(con, "given", headers)
        expected = {
            '渠 "道': Filled(3 * times),
            "mail": Filled(2 * times, suspected=True),
            "code": Filled(3 * times, suspected=True),
            "number": Filled(4 * times),
        }
        assert cells.filled(headers) == cells.filled_in_long(headers) == expected
        assert cells.filled_in_long([]) == {}
