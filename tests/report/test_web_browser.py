"""The HTML report in a real browser: what its script does, how it prints, and whether everybody can use it."""

from __future__ import annotations

import base64
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from audit.report.options import Options
from audit.report.web import render_bilingual, render_html
from audit.report.wording import words
from audit.result import AuditResult
from audit.text import Language
from tests.conftest import ROOT
from tests.report.results import delivery_result, empty_result, survey_result

pytestmark = pytest.mark.slow

AXE = ROOT / ".cache" / "axe-core" / "axe.min.js"
GOLDEN = ROOT / "tests" / "golden" / "result.json"
BOTH: tuple[Language, Language] = ("zh", "en")


class Screen:
    """A page in the browser, and what the tests do to it."""

    def __init__(self, driver: Any, folder: Path) -> None:
        self.driver, self.folder, self.made = driver, folder, 0

    def open(self, content: bytes, fragment: str = "") -> None:
        self.made += 1
        file = self.folder / f"{self.made}.html"
        file.write_bytes(content)
        for log in ("browser", "performance"):
            self.driver.get_log(log)
        self.driver.get(file.as_uri() + fragment)

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def every(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def press(self, *keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def click(self, selector: str) -> None:
        """A click that does not depend on what the page has stuck to its top."""
        self.run("arguments[0].click()", self.one(selector))

    def items(self, of: str = "body") -> list[str]:
        """The items that are shown, in the order of the page."""
        return list(
            self.run(
                "return [...document.querySelectorAll(arguments[0] + ' tr[data-item]')]"
                ".filter(one => one.offsetParent).map(one => one.dataset.item)",
                of,
            )
        )

    def status(self) -> str:
        return str(self.one(".filter .shown").text)

    def emulate(self, width: int = 1200, height: int = 900, **features: str) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        asked = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": asked})

    def printed(self) -> str:
        """The words of all pages that the browser prints, without the breaks between lines."""
        made = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        document = pypdfium2.PdfDocument(base64.b64decode(made["data"]))
        pages = [document[place].get_textpage().get_text_bounded() for place in range(len(document))]
        document.close()
        return "".join("".join(pages).split())


@pytest.fixture
def screen(chromium: Any, tmp_path: Path) -> Iterator[Screen]:
    """The browser as the page of an English reader finds it, in the light and without motion."""
    shown = Screen(chromium, tmp_path)
    shown.emulate(prefers_color_scheme="light", prefers_reduced_motion="reduce")
    chromium.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    yield shown
    shown.run("try { localStorage.clear() } catch {}")


def eventually(holds: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Wait for what the browser does in its own time."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def golden() -> AuditResult:
    return AuditResult.from_json(GOLDEN.read_bytes())


def test_search_and_filters_narrow_the_items(screen: Screen) -> None:
    result = delivery_result()
    ids = [one.item for one in result.items]
    screen.open(render_html(result, "en"))
    assert sorted(screen.items()) == sorted(ids)
    assert screen.status() == f"{len(ids)} of {len(ids)} items shown"

    screen.one(".filter [name=q]").send_keys(ids[0].lower())
    assert screen.items() == [ids[0]]
    assert screen.status() == f"1 of {len(ids)} items shown"
    assert screen.run("return location.hash") == f"#filter:q={ids[0].lower()}"
    screen.one(".filter [name=q]").send_keys("zzz")
    assert (screen.items(), screen.one(".filter .nothing").is_displayed()) == ([], True)
    screen.click(".filter [type=reset]")
    eventually(lambda: len(screen.items()) == len(ids))

    judged = {one.item for one in result.items if one.state == "scored"}
    tones = {one.verdict for one in result.items if one.verdict}
    for tone in sorted(tones):
        screen.click(f".filter [value={tone}]")
    assert set(screen.items()) == judged
    screen.click(".filter [name=counts]")
    assert set(screen.items()) == {one.item for one in result.items if one.counts}
    critical = {one.id for one in result.criteria[0].items if one.severity == "critical"}
    screen.click(".filter [type=reset]")
    eventually(lambda: len(screen.items()) == len(ids))
    screen.run(
        "const field = document.querySelector('.filter [name=severity]'); field.value = 'critical';"
        "field.dispatchEvent(new Event('input', { bubbles: true }))"
    )
    assert set(screen.items()) == critical


def test_the_address_keeps_the_filters_and_leads_to_an_item_whatever_they_hide(screen: Screen) -> None:
    result = delivery_result()
    ids = [one.item for one in result.items]
    screen.open(render_html(result, "zh"), f"#filter:q={ids[1]}")
    assert screen.items() == [ids[1]]
    screen.run("location.hash = arguments[0]", f"#{ids[2]}")
    row = screen.one(f"[id='{ids[2]}']")
    eventually(row.is_displayed)
    top = screen.run("return arguments[0].getBoundingClientRect().top", row)
    below = screen.run("return document.querySelector('.filter').getBoundingClientRect().bottom")
    assert 0 < top < 900
    assert top >= below - 1


def test_items_sort_within_their_section_and_in_one_list_across_all(screen: Screen) -> None:
    result = delivery_result()
    screen.open(render_html(result, "en"))
    before = screen.items()
    screen.run(
        "const field = document.querySelector('.filter [name=list]'); field.value = 'one';"
        "for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }))"
    )
    eventually(lambda: screen.every(".all-items thead th:nth-child(3) .sort"))
    head = screen.one(".all-items thead th:nth-child(3)")
    scores = {one.item: one.score for one in result.items}
    for order, backwards in (("ascending", False), ("descending", True)):
        screen.click(".all-items thead th:nth-child(3) .sort")
        assert head.get_attribute("aria-sort") == order
        shown = [scores[one] for one in screen.items()]
        with_score = [one for one in shown if one is not None]
        assert with_score == sorted(with_score, reverse=backwards)
        assert shown[len(with_score) :] == [None] * (len(shown) - len(with_score))
    screen.click(".all-items thead th:nth-child(3) .sort")
    assert (head.get_attribute("aria-sort"), screen.items()) == (None, before)
    screen.click(".filter [type=reset]")
    eventually(lambda: not screen.one(".all-items").is_displayed())
    assert screen.items() == before


def test_charts_tell_their_values_under_the_pointer_and_by_the_keyboard(screen: Screen) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    screen.open(render_html(survey_result(), "en"), "#gap-5")
    marks = screen.every("figure svg .mark")
    tip = screen.one(".tip")
    screen.run("arguments[0].scrollIntoView({ block: 'center' })", marks[0])
    ActionChains(screen.driver).move_to_element(marks[0]).perform()
    eventually(tip.is_displayed)
    assert "n = " in tip.text
    assert screen.every("figure svg g > title") == []

    chart = screen.one("figure svg[tabindex]")
    screen.run("arguments[0].focus()", chart)
    screen.press(Keys.ARROW_DOWN)
    first = tip.text
    screen.press(Keys.ARROW_DOWN)
    assert first != tip.text
    assert len(screen.every(".mark.lit")) == 1
    screen.press(Keys.ESCAPE)
    assert not tip.is_displayed()


def test_everything_is_reached_by_the_keyboard(screen: Screen) -> None:
    from selenium.webdriver.common.keys import Keys

    screen.open(render_html(delivery_result(), "en"))
    screen.press(Keys.TAB)
    assert screen.run("return document.activeElement.className") == "skip"
    screen.press(Keys.ENTER)
    eventually(lambda: screen.run("return document.activeElement.id") == "main")
    screen.press("/")
    assert screen.run("return document.activeElement.name") == "q"
    screen.press(Keys.TAB)
    assert screen.run("return document.activeElement.name") == "verdict"
    screen.press(Keys.SPACE)
    assert len(screen.items()) < len(delivery_result().items)


def test_the_contents_follow_the_page(screen: Screen) -> None:
    screen.open(render_html(delivery_result(), "zh"), "#items-scores")
    eventually(
        lambda: (
            [one.get_attribute("href").split("#")[1] for one in screen.every("nav [aria-current]")]
            == ["items-scores"]
        )
    )
    screen.run("location.hash = '#limits'")
    eventually(lambda: screen.one("nav [aria-current]").get_attribute("href").endswith("#limits"))


def test_every_heading_and_item_offers_a_link_to_itself(screen: Screen) -> None:
    result = delivery_result()
    screen.open(render_html(result, "en"))
    links = screen.every(".here")
    places = [one.get_attribute("href").split("#")[1] for one in links]
    assert {one.item for one in result.items} | {"summary", "items-scores"} <= set(places)
    row = places.index(result.items[0].item)
    assert links[row].get_attribute("aria-label") == words("en").web.copy.format(name=result.items[0].item)
    screen.run("arguments[0].click()", links[row])
    assert screen.run("return location.hash") == f"#{result.items[0].item}"


def test_light_and_dark_follow_the_system_until_somebody_chooses(screen: Screen) -> None:
    def ground() -> int:
        """How light the page is, 0 to 255."""
        colour = screen.run("return getComputedStyle(document.documentElement).backgroundColor")
        return int(colour.removeprefix("rgb(").split(",")[0])

    screen.open(render_html(empty_result(), "en"))
    assert ground() > 240
    screen.emulate(prefers_color_scheme="dark")
    assert ground() < 40
    screen.click(".theme [value=light]")
    assert ground() > 240
    screen.emulate(prefers_color_scheme="light")
    screen.click(".theme [value=dark]")
    assert ground() < 40
    screen.click(".theme [value=auto]")
    assert ground() > 240


def test_two_languages_take_turns_and_stay_at_the_same_item(screen: Screen) -> None:
    result = delivery_result()
    item = result.items[0].item
    screen.open(render_bilingual(result, BOTH, Options(draft=True)), f"#{item}")
    editions = screen.every(".edition")
    assert [one.is_displayed() for one in editions] == [True, False]
    screen.click("#show-en")
    assert [one.is_displayed() for one in editions] == [False, True]
    assert screen.run("return [document.documentElement.lang, location.hash]") == ["en", f"#en-{item}"]
    assert words("en").web.draft in screen.one(".edition[lang=en] .banner").text
    screen.click("#show-zh")
    assert screen.run("return [document.documentElement.lang, location.hash]") == ["zh-CN", f"#{item}"]


def test_print_shows_every_item_whatever_is_filtered_and_no_controls(screen: Screen) -> None:
    result = delivery_result()
    screen.open(render_html(result, "en"))
    screen.one(".filter [name=q]").send_keys("nothing of the kind")
    assert screen.items() == []
    text = screen.printed()
    assert [one.item for one in result.items if one.item not in text] == []
    for control in (words("en").web.reset, words("en").web.appearance, words("en").web.print):
        assert "".join(control.split()) not in text


def test_without_scripts_all_of_it_can_be_read(screen: Screen) -> None:
    screen.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        screen.open(render_bilingual(delivery_result(), BOTH))
        text = screen.printed()
    finally:
        screen.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert [one.item for one in delivery_result().items if one.item not in text] == []
    assert "".join(words("zh").chapter.limits.split()) in text
    assert "".join(words("en").chapter.limits.split()) not in text


def test_the_page_loads_nothing_and_complains_of_nothing(screen: Screen) -> None:
    screen.open(render_bilingual(golden(), BOTH, Options(draft=True)))
    screen.one(".filter [name=q]").send_keys("a")
    sent = [json.loads(one["message"])["message"] for one in screen.driver.get_log("performance")]
    urls = [one["params"]["request"]["url"] for one in sent if one["method"] == "Network.requestWillBeSent"]
    here = screen.driver.current_url.split("#")[0]
    reached = {one.split("#")[0] for one in urls if not one.startswith("data:")}
    assert reached == {here}
    assert screen.driver.get_log("browser") == []


def test_the_result_is_downloaded_by_a_click(screen: Screen) -> None:
    screen.open(render_html(empty_result(), "en"))
    screen.click("a.download")
    file = screen.driver.downloads / "result.zip"
    eventually(lambda: file.is_file() and file.stat().st_size)
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        assert archive.read("result.json") == empty_result().to_json()


@pytest.mark.parametrize("name", ["empty", "survey", "golden"])
@pytest.mark.parametrize("language", BOTH)
def test_a_phone_never_scrolls_the_page_sideways(screen: Screen, name: str, language: Language) -> None:
    result = {"empty": empty_result, "survey": survey_result, "golden": golden}[name]()
    screen.emulate(width=360, height=740)
    screen.open(render_html(result, language))
    wide, seen = screen.run(
        "const { scrollWidth, clientWidth } = document.documentElement; return [scrollWidth, clientWidth]"
    )
    assert wide == seen <= 360
    assert screen.run("return document.querySelector('.menu').open") is False


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("name", ["empty-en", "survey-zh", "golden-en", "delivery-both"])
def test_the_page_is_accessible(screen: Screen, name: str, scheme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("there is no axe-core: make test-slow fetches it")
    made = {
        "empty-en": lambda: render_html(empty_result(), "en"),
        "survey-zh": lambda: render_html(survey_result(), "zh"),
        "golden-en": lambda: render_html(golden(), "en"),
        "delivery-both": lambda: render_bilingual(delivery_result(), BOTH, Options(draft=True)),
    }[name]()
    screen.emulate(width=width, prefers_color_scheme=scheme)
    screen.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    screen.open(made)
    screen.run(AXE.read_text(encoding="utf-8"))
    screen.driver.set_script_timeout(120)
    found = screen.driver.execute_async_script("axe.run().then(arguments[0])")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
