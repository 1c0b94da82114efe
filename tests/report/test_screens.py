"""What the markup of a report goes through before a browser shows it."""

from __future__ import annotations

from audit.report.screens import apart, embedded, freed, linked, scrolling
from tests.report.results import delivery_result


def test_no_style_attribute_is_left_and_widths_become_rules() -> None:
    html, rules = freed(
        '<col style="width:34mm"><col><col style="width:34mm"><col style="width:8.5mm"><p style="color:red">a</p>'
        '<svg role="img" width="300" height="14"><text font-family="Inter" x="5"></text></svg>'
    )
    assert html == (
        '<col class="mm34"><col><col class="mm34"><col class="mm8-5"><p>a</p>'
        '<svg class="px300" role="img" width="300" height="14"><text x="5"></text></svg>'
    )
    assert rules == [
        ".mm34{width:20.0%}",
        ".mm8-5{width:5.0%}",
        ".px300{min-width:300px;max-width:402px}",
    ]


def test_words_that_look_like_a_style_stay() -> None:
    text = "<p>he said style=&#34;width:1mm&#34; aloud</p>"
    assert freed(text) == (text, [])


def test_tables_and_charts_stand_in_boxes_that_scroll() -> None:
    assert scrolling('<table class="keep"><tr></tr></table><svg></svg>') == (
        '<div class="scroll"><table class="keep"><tr></tr></table></div>'
        '<div class="scroll drawn"><svg></svg></div>'
    )


def test_an_id_leads_to_its_row_and_in_that_row_to_its_account() -> None:
    result = delivery_result()
    item = result.items[0].item
    html = linked(
        f'<p>{item}, X{item}, {item}.csv</p><table><tr id="{item}"><th>{item}</th></tr>'
        f'<tr id="account-{item}"><th>{item}</th></tr></table>',
        result,
    )
    row, account = (f'<a class="ref" href="#{place}">{item}</a>' for place in (item, f"account-{item}"))
    assert html == (
        f'<p>{row}, X{item}, {item}.csv</p><table><tr id="{item}"><th>{account}</th></tr>'
        f'<tr id="account-{item}"><th>{row}</th></tr></table>'
    )


def test_a_measure_leads_to_its_formula_but_not_out_of_a_chart_or_a_link() -> None:
    result = delivery_result()
    measure = result.definitions[0].id
    place = f'<div id="measure-{measure}"><h2>{measure}</h2></div>'
    kept = f'<svg><title>{measure}</title></svg><a href="#x">{measure}</a>'
    assert linked(f"<p>{measure}</p>{kept}{place}", result) == (
        f'<p><a class="ref" href="#measure-{measure}">{measure}</a></p>{kept}{place}'
    )


def test_an_id_without_a_place_in_the_report_stays_text() -> None:
    result = delivery_result()
    text = f"<p>{result.items[0].item} {result.definitions[0].id}</p>"
    assert linked(text, result) == text


def test_a_second_edition_has_ids_of_its_own_and_leaves_those_of_the_page() -> None:
    html = '<h1 id="gaps"></h1><a class="b" href="#gaps"></a><path fill="url(#gaps)"/><a href="#result"></a>'
    assert apart(html, "en-") == (
        '<h1 id="en-gaps"></h1><a class="b" href="#en-gaps"></a><path fill="url(#en-gaps)"/><a href="#result"></a>'
    )


def test_a_picture_of_the_body_stands_in_the_page_and_nothing_else_does() -> None:
    html = '<img src="asset:logo.svg" alt="B"><img src="asset:none.svg" alt="C"><p>src=&#34;asset:logo.svg&#34;</p>'
    assert embedded(html, {"logo.svg": b"<svg/>"}) == (
        '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="B"><img src="asset:none.svg" alt="C">'
        "<p>src=&#34;asset:logo.svg&#34;</p>"
    )
