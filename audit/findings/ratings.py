"""``ratings.yaml``: the reviewers' judgements, and their departures from computed scores."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from audit.criteria.checklist import Checklist
from audit.criteria.item import ByMeasure, Criterion, Item, Method
from audit.criteria.scheme import Ground, Points
from audit.errors import Located, UsageError
from audit.findings.words import METHODS, listed
from audit.text import Message, Text, message
from audit.yamlfile import BilingualValueError, YamlFile, checked, read_yaml

REFERENCES_FROM_LEVEL = 3
REFERENCES_NEEDED = 2

NOT_AN_ITEM = message("R-ITEM", zh="检查表中没有检查项 {item}", en="no checklist has an item {item}")
NOT_AN_ITEM_NEAR = message(
    "R-ITEM",
    zh="检查表中没有检查项 {item}，是否想写 {near}？",
    en="no checklist has an item {item}; did you mean {near}?",
)
TWICE = message(
    "R-TWICE",
    zh="检查项 {item} 重复（场所：{site}）",
    en="{item} stands here twice (site: {site})",
    mend=Text(zh="请只保留一条", en="keep one of them"),
)
FEW_REFERENCES = message(
    "R-REFERENCES",
    zh="检查项 {item} 评为 {level} 级，须有至少 {needed} 项相互独立的证据，现有 {given} 项",
    en="{item} is rated {level}; that takes {needed} independent references, and {given} are given",
    mend=Text(zh="请补充证据，或评为 2 级及以下", en="name more evidence, or rate it 2 at most"),
)
STRANGER = message(
    "R-BY",
    zh="“{by}”不在审查组中",
    en="“{by}” is not in the audit team",
    mend=Text(zh="请在 audit.yaml 的 team 中登记", en="list the person under “team” in audit.yaml"),
)
OTHER_METHOD = message(
    "R-METHOD",
    zh="检查项 {item} 的审查方式应为{methods}，不是{method}",
    en="{item} is assessed by {methods}, not by {method}",
)
NO_POINTS = message(
    "R-POINTS",
    zh="本方案不计点数，不能登记 {key}",
    en="the scheme in force counts no points: {key} have no effect",
    mend=Text(
        zh="请删除，或改用计点方案（如 gbt-27922）",
        en="remove them, or use a points scheme such as gbt-27922",
    ),
)
MANY_BONUSES = message(
    "R-BONUSES",
    zh="加分最多 {most} 项，现有 {given} 项",
    en="the scheme allows {most} bonuses, and {given} are given",
    mend=Text(zh="请只保留 {most} 项", en="keep {most}"),
)


class Signed(Criterion):
    """What everything carries that a reviewer decides: by whom, when and why."""

    by: str
    at: dt.date
    reason: Text

    @field_validator("reason")
    @classmethod
    def _reasoned(cls, reason: Text) -> Text:
        if not reason.zh.strip() or not reason.en.strip():
            raise BilingualValueError(
                zh="理由不得为空，须有中文和英文", en="a judgement needs a reason, in Chinese and in English"
            )
        return reason


class Judgement(Signed):
    """A decision on one item."""

    item: str


class Rating(Judgement):
    """A level from 0 to 5.

    0 absent, 1 ad hoc, 2 documented, 3 applied consistently, 4 measured and effective, 5 improving and
    leading. ``self_level`` is what the organisation gave itself; it decides nothing.
    """

    level: Annotated[int, Field(ge=0, le=5)]
    method: Method
    site: str | None = None
    evidence: tuple[str, ...] = ()
    expires: dt.date | None = None
    self_level: Annotated[int, Field(ge=0, le=5)] | None = None


class OverrideEntry(Judgement):
    """A score that replaces the computed one, which stays on record."""

    score: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Bonus(Signed):
    """Points that a points scheme adds to the overall score, for what goes beyond its items."""

    evidence: tuple[str, ...] = Field(min_length=1)


class Deduction(Bonus):
    """Points that a points scheme takes off the overall score, for a fact that its items do not weigh."""

    ground: Ground


class RatingsFile(Criterion):
    """The whole of ``ratings.yaml``."""

    ratings: tuple[Rating, ...] = ()
    overrides: tuple[OverrideEntry, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    bonuses: tuple[Bonus, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratings:
    """The judgements of one audit; ``sha256`` is the hash of the file, empty where there is none."""

    ratings: tuple[Rating, ...] = ()
    overrides: tuple[OverrideEntry, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    sha256: str = ""

    def of(self, item: str) -> tuple[Rating, ...]:
        """The ratings of one item: of the whole, or site by site."""
        return tuple(rating for rating in self.ratings if rating.item == item)

    def override(self, item: str) -> OverrideEntry | None:
        """The override of one item, if there is one."""
        return next((one for one in self.overrides if one.item == item), None)


def load_ratings(
    path: Path,
    shown: str,
    checklists: Sequence[Checklist],
    *,
    team: Collection[str] = (),
    points: Points | None = None,
) -> Ratings:
    """Read ``ratings.yaml`` and hold it against the checklists, the points of the scheme if it counts any,
    and, where one is given, the team.

    Raises:
        UsageError: with file, line and column of everything that is wrong.
        Unreadable: not UTF-8.
    """
    file = read_yaml(path, shown)
    entries = checked(file, RatingsFile)
    items = {item.id: item for checklist in checklists for _, item in checklist.items()}
    problems = [
        *_problems(file, "ratings", entries.ratings, items, team),
        *_problems(file, "overrides", entries.overrides, items, team),
        *_points_problems(file, entries, points, team),
    ]
    if problems:
        raise UsageError(sorted(problems, key=lambda one: (one.line or 0, one.column or 0)))
    return Ratings(**dict(entries), sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def _problems(
    file: YamlFile,
    key: str,
    entries: Sequence[Rating] | Sequence[OverrideEntry],
    items: dict[str, Item],
    team: Collection[str],
) -> Iterator[Located]:
    seen: set[tuple[str, str | None]] = set()
    for index, entry in enumerate(entries):
        here = (key, index)
        item = items.get(entry.item)
        if item is None:
            yield file.at((*here, "item"), _unknown(entry.item, items))
        site = entry.site if isinstance(entry, Rating) else None
        if (entry.item, site) in seen:
            yield file.at((*here, "item"), TWICE(item=entry.item, site=site or "—"))
        seen.add((entry.item, site))
        if team and entry.by not in team:
            yield file.at((*here, "by"), STRANGER(by=entry.by))
        if isinstance(entry, Rating):
            yield from (file.at((*here, at), said) for at, said in _rating_problems(entry, item))


def _rating_problems(rating: Rating, item: Item | None) -> Iterator[tuple[str, Message]]:
    given, needed = len(set(rating.evidence)), REFERENCES_NEEDED
    if rating.level >= REFERENCES_FROM_LEVEL and given < needed:
        yield "level", FEW_REFERENCES(item=rating.item, level=rating.level, needed=needed, given=given)
    # An item that a figure decides has no methods of its own; a rating stands in by any method.
    if item is None or isinstance(item.judge, ByMeasure) or rating.method in item.judge.method:
        return
    methods = listed(METHODS[method] for method in item.judge.method)
    yield "method", OTHER_METHOD(item=rating.item, methods=methods, method=METHODS[rating.method])


def _points_problems(
    file: YamlFile, entries: RatingsFile, points: Points | None, team: Collection[str]
) -> Iterator[Located]:
    given: dict[str, Sequence[Signed]] = {"deductions": entries.deductions, "bonuses": entries.bonuses}
    for key, listed_ in given.items():
        if listed_ and points is None:
            yield file.at((key,), NO_POINTS(key=key))
        for index, entry in enumerate(listed_):
            if team and entry.by not in team:
                yield file.at((key, index, "by"), STRANGER(by=entry.by))
    if points and len(entries.bonuses) > points.most_bonuses:
        said = MANY_BONUSES(most=points.most_bonuses, given=len(entries.bonuses))
        yield file.at(("bonuses", points.most_bonuses), said)


def _unknown(item: str, items: Collection[str]) -> Message:
    near = difflib.get_close_matches(item, sorted(items), n=1, cutoff=0.5)
    return NOT_AN_ITEM_NEAR(item=item, near=near[0]) if near else NOT_AN_ITEM(item=item)
