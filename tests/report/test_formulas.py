from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.formulas import disarmed, is_like_a_formula


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_calculate_bears_an_apostrophe(first: str) -> None:
    assert disarmed(f"{first}1") == f"'{first}1"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_spaces_before_a_formula_do_not_hide_it(first: str) -> None:
    assert disarmed(f"  {first}1") == f"'  {first}1"


@pytest.mark.parametrize("text", ["", "FG-A01", "a = b", "−0.90", "5", "'quoted'", "—", "…", "(=1)"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert disarmed(text) == text


@given(st.text(alphabet="'=+-@＝ a\t", max_size=6))
def test_taking_one_apostrophe_away_gives_back_what_was_there(text: str) -> None:
    written = disarmed(text)
    assert (written[1:] if is_like_a_formula(written) else written) == text
