"""The instrument of a survey: one that ships where it fits, else the beginning of one of its own."""

from __future__ import annotations

import json
from pathlib import Path

from audit.criteria.instrument import Instrument, load_instrument
from audit.evidence.proposal.surveys import Items
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


def fitting_instrument(items: Items, folder: Path) -> tuple[str, Instrument] | None:
    """The shipped instrument with as many items on the same scale and the same facets.

    Of several, the one with no other facets, else the one with most; None where that leaves a choice.
    """
    found = []
    for path in sorted(folder.glob("*.yaml")):
        one = load_instrument(path, path.name).instrument
        same = len(one.items) == items.count and tuple(map(float, items.scale)) == tuple(
            map(float, one.scale)
        )
        if same and set(items.facets) <= set(one.facets) and one.audience == "customers":
            found.append((path.stem, one))
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
    return "\n".join(lines) + "\n"
