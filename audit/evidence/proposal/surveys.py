"""The items of a questionnaire among the columns of a file: which answers belong to which item and facet.

A facet is one way in which all items are asked: what was expected, what was perceived, how important it is.
Files name them in every possible way (``3-1 ... (expected)``, ``e03``, ``Expectations [clean rooms]``), but the
groups run parallel: the same items, asked on the same scale, once for each facet.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from audit.evidence.proposal.likert import codes, points, rankable
from audit.evidence.proposal.names import concepts, form, simplified
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.thesaurus import FACETS

Facet = Literal["expected", "adequate", "perceived", "importance"]

FEWEST, MOST = 5, 60
"""How many items an instrument may have."""

_ENDS_WITH_ROW = re.compile(r"^(?P<stem>.*?)\s*[\[［【](?P<row>[^\]］】]+)[\]］】]\s*$")
_AFTER_COLON = re.compile(r"^(?P<stem>.{2,}?[^:：—/])\s*(?:：|:|—+|--|(?<= )/(?= ))\s*(?P<row>.{2,})$")
_NUMBERED = re.compile(r"^\s*(?:Q|第|V)?\s*(?P<number>\d{1,3})(?:\s*[-_.–]\s*(?P<sub>\d{1,2})(?!\d))?")
_CODE = re.compile(r"^(?P<prefix>[A-Za-z\u3400-\u9fff]+)[ _-]?(?P<number>\d{1,3})$")
_LAST_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]\s*$")
_SINGLE = frozenset({"overall", "recommend", "repurchase"})
_MOST_ANSWERS = 10
_RUN, _PART = "run:", "number:"
_SCALES = ((1, 5), (1, 7), (1, 10))


@dataclass(frozen=True, slots=True)
class Items:
    """The answers to a questionnaire: for each facet the headers in the order of the items.

    ``titles`` are the texts of the items as far as the headers tell them; ``words`` gives the points of answers
    that are words, by header. ``guessed`` tells that nothing but their order says which facet is which,
    ``coded`` that the answers are codes (A1 to A5) which do not say which end is favourable.
    """

    facets: Mapping[Facet, tuple[str, ...]]
    titles: tuple[str, ...]
    scale: tuple[int, int]
    words: Mapping[str, Mapping[str, int]]
    guessed: bool
    coded: bool = False

    @property
    def headers(self) -> frozenset[str]:
        """All headers that hold answers."""
        return frozenset(header for headers in self.facets.values() for header in headers)

    @property
    def count(self) -> int:
        """How many items there are."""
        return len(self.titles)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A column that may hold the answers to one item."""

    header: str
    place: int
    scale: tuple[int, int]
    facet: str | None
    group: str
    item: str
    number: int | None
    title: str


def find_items(columns: Sequence[Profile]) -> Items | None:
    """The questionnaire among the columns of a file; None where there is none."""
    coded = _coded(columns)
    worded = _worded(columns) | coded
    answers = _in_runs(
        _matrices([answer for one in columns if (answer := _answer(one, worded.get(one.header))) is not None])
    )
    groups: dict[tuple[str | None, str], list[_Answer]] = {}
    for one in answers:
        groups.setdefault((one.facet, one.group), []).append(one)
    _gathered(groups)
    parallel = [found for found in groups.values() if len(found) >= FEWEST and _distinct(found)]
    if not parallel:
        return None
    chosen, guessed = _facets(parallel)
    order = _common_order(list(chosen.values()))
    if len(order) < FEWEST and len({len(group) for group in chosen.values()}) == 1:
        chosen = {facet: _numbered_by_place(group) for facet, group in chosen.items()}
        order = _common_order(list(chosen.values()))
    if not FEWEST <= len(order) <= MOST:
        return None
    facets = {facet: tuple(_by_item(group)[item].header for item in order) for facet, group in chosen.items()}
    first = _by_item(next(iter(chosen.values())))
    scale = Counter(one.scale for group in chosen.values() for one in group).most_common(1)[0][0]
    headers = {header for named in facets.values() for header in named}
    words = {header: found for header, found in worded.items() if header in headers}
    titles = tuple(first[item].title for item in order)
    return Items(facets, titles, scale, words, guessed, coded=bool(headers & coded.keys()))


def _gathered(groups: dict[tuple[str | None, str], list[_Answer]]) -> None:
    """Put back what a word of its statement sets apart (it is not realistic to expect ...) from numbered items."""
    for (facet, part), strays in list(groups.items()):
        whole = groups.get((None, part), [])
        apart = facet in ("expected", "adequate", "perceived", "importance") and part.startswith(_PART)
        if not apart or len(whole) < FEWEST or len(strays) >= FEWEST:
            continue
        if {one.item for one in whole}.isdisjoint(one.item for one in strays):
            whole += [replace(one, facet=None) for one in strays]
            del groups[facet, part]


def _in_words(column: Profile) -> Mapping[str, int] | None:
    return points(tuple(column.labels or ())) if _has_labels(column) else None


def _worded(columns: Sequence[Profile]) -> dict[str, Mapping[str, int]]:
    """Header -> points of its labels; columns that share labels share their scale, whichever of it each one has."""
    ranked = {
        one.header: set(one.values) for one in columns if _has_labels(one) and rankable(tuple(one.values))
    }
    scales: list[set[str]] = []
    for labels in ranked.values():
        same = [one for one in scales if 2 * len(one & labels) >= len(labels)]
        scales = [one for one in scales if one not in same] + [labels.union(*same)]
    found: dict[str, Mapping[str, int]] = {}
    for one in columns:
        whole = next((scale for scale in scales if ranked.get(one.header, {""}) <= scale), None)
        pooled = points(tuple(sorted(whole))) if whole else None
        if pooled is not None:
            found[one.header] = {label: pooled[label] for label in one.labels or ()}
        elif (own := _in_words(one)) is not None:
            found[one.header] = own
    return found


def _has_labels(column: Profile) -> bool:
    return column.labels is not None and not column.is_number and len(column.labels) <= _MOST_ANSWERS


def _coded(columns: Sequence[Profile]) -> dict[str, Mapping[str, int]]:
    """Header -> numbers of its codes, where as many columns as an instrument has items share the codes."""
    found = {
        one.header: numbers
        for one in columns
        if _has_labels(one) and (numbers := codes(tuple(one.labels or ())))
    }
    shared = Counter(label[0] for numbers in found.values() for label in list(numbers)[:1])
    return {header: numbers for header, numbers in found.items() if shared[next(iter(numbers))[0]] >= FEWEST}


def _answer(column: Profile, words: Mapping[str, int] | None) -> _Answer | None:
    low, high = (min(words.values()), max(words.values())) if words else (column.low, column.high)
    is_scale = words is not None or (
        column.is_number and column.whole and low >= 0 and high <= 10 and high >= 3
    )
    if column.empty or not is_scale or column.distinct > 11 or column.is_date:
        return None
    if concepts(column.header) & _SINGLE and len(column.header) < 40:
        return None
    if concepts(column.words) & _SINGLE:
        return None
    if words is not None and max(words.values()) > 5:
        low, high = 1, 7
    scale = (0, 10) if low == 0 else next((one for one in _SCALES if high <= one[1]), (1, 10))
    found = _named(column.header, column.place, scale)
    if found is not None and column.words:
        return replace(found, title=column.words.rpartition(" - ")[2])
    return found


def _named(header: str, place: int, scale: tuple[int, int]) -> _Answer | None:
    """What the header says: the facet, the group of columns that are named alike, and the item."""
    row = _ENDS_WITH_ROW.match(header) or _AFTER_COLON.match(header)
    code = _CODE.match(header.strip())
    numbered = _NUMBERED.match(header)
    if code:
        number, facet = int(code["number"]), _facet_of_code(code["prefix"])
        return _Answer(header, place, scale, facet, f"code:{code['prefix']}", str(number), number, header)
    if row and not (_LAST_BRACKETS.search(header) and _facet(row["row"])):
        facet = _facet(row["stem"]) or _facet(row["row"])
        return _Answer(
            header, place, scale, facet, f"stem:{form(row['stem'])}", form(row["row"]), None, row["row"]
        )
    if numbered:
        number, sub = int(numbered["number"]), numbered["sub"]
        title = header[numbered.end() :].lstrip(" .、)）\t:：")
        return _Answer(header, place, scale, _facet(header), f"{_PART}{sub}", str(number), number, title)
    facet = _facet(header)
    bare = form(_LAST_BRACKETS.sub("", header))
    if facet is None:
        return _Answer(header, place, scale, None, f"{_RUN}{place}", bare, None, header)
    return _Answer(header, place, scale, facet, "text", bare, None, header)


def _matrices(answers: Sequence[_Answer]) -> list[_Answer]:
    """The same, where numbers such as Q1_1 to Q1_5 are the rows of one question, not the facets of several."""
    numbered = [one for one in answers if one.group.startswith(_PART)]
    rows, facets = Counter(one.item for one in numbered), Counter(one.group for one in numbered)
    return [
        replace(one, group=f"matrix:{one.item}", item=row, number=int(row))
        if (row := one.group.removeprefix(_PART)).isdigit() and rows[one.item] >= FEWEST > facets[one.group]
        else one
        for one in answers
    ]


def _in_runs(answers: Sequence[_Answer]) -> list[_Answer]:
    """The same, where columns that nothing but their place holds together are one group: they stand side by
    side, are asked on the same scale, and are at least as many as an instrument has items.
    """
    found, run = list[_Answer](), list[_Answer]()
    for one in [*answers, None]:
        follows = (
            one is not None
            and run
            and one.place == run[-1].place + 1
            and one.scale[1] == run[-1].scale[1]
            and _stands_alone(one)
        )
        if not follows:
            found += _one_group(run)
            run = []
        if one is not None:
            if _stands_alone(one):
                run.append(one)
            else:
                found.append(one)
    return found


def _stands_alone(one: _Answer) -> bool:
    return (one.group.startswith(_RUN) or one.group == "text") and not concepts(one.header) & _SINGLE


def _one_group(run: list[_Answer]) -> list[_Answer]:
    alone = [one for one in run if one.facet is None]
    if len(run) < FEWEST or 2 * len(alone) < len(run):
        return run
    low = min(one.scale[0] for one in run)
    return [replace(one, facet=None, group=f"{_RUN}{run[0].place}", scale=(low, one.scale[1])) for one in run]


def _numbered_by_place(group: Sequence[_Answer]) -> list[_Answer]:
    """The items of a group called by their order, where two facets word them differently."""
    ordered = sorted(group, key=lambda one: one.place)
    return [replace(one, item=f"{number:02d}", number=number) for number, one in enumerate(ordered, 1)]


@functools.cache
def _facet_words() -> tuple[tuple[str, str], ...]:
    return tuple((facet, word) for facet, words in FACETS.items() for word in words.split())


def _facet(text: str) -> str | None:
    """The facet that a header names: in its last brackets, else anywhere in it."""
    for part in (*_LAST_BRACKETS.findall(text), text):
        spoken = simplified(part).casefold()
        latin = set(re.findall(r"[a-zäöüß]+", spoken))
        for facet, word in _facet_words():
            if word in latin if word.isascii() else word in spoken:
                return facet
    return None


def _facet_of_code(prefix: str) -> str | None:
    """The facet that the letters before a number stand for (e01, exp1, p01, imp_3, 期望5)."""
    letters = prefix.casefold()
    for facet, starts in (
        ("importance", ("imp", "w", "重要")),
        ("expected", ("exp", "e", "期望", "期待")),
        ("perceived", ("perc", "per", "p", "感知", "实际", "体验")),
        ("satisfaction", ("sat", "perf", "满意")),
        ("adequate", ("adq", "adeq", "a", "可接受")),
    ):
        if letters in starts:
            return facet
    return None


def _distinct(group: Sequence[_Answer]) -> bool:
    return len({one.item for one in group}) == len(group)


def _facets(groups: Sequence[list[_Answer]]) -> tuple[dict[Facet, list[_Answer]], bool]:
    """Which group is which facet; by their order where the headers do not tell."""
    size = max(len(group) for group in groups)
    likely = [group for group in groups if len(group) >= 0.8 * size]
    chosen: dict[Facet, list[_Answer]] = {}
    for facet in ("expected", "perceived", "importance", "adequate"):
        named = [group for group in likely if group[0].facet == facet]
        if named:
            chosen[facet] = named[0]
    rated = [group for group in likely if group[0].facet == "satisfaction"]
    if "perceived" not in chosen and rated:
        chosen["perceived"] = rated[0]
    free = [group for group in likely if group[0].facet is None]
    if "perceived" in chosen or not free:
        return (chosen, False) if chosen else ({"perceived": likely[0]}, False)
    if len(free) >= 2 and "expected" not in chosen:
        return {**chosen, "expected": free[0], "perceived": free[1]}, True
    return {**chosen, "perceived": free[0]}, len(free) > 1


def _common_order(groups: Sequence[list[_Answer]]) -> list[str]:
    """The items that every group has: by number where all have one, else as they stand in the file."""
    items = set.intersection(*({one.item for one in group} for group in groups))
    first = [one for one in sorted(groups[0], key=lambda one: one.place) if one.item in items]
    if all(one.number is not None for one in first):
        first.sort(key=lambda one: one.number or 0)
    return [one.item for one in first]


def _by_item(group: Iterable[_Answer]) -> dict[str, _Answer]:
    return {one.item: one for one in group}


def overall_satisfaction(items: Items, columns: Sequence[Profile]) -> str | None:
    """The header of the one question on satisfaction that is no item; None where there is none, or several.

    Questions that are numbered like the items but stand in a group of their own are about something else.
    """
    answers = [answer for one in columns if (answer := _answer(one, _in_words(one))) is not None]
    sizes = Counter((one.facet, one.group) for one in answers)
    rated = [
        one.header
        for one in answers
        if one.facet == "satisfaction"
        and one.header not in items.headers
        and sizes[one.facet, one.group] == 1
    ]
    return rated[0] if len(rated) == 1 else None
