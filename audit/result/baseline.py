"""What a validation found that an earlier one did not."""

from __future__ import annotations

from audit.result.problem import Problem, ProblemGroup, ValidationResult

_Rule = tuple[str, str | None, str, str | None]
_Place = tuple[str | None, str | None, str | None]


def new_only(now: ValidationResult, before: ValidationResult) -> ValidationResult:
    """The result with new problems only; counts say how many are new.

    Groups are compared by code, table, file and column. In a group that both have, a place (sheet, line or
    cell, header) that ``before`` does not list is new, provided that ``before`` lists all of its places;
    where it lists only some, the increase of the count is what is known to be new. ``broken`` and
    ``affected_items`` keep what was not among them before.
    """
    earlier = _by_rule(before)
    groups: list[ProblemGroup] = []
    for rule, found in _by_rule(now).items():
        if rule in earlier:
            groups += _grown(_merged(found), _merged(earlier[rule]))
        else:
            groups += found
    return now.model_copy(
        update={
            "groups": tuple(groups),
            "broken": tuple(one for one in now.broken if one not in before.broken),
            "affected_items": tuple(one for one in now.affected_items if one not in before.affected_items),
        }
    )


def _by_rule(result: ValidationResult) -> dict[_Rule, list[ProblemGroup]]:
    found: dict[_Rule, list[ProblemGroup]] = {}
    for group in result.groups:
        found.setdefault((group.code, group.table, group.file, group.column), []).append(group)
    return found


def _merged(groups: list[ProblemGroup]) -> ProblemGroup:
    """Groups that no key tells apart, such as two rules of one code on the same column, as one."""
    examples = tuple(problem for group in groups for problem in group.examples)
    return groups[0].model_copy(update={"count": sum(group.count for group in groups), "examples": examples})


def _grown(now: ProblemGroup, before: ProblemGroup) -> list[ProblemGroup]:
    """The group with what is new in it; nothing where nothing is."""
    known = {_place(problem) for problem in before.examples}
    fresh = tuple(problem for problem in now.examples if _place(problem) not in known)
    lists_all = len(before.examples) == before.count
    count = max(now.count - before.count, len(fresh) if lists_all else 0)
    return [now.model_copy(update={"count": count, "examples": fresh[:count]})] if count > 0 else []


def _place(problem: Problem) -> _Place:
    return (problem.sheet, problem.at, problem.their_column)
