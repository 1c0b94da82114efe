from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from audit.report.bilingual import bilingual
from audit.report.fonts import fonts_folder, han_marks, web_faces
from audit.report.harmless import printable
from audit.report.markup import markup
from audit.report.options import FINAL
from audit.resources import shipped
from tests.report.results import empty_result

TTF = sorted(fonts_folder().glob("*.ttf"))


def test_the_table_of_coverage_is_what_the_fonts_have() -> None:
    characters: set[int] = set()
    for path in TTF:
        with TTFont(path) as font:
            characters |= set(font.getBestCmap())
    covered: set[int] = set()
    for line in (fonts_folder() / "coverage.ranges").read_text(encoding="ascii").split():
        first, last = (int(end, 16) for end in line.split("-"))
        covered |= set(range(first, last + 1))
    assert covered == characters


@pytest.mark.parametrize("path", TTF, ids=lambda path: path.name)
def test_a_font_is_static_unhinted_truetype_free_to_embed_and_has_a_space(path: object) -> None:
    with TTFont(path) as font:
        assert "glyf" in font
        assert {"fvar", "CFF ", "fpgm", "prep", "gasp"} & set(font.keys()) == set()
        assert font["OS/2"].fsType == 0
        assert 0x20 in font.getBestCmap()


def test_gbk_can_be_printed() -> None:
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    decoded = {pair.decode("gbk", errors="replace") for pair in pairs}
    characters = {one for one in decoded if len(one) == 1 and one != "\N{REPLACEMENT CHARACTER}"}
    assert len(characters) == 21791
    assert {one for one in characters if not printable(one)} == set()


def test_every_syllable_of_ks_x_1001_can_be_printed() -> None:
    pairs = (bytes((lead, trail)) for lead in range(0xB0, 0xC9) for trail in range(0xA1, 0xFF))
    assert [one for pair in pairs if not printable(one := pair.decode("euc_kr"))] == []


def test_names_beyond_gb_2312_and_gbk_can_be_printed() -> None:
    assert [one for one in "镕喆堃䶮㛃𬭎𫖯𠅤𫟦" if not printable(one)] == []


def test_quotation_marks_are_as_wide_as_a_character_in_chinese_and_narrow_elsewhere() -> None:
    def widths(name: str) -> list[float]:
        font = TTFont(fonts_folder() / f"{name}.ttf")
        cmap, em = font.getBestCmap(), font["head"].unitsPerEm
        return [round(font["hmtx"][cmap[ord(mark)]][0] / em, 2) for mark in "“”"]

    assert [widths(name) for name in ("han-marks-400", "han-marks-700")] == [[1.0, 1.0]] * 2
    assert max(widths("inter-400") + widths("source-serif-4-400")) < 0.5


def test_only_a_report_in_chinese_alone_sets_quotation_marks_at_full_width() -> None:
    result = empty_result()
    made = [
        markup(result, "zh", FINAL),
        markup(result, "en", FINAL),
        bilingual(result, ("zh", "en"), FINAL),
        bilingual(result, ("en", "zh"), FINAL),
    ]
    assert [one.assets["marks.css"] for one in made] == [han_marks(), b"", b"", b""]
    assert [one.html.count("asset:marks.css") for one in made] == [1, 1, 0, 0]


def test_every_font_has_its_licence_beside_it() -> None:
    licences = {path.stem.removeprefix("OFL-") for path in fonts_folder().glob("OFL-*.txt")}
    assert licences == {"Inter", "NotoSansKR", "NotoSansMath", "NotoSansSC", "SourceSerif4"}
    for path in fonts_folder().glob("OFL-*.txt"):
        assert "SIL Open Font License, Version 1.1" in path.read_text(encoding="utf-8")


def test_the_fonts_of_pages_hold_what_latin_text_and_figures_need_and_leave_chinese_signs_alone() -> None:
    faces = sorted((fonts_folder() / "web").glob("*.woff2"))
    assert [one.stem for one in faces] == [
        "inter-400",
        "inter-600",
        "source-serif-4-400",
        "source-serif-4-600",
    ]
    for path in faces:
        with TTFont(path) as font:
            characters = set(font.getBestCmap())
        assert {ord(one) for one in "0123456789−–[]%±×αβ§éŠ"} <= characters
        assert {ord(one) for one in "“”‘’—…·、"} & characters == set()


def test_a_page_names_its_fonts_as_its_style_sheet_does() -> None:
    sheet = (shipped("templates") / "report" / "web.css").read_text(encoding="utf-8")
    for family in set(re.findall(r'font-family:"([^"]+)"', web_faces())):
        assert f'"{family}"' in sheet
