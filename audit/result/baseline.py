"""What a validation found that an earlier one did not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence

from audit.result.problem import Counts, Filter, Level, Problem, ProblemGroup, ValidationResult
from audit.text import Text

LEVELS: tuple[Level, ...] = ("error", "warning", "note")

_Rule = tuple[str, str | None, str, str | None]
_Marks = Mapping[tuple[str, str | None, int], str]

_GROWING = frozenset(("count", "share", "days", "last"))
"""Figures in what is said of a whole file: they change with every export, and tell of no other problem."""


def new_only(now: ValidationResult, before: ValidationResult) -> ValidationResult:
    """The result with new problems only; counts say how many are new.

    Groups are compared by code, table, file and column. Within a group a problem is known if ``before`` has one that
    says the same, of the same value and header, in the same place or of the same record; a record is known by its
    fingerprint, on whatever line it stands. So a value that is wrong in another way than before is new, and one that
    was moved is not. Of a personal value, which no result holds, only place and record are compared. Where
    ``before`` lists some places of a group only, the increase of the count is what is known to be new. ``broken``
    and ``affected`` keep what was not among them before; ``filter`` says how much was known.
    """
    earlier = _by_rule(before)
    marks, marks_before = _marks(now), _marks(before)
    groups: list[ProblemGroup] = []
    by_count = 0
    for rule, found in _by_rule(now).items():
        if rule not in earlier:
            groups += found
            continue
        one, other = _merged(found), _merged(earlier[rule])
        by_count += len(other.examples) < other.count
        groups += _grown(one, other, _fresh(one.examples, other.examples, marks, marks_before))
    items = {one for one in now.affected_items if one not in before.affected_items}
    new = now.model_copy(
        update={
            "groups": tuple(groups),
            "broken": tuple(one for one in now.broken if one not in before.broken),
            "affected_items": tuple(one for one in now.affected_items if one in items),
            "affected": tuple(one for one in now.affected if one.id in items),
        }
    )
    known = Counts(**{level: now.count(level) - new.count(level) for level in LEVELS})
    partial = before.stopped is not None or (before.filter is not None and before.filter.leaves_out)
    said = Filter(levels=LEVELS, new_only=True, known=known, by_count=by_count, earlier_partial=partial)
    return new.model_copy(update={"filter": said})


def _by_rule(result: ValidationResult) -> dict[_Rule, list[ProblemGroup]]:
    found: dict[_Rule, list[ProblemGroup]] = {}
    for group in result.groups:
        found.setdefault((group.code, group.table, group.file, group.column), []).append(group)
    return found


def _merged(groups: list[ProblemGroup]) -> ProblemGroup:
    """Groups that no key tells apart, such as two rules of one code on the same column, as one."""
    examples = tuple(problem for group in groups for problem in group.examples)
    return groups[0].model_copy(update={"count": sum(group.count for group in groups), "examples": examples})


def _grown(now: ProblemGroup, before: ProblemGroup, fresh: Sequence[Problem]) -> list[ProblemGroup]:
    """The group with what is new in it; nothing where nothing is."""
    lists_all = len(before.examples) == before.count
    count = max(now.count - before.count, len(fresh) if lists_all else 0)
    return [now.model_copy(update={"count": count, "examples": tuple(fresh[:count])})] if count > 0 else []


def _fresh(
    now: Sequence[Problem], before: Sequence[Problem], marks: _Marks, marks_before: _Marks
) -> list[Problem]:
    """The problems that have no counterpart among those of before, which is used up by the one that it is for."""
    left, others = _unmatched(now, before, lambda one, _: one.at, marks, marks_before)
    left, _ = _unmatched(left, others, _record, marks, marks_before)
    return left


def _unmatched(
    now: Sequence[Problem],
    before: Sequence[Problem],
    where: Callable[[Problem, _Marks], Hashable],
    marks: _Marks,
    marks_before: _Marks,
) -> tuple[list[Problem], list[Problem]]:
    """Of both, those that say nothing that the others say of the same place."""
    there = Counter((_said(one), where(one, marks_before)) for one in before)
    here = Counter((_said(one), where(one, marks)) for one in now)
    both = here & there
    return _beyond(now, both, where, marks), _beyond(before, both, where, marks_before)


def _beyond(
    problems: Sequence[Problem],
    known: Counter[tuple[Hashable, Hashable]],
    where: Callable[[Problem, _Marks], Hashable],
    marks: _Marks,
) -> list[Problem]:
    left, found = Counter(known), []
    for one in problems:
        key = (_said(one), where(one, marks))
        if left[key] > 0:
            left[key] -= 1
        else:
            found.append(one)
    return found


def _said(problem: Problem) -> Hashable:
    """What is said of which value under which header, wherever it stands."""
    params = {
        name: value.en if isinstance(value, Text) else value
        for name, value in problem.message.params.items()
        if problem.at is not None or name not in _GROWING
    }
    return (problem.sheet, problem.their_column, problem.shown, tuple(sorted(params.items(), key=repr)))


def _record(problem: Problem, marks: _Marks) -> Hashable:
    """The fingerprint of the record; its place where there is none, which has been compared already."""
    row = _row(problem)
    mark = None if row is None else marks.get((problem.file, problem.sheet, row))
    return problem.at if mark is None else (mark,)


def _row(problem: Problem) -> int | None:
    number = re.search(r"\d+", problem.at or "")
    return int(number[0]) if number else None


def _marks(result: ValidationResult) -> dict[tuple[str, str | None, int], str]:
    return {(one.file, one.sheet, one.row): f"{one.table} {one.fingerprint}" for one in result.records}
