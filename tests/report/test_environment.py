from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from jinja2 import TemplateNotFound, UndefinedError
from jinja2.exceptions import SecurityError, TemplateAssertionError

from audit.report.branding.brand import Brand
from audit.report.environment import environment
from audit.report.wording import TAGS, day, moment, percent
from audit.resources import shipped
from audit.text import Language

LANGUAGES: tuple[Language, Language] = ("zh", "en")


def shown(template: str, language: Language = "en", **values: object) -> str:
    return environment(language).from_string(template).render(**values)


def test_values_are_escaped_and_made_harmless() -> None:
    text = '<b>"x"</b>\u202e'
    assert shown('<td title="{{ x }}">{{ x }}</td>', x=text) == (
        '<td title="&lt;b&gt;&#34;x&#34;&lt;/b&gt;⟦U+202E⟧">&lt;b&gt;&#34;x&#34;&lt;/b&gt;⟦U+202E⟧</td>'
    )


def test_a_value_is_made_harmless_once_however_many_macros_it_passes() -> None:
    template = "{% macro a(x) %}{{ x }}{% endmacro %}{% macro b(x) %}{{ a(x|short) }}{% endmacro %}{{ b(x) }}"
    assert shown(template, x="\u200b") == "⟦U+200B⟧"


@pytest.mark.parametrize("value", [1.5, True, None, [1], {"a": 1}])
def test_a_value_without_a_written_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="needs a filter or a word"):
        shown("{{ x }}", x=value)


def test_a_name_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        shown("{{ missing }}")
    with pytest.raises(UndefinedError):
        shown("{{ w.chart.missing }}")


@pytest.mark.parametrize("name", ["e", "escape", "forceescape", "safe", "tojson", "urlize", "xmlattr"])
def test_filters_that_lead_past_the_cleaning_do_not_exist(name: str) -> None:
    with pytest.raises(TemplateAssertionError, match=f"No filter named '{name}'"):
        shown("{{ x|" + name + " }}", x="<b>")


def test_a_template_cannot_reach_into_python() -> None:
    with pytest.raises(SecurityError):
        shown("{{ x.__class__.__mro__ }}", x="")


def test_a_template_cannot_be_read_from_outside_its_folders() -> None:
    with pytest.raises(TemplateNotFound):
        environment("en").get_template("../locale/en.yaml")


def test_a_folder_of_ones_own_goes_before_what_ships(tmp_path: Path) -> None:
    (tmp_path / "draft.svg.j2").write_text("{{ w.draft }}", encoding="utf-8")
    assert environment("zh", Brand(folder=tmp_path)).get_template("draft.svg.j2").render() == "草稿"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("#item", "#item"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://[", ""),
        ("relative", ""),
    ],
)
def test_only_known_schemes_become_links(address: str, link: str) -> None:
    assert shown("{{ x|href }}", x=address) == link


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{{ x|number(2, signed=true) }}", 1234.5, "+1,234.50"),
        ("{{ x|percent(1) }}", 0.1234, "12.3%"),
        ("{{ x|px }}", 12.0, "12"),
        ("{{ x|px }}", 12.345, "12.35"),
        ("{{ x|px }}", -0.001, "0"),
        ("{{ x|short(3) }}", "abcdef", "abc…⟦+3⟧"),
        ("{{ x|brief(30) }}", "One sentence is here. Another follows.", "One sentence is here.…"),
        ("{{ x|brief(12) }}", "审查发现两项。其余各项均符合要求。", "审查发现两项。…"),
        ("{{ x|brief(14) }}", "several words and more", "several words…"),
        ("{{ x|brief(4) }}", "abcdefgh", "abcd…"),
        ("{{ x|brief(4) }}", "ab\u202ec", "ab⟦U+202E⟧c"),
        ("{{ x|brief(8) }}", "abcdefgh", "abcdefgh"),
        ("{{ x|day }}", date(2026, 4, 18), "18 April 2026"),
        ("{{ x }}", 7, "7"),
    ],
)
def test_filters(template: str, value: object, text: str) -> None:
    assert shown(template, x=value) == text


def test_dates_are_written_as_each_language_writes_them() -> None:
    then = datetime(2026, 4, 18, 9, 5, tzinfo=timezone(timedelta(hours=8)))
    assert day(then.date(), "zh") == "2026年4月18日"
    assert moment(then, "zh") == "2026年4月18日 09:05 (+08:00)"
    assert moment(then.astimezone(UTC), "en") == "18 April 2026 01:05 (+00:00)"
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 4, 18), "en")


def test_a_share_is_printed_as_per_cent() -> None:
    assert [percent(0.5), percent(-0.125, 1, signed=True)] == ["50%", "−12.5%"]


def paths(node: dict[str, object], prefix: str = "") -> list[str]:
    return [
        path
        for key, value in node.items()
        for path in (paths(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key])
    ]


def test_both_languages_have_the_same_words() -> None:
    folder = shipped("templates") / "locale"
    zh, en = (
        yaml.safe_load((folder / f"{TAGS[language]}.yaml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    )
    assert paths(zh) == paths(en)


def test_a_word_named_like_a_method_is_still_a_word() -> None:
    assert shown("{{ x.values }}", x=SimpleNamespace(values="v")) == "v"
