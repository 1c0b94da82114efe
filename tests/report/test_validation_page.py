"""The page on which people read what validation found: its content, and what a browser makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audit.report.validation_page import render_page
from audit.report.validation_words import WORDS
from audit.result import AffectedItem, ValidationResult
from audit.text import Language, Text
from tests.conftest import ROOT
from tests.report.outline import Outline, allowed, source_hash
from tests.report.validation import validation

AXE = ROOT / ".cache" / "axe-core" / "axe.min.js"
BOTH: tuple[Language, ...] = ("zh", "en")


def broken() -> ValidationResult:
    """The validation of the other formats, with a broken table and an item that stands on it."""
    item = AffectedItem(
        id="RC-D01", title=Text(zh="投诉得到确认", en="Complaints are acknowledged"), tables=("complaints",)
    )
    return validation().model_copy(
        update={"broken": ("complaints",), "affected_items": ("RC-D01",), "affected": (item,)}
    )


def test_every_rule_stands_in_its_table_and_file_worst_first() -> None:
    parsed = Outline(render_page(broken(), ("en",)))
    groups = [one for tag, one in parsed.elements if tag == "article"]
    assert [(one["data-level"], one["data-code"], one["data-count"]) for one in groups] == [
        ("error", "E-DATE", "7"),
        ("error", "E-CONTRADICTION", "2"),
        ("warning", "W-NEVER", "1"),
        ("warning", "W-RANGE", "1"),
    ]
    for words in (
        WORDS["has_errors"].en,
        "Complaints are acknowledged",
        "not a date in %Y-%m-%d",
        "5 more of the same, 7 in all",
        "2 in all, places not listed",
        "mend the cell",
        "调查!F12",
        "outside 1..7",
    ):
        assert words in parsed.text


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"groups": ()}, "good"),
        ({"groups": validation().groups[2:]}, "has_warnings"),
        ({"groups": (), "manifest": {"tables": (), "missing": ()}}, "nothing"),
    ],
)
@pytest.mark.parametrize("language", BOTH)
def test_the_verdict_is_said_in_words(change: dict[str, Any], verdict: str, language: Language) -> None:
    found = ValidationResult.model_validate(validation().model_dump() | change)
    assert WORDS[verdict].in_(language) in Outline(render_page(found, (language,))).text


def test_nothing_is_loaded_and_only_our_own_style_and_script_may_act() -> None:
    page = render_page(broken(), BOTH)
    policy = allowed(page)
    for tag in ("style", "script"):
        assert policy[f"{tag}-src"] == source_hash(page, tag)
    assert (policy["default-src"], policy["base-uri"], policy["form-action"]) == ("'none'",) * 3
    given = [name for _, one in Outline(page).elements for name in one]
    assert {"src", "style", "srcset", "action"}.isdisjoint(given)
    assert not [name for name in given if name.startswith("on")]
    assert [one["href"] for _, one in Outline(page).elements if "href" in one] == ["#problems"]


def test_hostile_text_stays_text() -> None:
    page = render_page(broken(), BOTH)
    assert "&lt;b&gt;⟦U+000A⟧::error::x⟦U+001B⟧[2J⟦U+202E⟧]]&gt;&amp;" in page
    assert "a{b}[c](d)" in page
    assert [tag for tag, _ in Outline(page).elements if tag == "b"] == []


def test_a_page_in_both_languages_marks_each_and_one_in_a_single_language_holds_no_other() -> None:
    both = render_page(broken(), BOTH)
    assert (
        f'<span lang="zh-CN">{WORDS["problems"].zh}</span><span lang="en">{WORDS["problems"].en}</span>'
        in both
    )
    english = Outline(render_page(broken().model_copy(update={"groups": ()}), ("en",)))
    assert [one for one in english.text if one == WORDS["problems"].zh] == []
    assert english.elements[0] == ("html", {"lang": "en", "data-shown": "en"})


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render_page(broken(), BOTH) == render_page(broken(), BOTH)


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Any:
    """The page in both languages, opened from a file."""
    (tmp_path / "page.html").write_text(render_page(broken(), BOTH), encoding="utf-8")
    for log in ("browser", "performance"):
        chromium.get_log(log)
    chromium.get((tmp_path / "page.html").as_uri())
    return chromium


def shown(browser: Any) -> list[str]:
    groups = browser.find_elements("css selector", ".group")
    return [one.get_attribute("data-code") for one in groups if one.is_displayed()]


@pytest.mark.slow
def test_the_filters_narrow_the_page_and_say_how_much_is_left(opened: Any) -> None:
    def choose(selector: str, keys: str | None = None) -> None:
        field = opened.find_element("css selector", selector)
        field.click() if keys is None else field.send_keys(keys)

    assert shown(opened) == ["E-DATE", "E-CONTRADICTION", "W-NEVER", "W-RANGE"]
    choose(".filter input[value=error]")
    assert shown(opened) == ["W-NEVER", "W-RANGE"]
    choose(".filter input[type=search]", "f12")
    assert shown(opened) == ["W-RANGE"]
    status = opened.find_element("css selector", ".filter [role=status]").text
    assert status.replace(" ", "") == "显示的规则：1，共4"
    choose(".filter input[type=search]", "nothing of the kind")
    assert (shown(opened), opened.find_element("css selector", ".no-match").is_displayed()) == ([], True)


@pytest.mark.slow
def test_the_page_sorts_by_number_and_switches_its_language(opened: Any) -> None:
    opened.find_element("css selector", "select[name=order] option[value=code]").click()
    assert shown(opened) == ["E-CONTRADICTION", "E-DATE", "W-NEVER", "W-RANGE"]
    heading = opened.find_element("css selector", "h1")
    assert heading.text == WORDS["title"].zh
    opened.find_element("css selector", "input[name=language][value=en]").click()
    language = opened.execute_script("return document.documentElement.lang")
    assert (heading.text, language) == (WORDS["title"].en, "en")


@pytest.mark.slow
def test_the_page_loads_nothing_and_complains_of_nothing(opened: Any) -> None:
    opened.find_element("css selector", ".filter input[type=search]").send_keys("a")
    sent = [json.loads(one["message"])["message"] for one in opened.get_log("performance")]
    requests = [one["params"] for one in sent if one["method"] == "Network.requestWillBeSent"]
    urls = [one["request"]["url"] for one in requests if one["documentURL"].startswith("file:")]
    assert (urls, opened.get_log("browser")) == ([opened.current_url], [])


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 380])
def test_the_page_is_accessible(opened: Any, scheme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("there is no axe-core: make test-slow fetches it")
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    opened.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    opened.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    opened.refresh()
    opened.execute_script(AXE.read_text(encoding="utf-8"))
    found = opened.execute_async_script("axe.run().then(arguments[0])")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert opened.execute_script("return document.documentElement.scrollWidth") <= width
