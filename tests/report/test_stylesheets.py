from __future__ import annotations

from pathlib import Path

import pytest

from audit.report.branding.brand import load_brand
from audit.report.markup import markup
from audit.report.options import FINAL, Options
from audit.report.stylesheets import declares, settled
from tests.report.results import empty_result


def test_a_custom_property_is_replaced_by_what_was_declared_last() -> None:
    palette = ":root {\n  --ink: #000000;\n  --mute: #777777;\n}\n"
    sheet = ":root { --serif: A, B; --ink: #111111 }\np { font: 9pt var(--serif); color: var(--ink) }\na{color:var(--mute)}"
    assert settled(sheet, palette).splitlines()[1:] == [
        "p { font: 9pt A, B; color: #111111 }",
        "a{color:#777777}",
    ]


def test_a_property_that_nothing_declares_is_a_fault_of_the_sheet() -> None:
    with pytest.raises(KeyError, match="accent"):
        settled("p { color: var(--accent) }")


@pytest.mark.parametrize(("sheet", "found"), [("p{--ink: #000}", True), ("p { color: var(--ink) }", False)])
def test_using_a_property_declares_none(sheet: str, found: bool) -> None:
    assert declares(sheet) is found


def test_a_report_is_styled_without_variables_in_the_colours_of_its_body(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("brand: 1\nname: {zh: 甲, en: A}\ncolours: {ink: '#004488'}\n")
    plain = markup(empty_result(), "en", FINAL).assets["report.css"]
    branded = markup(empty_result(), "en", Options(brand=load_brand(tmp_path))).assets["report.css"]
    assert b"var(" not in plain + branded
    assert branded == plain.replace(b"#10243e", b"#004488") != plain


def test_a_body_may_set_the_properties_in_a_style_sheet_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "brand.css").write_text(':root { --sans: "Body Sans" }')
    made = markup(empty_result(), "en", Options(brand=load_brand(tmp_path)))
    assert b"400 9.6pt/1.62 var(--sans)" in made.assets["report.css"]
