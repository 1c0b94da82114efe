"""The report as one HTML file: what it holds, and that nothing in it reaches out."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache

import pytest

from audit.report.branding.brand import load_brand
from audit.report.options import Options
from audit.report.web import render_bilingual, render_html
from audit.report.wording import words
from audit.result import AuditResult
from audit.text import Language, Text
from tests.conftest import ROOT
from tests.report.outline import Outline, allowed, source_hash
from tests.report.results import delivery_result, empty_result, survey_result

RESULTS = {"survey": survey_result, "delivery": delivery_result, "empty": empty_result}
BOTH: tuple[Language, ...] = ("zh", "en")


@cache
def page(name: str, language: Language) -> str:
    """The page of a small result, made once."""
    return render_html(RESULTS[name](), language).decode()


@cache
def both() -> str:
    """The page in both languages, a draft."""
    return render_bilingual(delivery_result(), ("zh", "en"), Options(draft=True)).decode()


def with_name(name: str) -> AuditResult:
    """A result of an organisation that is called something."""
    result = empty_result()
    organisation = result.engagement.organisation.model_copy(update={"name": Text(zh=name, en=name)})
    engagement = result.engagement.model_copy(update={"organisation": organisation})
    return result.model_copy(update={"engagement": engagement})


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("language", BOTH)
def test_every_item_has_its_row_and_every_link_leads_somewhere(name: str, language: Language) -> None:
    parsed, result = Outline(page(name, language)), RESULTS[name]()
    rows = [one for tag, one in parsed.elements if tag == "tr" and "data-item" in one]
    assert {(row["id"], row["data-tone"], row["data-counts"]) for row in rows} == {
        (one.item, one.verdict or one.state, "yes" if one.counts else "no") for one in result.items
    }
    ids = parsed.every("id")
    assert len(set(ids)) == len(ids)
    assert {one[1:] for one in parsed.every("href") if one.startswith("#")} <= set(ids)


@pytest.mark.parametrize("made", [lambda: page("survey", "en"), both], ids=["one", "both"])
def test_only_our_own_style_and_script_may_act_and_nothing_is_loaded(made: object) -> None:
    html = made()  # type: ignore[operator]  # a function of the line above
    policy, parsed = allowed(html), Outline(html)
    assert policy == {
        "default-src": "'none'",
        "style-src": source_hash(html, "style"),
        "script-src": source_hash(html, "script"),
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    names = {name for _, one in parsed.elements for name in one}
    assert {"src", "srcset", "style", "action", "background", "xlink:href"}.isdisjoint(names)
    assert not [name for name in names if name.startswith("on")]
    assert {tag for tag, _ in parsed.elements}.isdisjoint({"link", "img", "iframe", "object", "base", "font"})
    leading = {one.split(",")[0] for one in parsed.every("href") if not one.startswith("#")}
    assert leading == {"data:application/zip;base64"}
    style = html.split("<style>")[1].split("</style>")[0]
    assert style.count("url(") == style.count("url(data:font/woff2;base64,") == 4
    assert "@import" not in style


def test_the_result_may_be_downloaded_as_it_is() -> None:
    (address,) = [one for one in Outline(page("survey", "zh")).every("href") if one.startswith("data:")]
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(address.split(",")[1]))) as archive:
        assert [one.filename for one in archive.infolist()] == ["result.json"]
        assert archive.read("result.json") == survey_result().to_json()
    assert survey_result().sha256() in Outline(page("survey", "zh")).text


def test_text_of_others_stays_text() -> None:
    name = "<script>alert(1)</script>\"' style=x </style> &amp; \u202e http://example.org {{ 7*7 }}"
    html = render_html(with_name(name), "en").decode()
    shown = (
        "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39; style=x &lt;/style&gt; &amp;amp; ⟦U+202E⟧ "
        "http://example.org {{ 7*7 }}"
    )
    assert shown in html
    assert html.count("<script>") == html.count("<style>") == 1
    assert allowed(html)["script-src"] == source_hash(html, "script")


def test_a_draft_says_so_and_a_report_as_issued_does_not() -> None:
    for language in BOTH:
        w = words(language)
        assert w.web.draft in Outline(both()).text
        assert w.web.draft not in Outline(page("delivery", language)).text


def test_the_body_that_issues_it_has_its_logo_words_and_colours_in_it() -> None:
    brand = load_brand(ROOT / "examples" / "branding")
    brand = replace(brand, files={**brand.files, "web.css": b".lead { color: red }\r\n</style><b>"})
    html = render_html(empty_result(), "en", Options(brand=brand)).decode()
    (logo,) = [one for tag, one in Outline(html).elements if tag == "img"]
    content = base64.b64decode((logo["src"] or "").removeprefix("data:image/svg+xml;base64,"))
    assert content == (ROOT / "examples" / "branding" / "logo.svg").read_bytes()
    assert "Service certification audit report" in html
    assert allowed(html)["style-src"] == source_hash(html, "style")
    style = html.split("<style>")[1].split("</style>")[0]
    assert "--accent: #9a4a00" in style
    assert style.endswith(".lead { color: red }\n<\\/style><b>")


def test_both_languages_stand_in_one_page_with_ids_of_their_own() -> None:
    parsed = Outline(both())
    editions = [one["lang"] for _, one in parsed.elements if one.get("class") == "edition"]
    assert editions == ["zh-CN", "en"]
    ids = parsed.every("id")
    assert len(set(ids)) == len(ids)
    item = delivery_result().items[0].item
    assert {item, f"en-{item}", "summary", "en-summary", "result"} <= set(ids)
    assert {one[1:] for one in parsed.every("href") if one.startswith("#")} <= set(ids)
    assert parsed.elements[0] == ("html", {"lang": "zh-CN"})


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render_html(delivery_result(), "zh") == page("delivery", "zh").encode()


def test_no_layout_engine_is_needed() -> None:
    code = "import sys, audit.report.web; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
