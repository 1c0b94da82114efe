"""What a scheme can get wrong though its form is right: names nobody knows, bands and weights out of order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from audit.criteria.checklist import Checklist
from audit.criteria.item import Item
from audit.criteria.lint import judge_faults
from audit.criteria.names import Found, Known, name_fault
from audit.criteria.scheme import OTHERS, ItemChange, LoadedScheme, Scheme
from audit.criteria.wording import pair
from audit.errors import Located, UsageError
from audit.text import Text, message

BANDS = message(
    "L-BANDS",
    zh="等级应由高到低排列：{later} 分排在 {earlier} 分之后",
    en="bands stand from high to low: {later} comes after {earlier}",
)
INDEX = message(
    "L-INDEX",
    zh="各检查表的权重之和应为 1，现为 {total}",
    en="the weights of the checklists sum to 1, not {total}",
)
MINIMUMS = message(
    "L-MINIMUMS",
    zh="计分所需例数 {scored} 少于列示所需例数 {indicative}",
    en="fewer cases make a score ({scored}) than an indicative figure ({indicative})",
)
NOTHING_CHANGED = message(
    "L-NO-CHANGE",
    zh="检查项 {item} 没有任何改动",
    en="nothing is changed of {item}",
    mend=Text(zh="请删除此项，或写明改动", en="remove the entry, or say what changes"),
)


def unknown_names(
    loaded: LoadedScheme, items: Collection[str], params: Mapping[str, Collection[str]]
) -> list[Located]:
    """The items, measures and constants that a scheme names and that are not there.

    Args:
        loaded: the scheme.
        items: the ids of all items that it may name.
        params: measure -> the names of its constants.
    """
    return [loaded.file.at(path, said) for path, said in _names(loaded.scheme, items, params)]


def lint_scheme(loaded: LoadedScheme, checklists: Sequence[Checklist], known: Known) -> list[Located]:
    """Everything that is wrong in a scheme, in order of place.

    Args:
        loaded: the scheme.
        checklists: all whose items, ids and groups the scheme may name.
        known: the names of measures and their constants, concepts, tables and so on.
    """
    scheme, file = loaded.scheme, loaded.file
    items = {item.id: item for checklist in checklists for _, item in checklist.items()}
    found = [
        *pair((), scheme.zh, scheme.en),
        *_order(scheme),
        *_index(scheme, [one.id for one in checklists]),
        *_names(scheme, items, {name: one.params for name, one in known.measures.items()}),
        *_items(scheme),
    ]
    located = [file.at(path, said) for path, said in found]
    for checklist in checklists:
        try:
            changed = loaded.in_force(checklist)
        except UsageError as wrong:
            located += wrong.located
            continue
        located += _changed(loaded, changed, known)
    return sorted(located, key=lambda one: (one.line or 0, one.column or 0))


def _order(scheme: Scheme) -> Iterator[Found]:
    for place, (higher, lower) in enumerate(zip(scheme.bands, scheme.bands[1:], strict=False), 1):
        if lower.at_least >= higher.at_least:
            yield (
                ("bands", place, "at_least"),
                BANDS(earlier=f"{higher.at_least:g}", later=f"{lower.at_least:g}"),
            )
    for place, band in enumerate(scheme.bands):
        yield from pair(("bands", place), band.zh, band.en)
    for name in ("share", "mean"):
        cases = getattr(scheme.minimums, name)
        if cases.scored < cases.indicative:
            said = MINIMUMS(scored=cases.scored, indicative=cases.indicative)
            yield ("minimums", name, "scored"), said


def _index(scheme: Scheme, checklists: Collection[str]) -> Iterator[Found]:
    if scheme.index is None:
        return
    for group in scheme.index:
        yield from name_fault("checklist", group, [*checklists, OTHERS], ("index", group))
    total = sum(scheme.index.values())
    if abs(total - 1) > 1e-9:
        yield ("index",), INDEX(total=f"{total:g}")


def _names(scheme: Scheme, items: Collection[str], params: Mapping[str, Collection[str]]) -> Iterator[Found]:
    for name in scheme.items:
        yield from name_fault("item", name, items, ("items", name))
    for measure, values in scheme.params.items():
        yield from name_fault("measure", measure, params, ("params", measure))
        for param in values if measure in params else ():
            yield from name_fault("param", param, params[measure], ("params", measure, param))


def _items(scheme: Scheme) -> Iterator[Found]:
    for name, change in scheme.items.items():
        if change == ItemChange():
            yield ("items", name), NOTHING_CHANGED(item=name)
        for key in ("out", "text"):
            words = getattr(change, key)
            if words is not None:
                yield from pair(("items", name, key), words.zh, words.en)


def _changed(loaded: LoadedScheme, checklist: Checklist, known: Known) -> Iterator[Located]:
    """The faults of the items that are judged differently, at the place of the change."""
    for _, item in checklist.items():
        change = loaded.scheme.items.get(item.id)
        if change is None or (change.judge is None and change.score is None):
            continue
        for path, said in _of_change(item, change, known):
            yield loaded.file.at(path, said)


def _of_change(item: Item, change: ItemChange, known: Known) -> Iterator[Found]:
    for path, said in judge_faults(item, known):
        # A changed score stands directly under the item, without "judge".
        yield ("items", item.id, *(path if change.judge is not None else path[1:])), said
