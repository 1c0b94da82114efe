"""The instrument of a survey: one that ships where it fits, else the beginning of one of its own."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from audit.criteria.instrument import Instrument, load_instrument
from audit.evidence.proposal.model import ColumnProposal
from audit.evidence.proposal.reasons import joined
from audit.evidence.proposal.reversal import worded_against
from audit.evidence.proposal.surveys import Items
from audit.evidence.spelling import normalised
from audit.resources import shipped
from audit.text import Language, Text

PREFIXES = {"expected": "e", "adequate": "a", "perceived": "p", "importance": "imp"}

FACET_WORDS = {
    "expected": Text(zh="期望", en="expected"),
    "adequate": Text(zh="可接受", en="adequate"),
    "perceived": Text(zh="感知", en="perceived"),
    "importance": Text(zh="重要性", en="importance"),
}
_HEAD = Text(
    zh="由 audit init 起草的问卷文件。请由熟悉问卷的人补充：\n"
    "1. dimensions：把题项归入各维度，并把每题的 dimension 改成相应的代码；\n"
    "2. reversed: true：标出反向题；\n3. 题项、名称的中英文与来源。",
    en="Begun by audit init. Someone who knows the questionnaire fills in:\n"
    "1. dimensions: put the items under dimensions, and give each item the code of its own;\n"
    "2. reversed: true for items whose agreement is unfavourable;\n"
    "3. the words of items and titles in both languages, and the source.",
)


_IN_A_GROUP = Text(zh="同一量表的成组题目", en="one of a group of questions on one scale")
_BY_ORDER = Text(
    zh="期望与感知只按先后次序区分", en="which is expected and which perceived is told by order only"
)
_CODED = Text(zh="答案是代码，请核对哪一端为好", en="the answers are codes: check which end is favourable")
_AGAINST = Text(
    zh="措辞像是反向题，而问卷中该题不是反向题；请核对，问卷中写明 reversed: true 后再采用",
    en="it is worded as if agreement were unfavourable, and the instrument does not have it reversed: check it, and say "
    "reversed: true there before it is taken",
)
_MARK = Text(
    zh="措辞像是反向题；若同意表示不好，请写 reversed: true",
    en="worded as if agreement were unfavourable; if it is, write reversed: true",
)
_DOUBTFUL = 0.4


def answers_of(items: Items) -> Iterator[ColumnProposal]:
    """The columns of the answers; those to items that seem to be worded the other way round are doubtful."""
    confidence = 0.65 if items.coded else 0.7 if items.guessed else 0.9
    why = joined(_IN_A_GROUP, _BY_ORDER if items.guessed else None, _CODED if items.coded else None)
    fitting = fitting_instrument(items)
    turned = {one.position for one in fitting[1].items if one.reversed} if fitting else set()
    for facet, headers in items.facets.items():
        for place, header in enumerate(headers, 1):
            values = dict(items.words.get(header, {}))
            one = ColumnProposal(f"{PREFIXES[facet]}{place:02d}", header, confidence, why, values=values)
            against = facet != "importance" and place not in turned and worded_against(header, values)
            yield replace(one, confidence=_DOUBTFUL, why=joined(why, _AGAINST)) if against else one


def names_an_instrument(values: Iterable[str]) -> bool:
    """Whether one of the values is the id or a title of a shipped instrument."""
    return any(normalised(value) in _names() for value in values)


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(normalised(name) for one in _shipped().values() for name in (one.id, one.zh, one.en))


@functools.cache
def _shipped() -> Mapping[str, Instrument]:
    """The shipped instruments by the name of their file."""
    paths = sorted((shipped("checklists") / "instruments").glob("*.yaml"))
    return {path.stem: load_instrument(path, path.name).instrument for path in paths}


def fitting_instrument(items: Items) -> tuple[str, Instrument] | None:
    """The shipped instrument with as many items on the same scale and the same facets.

    Of several, the one with no other facets, else the one with most; None where that leaves a choice.
    """
    found = []
    for name, one in _shipped().items():
        same = len(one.items) == items.count and tuple(map(float, items.scale)) == tuple(
            map(float, one.scale)
        )
        if same and set(items.facets) <= set(one.facets) and one.audience == "customers":
            found.append((name, one))
    exact = [one for one in found if set(one[1].facets) == set(items.facets)]
    most = max((len(one.facets) for _, one in found), default=0)
    fitting = exact or [one for one in found if len(one[1].facets) == most]
    return fitting[0] if len(fitting) == 1 else None


def starter(items: Items, languages: tuple[Language, ...], valid_from: str, name: str) -> str:
    """An instrument file that loads: all items under one dimension until a person sorts them.

    ``valid_from`` is an ISO date, ``name`` the id of the questionnaire.
    """
    lines = [f"# {line}" for language in languages for line in _HEAD.in_(language).split("\n")]
    lines += [
        f"id: {name}",
        'version: "1.0"',
        "zh: 顾客问卷",
        "en: Customer questionnaire",
        "audience: customers",
        f"expectation_type: {'normative' if 'expected' in items.facets else 'none'}",
        f"valid_from: {valid_from}",
        f"scale: [{items.scale[0]}, {items.scale[1]}]",
        "facets:",
    ]
    lines += [
        f"  {facet}: {{prefix: {PREFIXES[facet]}, zh: {FACET_WORDS[facet].zh}, en: {FACET_WORDS[facet].en}}}"
        for facet in items.facets
    ]
    lines += [
        "dimensions:",
        "  - {id: all, zh: 未归类, en: Not yet sorted}",
        "source:",
        "  zh: 待填写",
        "  en: to be filled in",
        "items:",
    ]
    for place, title in enumerate(items.titles, 1):
        words = json.dumps(" ".join(title.split()), ensure_ascii=False)
        lines += [
            f'  - id: "{place:02d}"',
            f"    position: {place}",
            "    dimension: all",
            f"    zh: {words}",
            f"    en: {words}",
        ]
        if worded_against(title, ()):
            lines += [f"    # {_MARK.in_(language)}" for language in languages]
    return "\n".join(lines) + "\n"
