"""audit.yaml: who is audited, against what, over which period, and where the evidence lies."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from audit.errors import Located, UsageError
from audit.text import Text, message
from audit.yamlfile import BilingualValueError, YamlFile, checked, read_yaml

OUTSIDE = message(
    "A-OUTSIDE",
    zh="“{path}”指向本文件夹之外",
    en="“{path}” leads out of this folder",
    mend=Text(
        zh="请把文件移入本文件夹，或在 outside 中逐一写明允许的路径",
        en="move the file into this folder, or list it by name under “outside”",
    ),
)
BAD_GLOB = message(
    "A-GLOB",
    zh="“{path}”不是有效的通配路径",
    en="“{path}” is no path with wildcards",
    mend=Text(zh="例如 evidence/*.csv", en="write it like evidence/*.csv"),
)
NO_MATCH = message(
    "A-NO-MATCH",
    zh="没有文件与“{path}”相符",
    en="no file matches “{path}”",
    mend=Text(zh="请检查路径和通配符", en="check the path and its wildcards"),
)
FILES_ADDRESS = message(
    "A-FILES-ADDRESS",
    zh="files 只接受文件，这里写的是网络地址或数据库连接串（为防泄露密码，不予显示）",
    en="files takes files only; this is an address or a connection string, not shown because it may hold a password",
    mend=Text(
        zh="数据库请用 database 写明，连接串放在环境变量中，并从本文件删去",
        en="name a database under database, keep its connection string in an environment variable, and remove it here",
    ),
)

NO_PREVIOUS = message(
    "A-PREVIOUS",
    zh="找不到以往审查的结果“{path}”",
    en="there is no result of an earlier audit at “{path}”",
    mend=Text(
        zh="请检查路径（以本文件所在文件夹为起点）；本次不作比较时，删去 previous",
        en="check the path, which starts from the folder of this file, or leave out previous to compare with none",
    ),
)

PACKAGE_ALONE = message(
    "A-PACKAGE-ALONE",
    zh="文件夹中有数据包（datapackage.json），但没有 audit.yaml",
    en="the folder has a data package (datapackage.json), but no audit.yaml",
    mend=Text(
        zh="数据包不说明审查谁、依据什么：请用 audit init 生成 audit.yaml，并以 files: [datapackage.json] 引用",
        en="a data package does not say who is audited against what: make an audit.yaml with audit init, which "
        "refers to it by files: [datapackage.json]",
    ),
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Positive = Annotated[float, Field(gt=0)]
Scalar = str | int | float | bool | dt.date | dt.datetime | None


class Entry(BaseModel):
    """What stands in audit.yaml: immutable, unknown keys refused."""

    # Only the outermost model is ever checked against a file: the others need no schema of their own.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class OrganisationEntry(Entry):
    """Who is audited."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Text
    sector: Literal[
        "retail", "ecommerce", "insurance", "banking", "telecom", "hospitality", "health", "public", "other"
    ]


class Period(Entry):
    """From the start of one local day to the start of another; the end is exclusive."""

    start: dt.date
    end: dt.date

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.start >= self.end:
            raise BilingualValueError(zh="结束日期应晚于开始日期", en="the end must be after the start")
        return self


class People(Entry):
    """Headcounts in scope, for finite populations."""

    managers: Annotated[int, Field(ge=1)] | None = None
    front_line: Annotated[int, Field(ge=0)] | None = None


class Targets(Entry):
    """The organisation's own targets, in hours on ``clock``; absent means the measure's default."""

    clock: Literal["calendar", "business"] = "calendar"
    acknowledge_h: Positive | None = None
    respond_h: Positive | None = None
    resolve_h: Positive | None = None
    on_the_spot_min: Positive | None = None


class ImportantItems(Entry):
    """The items of the questionnaire that matter most, as agreed before anybody saw an answer."""

    items: Annotated[tuple[str, ...], Field(min_length=1)]
    agreed_on: dt.date


class Constant(Entry):
    """The same value in every row, for what a file does not carry."""

    constant: str | int | float | bool | dt.date | dt.datetime


class RowNumber(Entry):
    """The record's number as an identifier, for files that have none."""

    row_number: Literal[True]


class DateAndTime(Entry):
    """Two of their headers: the day of a moment, and its time of the day."""

    date: str
    time: str


ColumnSource = str | Constant | RowNumber | DateAndTime | None
"""Their header, a constant, the record's number, two headers; null: no header is to be taken for the column."""


class RowsRule(Entry):
    """Which records count: the latest of each case in an event log, and those outside the population."""

    latest_per: str | None = None
    by: str | None = None
    exclude: dict[str, list[str]] = {}
    reason: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.latest_per is None) != (self.by is None):
            raise BilingualValueError(
                zh="latest_per 与 by 须同时给出", en="latest_per and by belong together"
            )
        if self.exclude and self.reason is None:
            raise BilingualValueError(
                zh="排除记录须说明理由（reason）", en="records are left out only for a stated reason"
            )
        return self


class PersonalData(Entry):
    """Columns that hold personal data all the same, because the audit needs them; someone answers for it."""

    columns: tuple[str, ...] = Field(min_length=1)
    reason: Text
    approved_by: str


class Database(Entry):
    """A table of a database server. The connection itself stands in an environment variable, never here."""

    connection: str
    table: Annotated[str, Field(min_length=1)]

    @field_validator("connection")
    @classmethod
    def _is_the_name_of_a_variable(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise BilingualValueError(
                zh="应为环境变量的名称，如 AUDIT_DB；连接串只放在环境变量中",
                en="the name of an environment variable is needed, such as AUDIT_DB; "
                "the connection string itself stands only in that variable",
            )
        return name


def _adjacent(rows: tuple[int, ...]) -> tuple[int, ...]:
    if rows != tuple(range(rows[0], rows[0] + len(rows))):
        raise BilingualValueError(
            zh="表头的各行应相邻并由上到下，如 [3, 4]",
            en="the rows of a header must be adjacent, such as [3, 4]",
        )
    return rows


def _several(given: Any) -> Any:
    return (given,) if isinstance(given, (int, str)) else given


def _listed(given: Any) -> Any:
    return (given,) if isinstance(given, (str, dt.date)) else given


Names = Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_several)]
"""One name or several."""


HeaderRows = Annotated[
    tuple[Annotated[int, Field(ge=1)], ...],
    Field(min_length=1, max_length=3),
    BeforeValidator(_several),
    AfterValidator(_adjacent),
]
"""The rows of a header, from 1: one, or several that lie below one another."""


class TableSource(Entry):
    """Where one table comes from, and how its headers, labels and dates map to ours."""

    files: tuple[str, ...] = ()
    resource: str | None = None
    rows_inline: tuple[dict[str, Scalar | list[str]], ...] | None = None
    database: Database | None = None
    member: Names | None = None
    table: str | None = None
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    sheet: Names | None = None
    header_row: HeaderRows | None = None
    last_row: Annotated[int, Field(ge=1)] | None = None
    columns: dict[str, ColumnSource] = {}
    values: dict[str, dict[str, Scalar]] = {}
    dates: dict[str, str] = {}
    decimal: Literal[".", ","] | None = None
    missing: tuple[str, ...] = ()
    rows: RowsRule | None = None
    grade: Literal["A", "B", "C", "D"] | None = None
    grade_reason: Text | None = None
    outside: tuple[str, ...] = ()
    collected_at: dt.datetime | dt.date | None = None
    source: Text | None = None
    personal_data: PersonalData | None = None
    notes: tuple[Text, ...] = ()

    @property
    def named(self) -> dict[tuple[str, ...], str]:
        """The headers that ``columns`` names, by their place there."""
        found: dict[tuple[str, ...], str] = {}
        for ours, theirs in self.columns.items():
            if isinstance(theirs, DateAndTime):
                found |= {(ours, "date"): theirs.date, (ours, "time"): theirs.time}
            elif isinstance(theirs, str):
                found[ours,] = theirs
        return found

    @field_validator("columns", mode="before")
    @classmethod
    def _column_names_are_text(cls, columns: Any) -> Any:
        if not isinstance(columns, dict):
            return columns
        return {
            str(ours): str(theirs) if isinstance(theirs, int) else theirs for ours, theirs in columns.items()
        }

    @field_validator("values", mode="before")
    @classmethod
    def _labels_are_text(cls, values: Any) -> Any:
        # YAML reads 0, true and 2026-01-01 as values of their own; the labels of a file are always text.
        if not isinstance(values, dict):
            return values
        return {
            column: {_as_written(label): ours for label, ours in labels.items()}
            if isinstance(labels, dict)
            else labels
            for column, labels in values.items()
        }

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (bool(self.files), self.rows_inline is not None, self.database is not None).count(True) != 1:
            raise BilingualValueError(
                zh="files、rows_inline 与 database 须且只须给出一个",
                en="give one of files, rows_inline and database",
            )
        if (self.grade is None) != (self.grade_reason is None):
            raise BilingualValueError(
                zh="证据等级（grade）须同时说明理由（grade_reason）",
                en="an evidence grade needs its reason (grade_reason)",
            )
        return self


class NotApplicable(Entry):
    """A requirement that does not concern the organisation; someone answers for it."""

    item: str
    reason: Text
    approved_by: str


class TeamEntry(Entry):
    """A member of the audit team, by the id that ratings bear."""

    id: str
    role: Literal["lead", "reviewer", "technical_reviewer", "observer", "expert"]
    name: str | None = None
    duties: Text | None = None


class ReportEntry(Entry):
    """The number that the body gives its report, and the day on which it issues it."""

    number: Annotated[str, Field(min_length=1)] | None = None
    issued_on: dt.date | None = None


class BodyEntry(Entry):
    """Who issues the report; ``mark`` is the number of its approval or accreditation."""

    name: Text
    address: Text | None = None
    mark: Annotated[str, Field(min_length=1)] | None = None


class SiteEntry(Entry):
    """A place that was audited, by the code that it has in the evidence, if it has one."""

    id: Annotated[str, Field(min_length=1)]
    name: Text
    address: Text | None = None
    visited: Annotated[tuple[dt.date, ...], BeforeValidator(_listed)] = ()


class DocumentEntry(Entry):
    """A document that the team saw, by the id under which ratings cite it as evidence."""

    id: Annotated[str, Field(min_length=1)]
    title: Text
    edition: str | None = None
    dated: dt.date | None = None


class Engagement(Entry):
    """The whole of audit.yaml, format version 1."""

    audit: Literal[1]
    organisation: OrganisationEntry
    scope: Text
    type: Literal["initial", "surveillance", "recertification", "special", "self"]
    period: Period
    as_of: dt.datetime | dt.date
    seed: Annotated[int, Field(ge=0)] = 0
    timezone: str
    business_hours: dict[str, str | None] | None = None
    holidays: tuple[dt.date, ...] = ()
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    services: tuple[str, ...] = ()
    people: People = People()
    targets: Targets = Targets()
    satisfaction_scale: tuple[float, float] = (1, 7)
    failure_scheme: Literal["src", "bbt", "khd", "nak"] = "src"
    criteria: tuple[str, ...] = Field(min_length=1)
    scheme: str = "default"
    instrument: str | None = None
    important_items: ImportantItems | None = None
    params: dict[str, dict[str, float]] = {}
    census: tuple[str, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    engine: str = "duckdb"
    evidence: dict[str, TableSource]
    ratings: str | None = None
    concessions: str | None = None
    previous: Names | None = None
    team: tuple[TeamEntry, ...] = ()
    report: ReportEntry = ReportEntry()
    body: BodyEntry | None = None
    client: Text | None = None
    participants: tuple[Text, ...] = ()
    sites: tuple[SiteEntry, ...] = ()
    documents_seen: tuple[DocumentEntry, ...] = ()
    notes: tuple[Text, ...] = ()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise BilingualValueError(
                zh="应为 IANA 时区名，如 Asia/Shanghai",
                en="an IANA time zone such as Europe/Vienna is needed",
            )
        return zone

    @field_validator("business_hours")
    @classmethod
    def _readable_hours(cls, hours: dict[str, str | None] | None) -> dict[str, str | None] | None:
        if hours is not None:
            opening_hours(hours)
        return hours

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.cut < dt.datetime.combine(self.period.end, dt.time()):
            raise BilingualValueError(
                zh="as_of（数据截止时刻）不得早于审查期间结束",
                en="as_of, the moment of the data extract, cannot lie before the end of the period",
            )
        clock = self.targets
        if clock.clock == "business":
            if self.business_hours is None:
                raise BilingualValueError(
                    zh="targets.clock 为 business 时须给出 business_hours",
                    en="targets on the business clock need business_hours",
                )
            # The defaults are calendar values: 15 working days of 8 h are 120 h, not 360.
            silent = [
                name for name in ("acknowledge_h", "respond_h", "resolve_h") if getattr(clock, name) is None
            ]
            if silent:
                raise BilingualValueError(
                    zh="按营业时间计时须写明 " + "、".join(silent),
                    en="on the business clock " + ", ".join(silent) + " must be declared",
                )
        return self

    @field_validator("sites", "documents_seen")
    @classmethod
    def _each_once(cls, given: tuple[SiteEntry | DocumentEntry, ...]) -> Any:
        ids = [one.id for one in given]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise BilingualValueError(zh=f"编号 {twice} 重复出现", en=f"the id {twice} stands here twice")
        return given

    @model_validator(mode="after")
    def _excused_by_the_lead(self) -> Self:
        items = [one.item for one in self.not_applicable]
        if len(set(items)) != len(items):
            raise BilingualValueError(
                zh="not_applicable 中有检查项重复", en="an item stands twice under not_applicable"
            )
        leads = {one.id for one in self.team if one.role == "lead"}
        strangers = [
            one.approved_by for one in self.not_applicable if self.team and one.approved_by not in leads
        ]
        if strangers:
            raise BilingualValueError(
                zh=f"不适用须由审查组长批准，{strangers[0]} 不是组长",
                en=f"the lead approves what is not applicable; {strangers[0]} is not the lead",
            )
        return self

    @property
    def cut(self) -> dt.datetime:
        """``as_of`` as a local moment without offset: the only now. A date means the moment it begins."""
        if isinstance(self.as_of, dt.datetime):
            if self.as_of.tzinfo is not None:
                return self.as_of.astimezone(ZoneInfo(self.timezone)).replace(tzinfo=None)
            return self.as_of
        return dt.datetime.combine(self.as_of, dt.time())


@dataclass(frozen=True, slots=True)
class LoadedEngagement:
    """An engagement, the file that it came from and the folder that its paths start from."""

    engagement: Engagement
    file: YamlFile
    folder: Path
    sha256: str

    def evidence_files(self, table: str) -> list[tuple[Path, str]]:
        """The files of one table with the names to show, in order of name.

        Raises:
            UsageError: a glob matches nothing, or a path leaves the folder.
        """
        source = self.engagement.evidence[table]
        found: dict[str, Path] = {}
        for index, pattern in enumerate(source.files):
            place = ("evidence", table, "files", index)
            if "://" in pattern:
                raise UsageError([self.file.at(place, FILES_ADDRESS())])
            matches = self._matches(pattern, place, source.outside)
            if not matches:
                raise UsageError([self.file.at(place, NO_MATCH(path=pattern))])
            found |= {self.shown(path): path for path in matches}
        return [(found[shown], shown) for shown in sorted(found)]

    def awaited(self, table: str) -> tuple[str, ...]:
        """The patterns of one table that no file matches yet.

        Raises:
            UsageError: a path leaves the folder.
        """
        source = self.engagement.evidence[table]
        return tuple(
            pattern
            for index, pattern in enumerate(source.files)
            if "://" not in pattern
            and not self._matches(pattern, ("evidence", table, "files", index), source.outside)
        )

    def path(self, name: str, key: str) -> Path:
        """A path that audit.yaml names, refused when it leaves the folder."""
        path = self.folder / name
        if not self._inside(path):
            raise UsageError([self.file.at((key,), OUTSIDE(path=name))])
        return path

    def previous(self) -> tuple[Path, ...]:
        """The results of earlier audits that audit.yaml names; they may lie outside, with the audits they are of.

        Raises:
            UsageError: one is no file.
        """
        names = self.engagement.previous or ()
        paths = tuple(self.folder / name for name in names)
        missing = [
            self.file.at(("previous", index), NO_PREVIOUS(path=name))
            for index, (name, path) in enumerate(zip(names, paths, strict=True))
            if not path.is_file()
        ]
        if missing:
            raise UsageError(missing)
        return paths

    def shown(self, path: Path) -> str:
        """A path as messages show it: relative to the folder, with forward slashes."""
        try:
            return path.relative_to(self.folder).as_posix()
        except ValueError:
            return path.as_posix()

    def _matches(self, pattern: str, place: tuple[str | int, ...], outside: tuple[str, ...]) -> list[Path]:
        if pattern in outside:
            return [self.folder / pattern] if (self.folder / pattern).is_file() else []
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
            raise UsageError([self.file.at(place, OUTSIDE(path=pattern))])
        try:
            matches = sorted(path for path in self.folder.glob(pattern) if path.is_file())
        except (ValueError, NotImplementedError):
            raise UsageError([self.file.at(place, BAD_GLOB(path=pattern))]) from None
        for path in matches:
            if not self._inside(path):
                raise UsageError([self.file.at(place, OUTSIDE(path=self.shown(path)))])
        return matches

    def _inside(self, path: Path) -> bool:
        # resolve() follows links, so that a link cannot lead out either.
        return path.resolve().is_relative_to(self.folder.resolve())


def load_engagement(path: Path) -> LoadedEngagement:
    """Read ``audit.yaml``, given itself or the folder that holds it.

    Raises:
        UsageError: with file, line and column of everything that is wrong.
    """
    if path.is_dir():
        alone = (path / "datapackage.json").is_file() and not (path / "audit.yaml").exists()
        path = path / "audit.yaml"
        if alone:
            raise UsageError([Located(file=path.name, message=PACKAGE_ALONE())])
    file = read_yaml(path, path.name)
    engagement = checked(file, Engagement)
    return LoadedEngagement(engagement, file, path.parent, hashlib.sha256(path.read_bytes()).hexdigest())


_HOURS = re.compile(r"^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$")


def opening_hours(hours: dict[str, str | None]) -> dict[int, tuple[int, int]]:
    """``{"mon-fri": "09:00-18:00"}`` as weekday (0 = Monday) -> (opening, closing) in seconds of the day.

    A key is a day or a range of days; null or "closed" closes it.
    Raises ValueError in both languages.
    """
    opened: dict[int, tuple[int, int]] = {}
    for days, times in hours.items():
        weekdays = _weekdays(days)
        if times is None or times == "closed":
            for day in weekdays:
                opened.pop(day, None)
            continue
        match = _HOURS.match(times.strip())
        if match is None:
            raise BilingualValueError(zh="时间应写成 09:00-18:00", en="hours are written 09:00-18:00")
        hour, minute, to_hour, to_minute = map(int, match.groups())
        start, end = hour * 3600 + minute * 60, to_hour * 3600 + to_minute * 60
        if not 0 <= start < end <= 86_400:
            raise BilingualValueError(
                zh="营业时间应在一日之内，且先开后关",
                en="hours must lie within one day, opening before closing",
            )
        opened |= dict.fromkeys(weekdays, (start, end))
    return opened


def _weekdays(days: str) -> list[int]:
    first, _, last = days.strip().lower().partition("-")
    if first not in DAYS or (last and last not in DAYS):
        raise BilingualValueError(
            zh="星期应写成 mon、tue……或 mon-fri", en="days are written mon, tue, ... or mon-fri"
        )
    start, end = DAYS.index(first), DAYS.index(last or first)
    if start > end:
        raise BilingualValueError(zh="星期范围应由前到后", en="a range of days must ascend")
    return list(range(start, end + 1))


def _as_written(label: Any) -> str:
    """A label as it stands in the YAML file; booleans and null are spelt as YAML spells them."""
    if isinstance(label, bool):
        return "true" if label else "false"
    return "" if label is None else str(label)
