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


@pytest.mark.parametrize("kind", ["DOUBLE", "DECIMAL(20, 0)", "DECIMAL(22, 2)", "BIGINT", "HUGEINT"])
def test_numbers_of_every_type_are_looked_through(kind: str) -> None:
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE given (phone {kind}, card {kind}, amount {kind}, none {kind})")
        con.execute(
            "INSERT INTO given VALUES (13800138000, 4111111111111111, 1250, NULL), (13912345678, NULL, 0, NULL)"
        )
        cells = Cells.of(con, "given", ["phone", "card", "amount", "none"])
        assert cells.filled(["phone", "card", "amount", "none"]) == {
            "phone": Filled(2, suspected=True),
            "card": Filled(1, suspected=True),
            "amount": Filled(2),
            "none": Filled(),
        }


def test_doubles_that_lost_digits_or_are_no_numbers_are_looked_through() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE given (id DOUBLE, odd DOUBLE)")
        con.execute("INSERT INTO given VALUES (110105194912310021, 'nan'), (NULL, 'inf'), (NULL, 1e300)")
        cells = Cells.of(con, "given", ["id", "odd"])
        assert cells.filled(["id", "odd"]) == {"id": Filled(1, suspected=True), "odd": Filled(3)}
        assert list(cells.suspects("id")) == [("1.1010519491231002e+17", 1)]
