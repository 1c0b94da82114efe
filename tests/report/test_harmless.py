from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.harmless import LONGEST_RUN, Harmless, harmless, legible, printable

ANY = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("受理时间 Received 접수", "受理时间 Received 접수"),
        ("镕喆堃䶮", "镕喆堃䶮"),
        ("cafe\u0301", "café"),
        ("invoice\u202egpj.exe", "invoice⟦U+202E⟧gpj.exe"),
        ("zero\u200bwidth\ufeff", "zero⟦U+200B⟧width⟦U+FEFF⟧"),
        ("bell\x07 nul\x00", "bell⟦U+0007⟧ nul⟦U+0000⟧"),
        ("filler\u3164 selector\ufe0f", "filler⟦U+3164⟧ selector⟦U+FE0F⟧"),
        ("smile \U0001f600", "smile ⟦U+1F600⟧"),
        ("lone \ud800", "lone ⟦U+D800⟧"),
        ("private \ue000 unassigned \u0378", "private ⟦U+E000⟧ unassigned ⟦U+0378⟧"),
        ("it says ⟦U+202E⟧", "it says ⟦U+27E6⟧U+202E⟦U+27E7⟧"),
        ("q\u0301\u0302\u0303", "q\u0301\u0302⟦U+0303⟧"),
        ("\u0301leading", "⟦U+0301⟧leading"),
        ("tab\there,\u2003wide\u202fspaces\u3000全角", "tab here, wide spaces\u3000全角"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
    ],
)
def test_what_cannot_be_printed_honestly_is_spelled_out(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_what_is_cut_off_is_counted() -> None:
    assert harmless("abcdefghij", 4) == "abcd…⟦+6⟧"
    assert harmless("abcd", 4) == "abcd"


def test_a_cut_does_not_part_a_letter_from_its_marks() -> None:
    assert harmless("abq\u0301c", 3) == "ab…⟦+3⟧"


def test_a_sha512_stays_whole_and_a_longer_run_is_broken_visibly() -> None:
    digest = "9f86d081" * 16
    assert harmless(digest) == digest
    assert harmless("A" * 400) == "⟦↵⟧ ".join(["A" * 160, "A" * 160, "A" * 80])


def test_han_text_breaks_by_itself_and_is_never_a_run() -> None:
    text = "审查" * 400
    assert harmless(text) == text


def test_harmless_text_passes_unchanged() -> None:
    once = harmless("a\u200b⟦b⟧" + "c" * 400, 300)
    assert harmless(once) is once


@given(ANY)
def test_every_character_on_the_page_has_a_font_and_a_visible_form(text: str) -> None:
    shown = harmless(text)
    assert isinstance(shown, Harmless)
    assert [one for one in shown if not printable(one) and one not in "\n⟦⟧"] == []
    assert [one for one in shown if unicodedata.category(one) in {"Cf", "Cs", "Co", "Cn"}] == []


@given(ANY, st.integers(1, 50))
def test_the_length_is_bounded_whatever_comes_in(text: str, limit: int) -> None:
    shown = harmless(text * 40, limit)
    assert len(shown) <= limit * len("⟦U+10FFFF⟧") + len("…⟦+99999999⟧")


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=900))
def test_a_broken_run_is_the_same_text_with_marks_between(text: str) -> None:
    shown = harmless(text)
    assert shown.replace("⟦↵⟧ ", "") == text
    assert max(len(part) for part in shown.split("⟦↵⟧ ")) <= LONGEST_RUN


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("某某服务公司 Acme, 100 %", "某某服务公司 Acme, 100 %"),
        ("a\x00b\x1bc", "a⟦U+0000⟧b⟦U+001B⟧c"),
        ("user\u202egpj.exe", "user⟦U+202E⟧gpj.exe"),
        ("one\r\ntwo\u2028three\tfour", "one\ntwo\nthree four"),
        ("a\u00adb\u200bc\u115fd", "a⟦U+00AD⟧b⟦U+200B⟧c⟦U+115F⟧d"),
        ("⟦U+0041⟧", "⟦U+27E6⟧U+0041⟦U+27E7⟧"),
        ("\U0001f600𠀀\u3000\u00a0", "\U0001f600𠀀\u3000\u00a0"),
        ("A" * 10_000, "A" * 10_000),
    ],
)
def test_text_for_a_program_with_fonts_of_its_own_is_whole_and_shows_what_nobody_sees(
    text: str, shown: str
) -> None:
    assert legible(text) == shown
