"""audit.yaml: what it accepts, and how it tells what is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from audit.engagement import LoadedEngagement, load_engagement, opening_hours
from audit.errors import UsageError

GOOD = """\
audit: 1
organisation: {id: acme, name: {zh: 某公司, en: Acme}, sector: retail}
scope: {zh: 门店, en: stores}
type: initial
period: {start: 2025-10-01, end: 2026-10-01}
as_of: 2026-10-15
timezone: Asia/Shanghai
criteria: [five-gap]
evidence:
  complaints:
    files: [c*.csv]
"""


def loaded(folder: Path, text: str = GOOD) -> LoadedEngagement:
    (folder / "audit.yaml").write_text(text, encoding="utf-8")
    return load_engagement(folder)


def said(folder: Path, text: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        loaded(folder, text)
    return [one.in_("en") for one in caught.value.located]


def test_as_of_never_defaults_to_now(tmp_path: Path) -> None:
    text = GOOD.replace("as_of: 2026-10-15\n", "")
    assert said(tmp_path, text) == ["audit.yaml:1:1  “as_of” is missing   [Y-MISSING-KEY]"]


def test_a_day_as_cut_off_is_its_midnight_and_an_offset_is_converted(tmp_path: Path) -> None:
    assert loaded(tmp_path).engagement.cut == dt.datetime(2026, 10, 15)
    text = GOOD.replace("2026-10-15", "2026-10-15T10:00:00+00:00")
    assert loaded(tmp_path, text).engagement.cut == dt.datetime(2026, 10, 15, 18)


def test_the_cut_off_cannot_lie_before_the_end_of_the_period(tmp_path: Path) -> None:
    text = GOOD.replace("as_of: 2026-10-15", "as_of: 2026-09-01")
    # The whole file is not quoted: it says less than the reason, and could hold anything.
    assert said(tmp_path, text) == [
        (
            "audit.yaml:1:1  “audit.yaml” is not allowed: as_of, the moment of the data extract, cannot lie before the "
            "end of the period   [Y-INVALID]"
        )
    ]


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD.replace("timezone:", "time_zone:")) == [
        "audit.yaml:1:1  “timezone” is missing   [Y-MISSING-KEY]",
        "audit.yaml:7:1  no key is called “time_zone”; did you mean “timezone”?   [Y-UNKNOWN-KEY]",
    ]


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "data/../../x.csv"])
def test_paths_that_leave_the_folder_are_refused(tmp_path: Path, path: str) -> None:
    engagement = loaded(tmp_path, GOOD.replace("c*.csv", path))
    with pytest.raises(UsageError, match="leads out of this folder") as caught:
        engagement.evidence_files("complaints")
    assert caught.value.located[0].line == 11


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("a\n", encoding="utf-8")
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "c.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(UsageError, match="leads out of this folder"):
        loaded(folder).evidence_files("complaints")


def test_a_file_outside_can_be_allowed_by_name(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("a\n", encoding="utf-8")
    folder = tmp_path / "inside"
    folder.mkdir()
    text = GOOD.replace("files: [c*.csv]", "files: [../c.csv]\n    outside: [../c.csv]")
    assert [path.resolve() for path, _ in loaded(folder, text).evidence_files("complaints")] == [
        (tmp_path / "c.csv").resolve()
    ]


def test_a_connection_string_among_the_files_is_refused_and_not_repeated(tmp_path: Path) -> None:
    text = GOOD.replace("files: [c*.csv]", 'files: ["postgresql://audit:s3cret@db/crm"]')
    with pytest.raises(UsageError) as caught:
        loaded(tmp_path, text).evidence_files("complaints")
    said = caught.value.located[0].in_("en")
    assert said.endswith("[A-FILES-ADDRESS]")
    assert "s3cret" not in said


def test_a_glob_without_a_match_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        loaded(tmp_path).evidence_files("complaints")
    assert caught.value.located[0].in_("zh") == (
        "audit.yaml:11:13  没有文件与“c*.csv”相符 — 请检查路径和通配符   [A-NO-MATCH]"
    )


def test_files_come_in_order_of_name(tmp_path: Path) -> None:
    for name in ("c2.csv", "c10.csv", "c1.csv"):
        (tmp_path / name).write_text("a\n", encoding="utf-8")
    assert [shown for _, shown in loaded(tmp_path).evidence_files("complaints")] == [
        "c1.csv",
        "c10.csv",
        "c2.csv",
    ]


def test_records_are_left_out_only_for_a_reason(tmp_path: Path) -> None:
    text = GOOD + "    rows: {exclude: {q3: [never]}}\n"
    assert said(tmp_path, text)[0].endswith("records are left out only for a stated reason   [Y-INVALID]")


def test_labels_that_yaml_takes_for_values_stay_text(tmp_path: Path) -> None:
    text = GOOD + "    values: {first_time_right: {0: true, '*': false, true: true}}\n"
    values = loaded(tmp_path, text).engagement.evidence["complaints"].values
    assert values == {"first_time_right": {"0": True, "*": False, "true": True}}


def test_the_business_clock_needs_hours_and_declared_targets(tmp_path: Path) -> None:
    text = GOOD + "targets: {clock: business, acknowledge_h: 8}\nbusiness_hours: {mon-fri: '09:00-18:00'}\n"
    assert said(tmp_path, text)[0].endswith(
        "on the business clock respond_h, resolve_h must be declared   [Y-INVALID]"
    )


def test_opening_hours_are_read_by_weekday() -> None:
    hours = opening_hours({"mon-fri": "09:00-18:00", "sat": "10:00-14:30", "wed": None})
    weekday = (9 * 3600, 18 * 3600)
    assert hours == {0: weekday, 1: weekday, 3: weekday, 4: weekday, 5: (36_000, 52_200)}


@pytest.mark.parametrize(
    "given", [{"mon": "18:00-09:00"}, {"monday": "09:00-18:00"}, {"fri-mon": "09:00-18:00"}]
)
def test_opening_hours_that_make_no_sense_are_refused(given: dict[str, str | None]) -> None:
    with pytest.raises(ValueError, match=r"written|ascend|opening before closing"):
        opening_hours(given)


def test_what_the_issuing_body_says_is_read(tmp_path: Path) -> None:
    text = GOOD + (
        "report: {number: GA-1, issued_on: 2026-11-20}\n"
        "sites: [{id: S-1, name: {zh: 东店, en: East}, visited: 2026-10-20}]\n"
    )
    read = loaded(tmp_path, text).engagement
    assert (read.report.number, read.report.issued_on) == ("GA-1", dt.date(2026, 11, 20))
    assert [(one.id, one.visited) for one in read.sites] == [("S-1", (dt.date(2026, 10, 20),))]


def test_a_site_stands_once(tmp_path: Path) -> None:
    one = "{id: S-1, name: {zh: 东店, en: East}}"
    (told,) = said(tmp_path, GOOD + f"sites: [{one}, {one}]\n")
    assert told.endswith("the id S-1 stands here twice   [Y-INVALID]")
