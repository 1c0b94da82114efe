"""Loads what audit.yaml names, checklists, scheme, questionnaire and ratings, and checks that it fits together."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from audit.criteria.checklist import Checklist, load_checklist, load_shipped, shipped_checklists
from audit.criteria.instrument import LoadedInstrument, load_instrument
from audit.criteria.scheme import LoadedScheme, load_scheme
from audit.criteria.scheme_lint import unknown_names
from audit.engagement import LoadedEngagement, load_engagement
from audit.errors import Located, UsageError
from audit.evidence.privacy.errors import discreet_errors
from audit.findings.ratings import Ratings, load_ratings
from audit.measures.catalogue import MEASURES
from audit.resources import shipped
from audit.text import Message, Text, message

UNKNOWN_NAME = message(
    "A-UNKNOWN",
    zh="没有名为“{name}”的{kind}，现有：{known}",
    en="there is no {kind} “{name}”; there are {known}",
)
UNKNOWN_NEAR = message(
    "A-UNKNOWN",
    zh="没有名为“{name}”的{kind}，是否想写“{near}”？",
    en="there is no {kind} “{name}”; did you mean “{near}”?",
)

_CHECKLIST = Text(zh="检查表", en="checklist")
_SCHEME = Text(zh="认证方案", en="scheme")
_INSTRUMENT = Text(zh="问卷", en="instrument")
_QUESTION = Text(zh="问卷题项", en="item of the questionnaire")
_ITEM = Text(zh="检查项", en="item")
_MEASURE = Text(zh="指标", en="measure")
_PARAM = Text(zh="常数", en="constant")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An engagement with everything that audit.yaml names, loaded and checked."""

    loaded: LoadedEngagement
    checklists: tuple[Checklist, ...]
    scheme: LoadedScheme
    instrument: LoadedInstrument | None
    ratings: Ratings


@discreet_errors()
def prepare(path: Path) -> Prepared:
    """Load audit.yaml and what it names.

    Raises:
        UsageError: with file, line and column of everything that is wrong.
    """
    loaded = load_engagement(path)
    engagement = loaded.engagement
    checklists = tuple(_checklist(loaded, index, name) for index, name in enumerate(engagement.criteria))
    _check_names(loaded, checklists)
    instrument = _instrument(loaded)
    _check_important_items(loaded, instrument)
    scheme = load_scheme(_named(loaded, "scheme", engagement.scheme, "schemes", _SCHEME), engagement.scheme)
    _check_scheme(scheme, checklists)
    checklists = tuple(scheme.in_force(one) for one in checklists)
    ratings = Ratings()
    if engagement.ratings is not None:
        team = [one.id for one in engagement.team]
        where = loaded.path(engagement.ratings, "ratings")
        points = scheme.scheme.points
        ratings = load_ratings(where, engagement.ratings, checklists, team=team, points=points)
    return Prepared(loaded, checklists, scheme, instrument, ratings)


def unknown(kind: Text, name: str, known: list[str]) -> Message:
    """What to say of a name that is none: the nearest, or all there are."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return UNKNOWN_NEAR(name=name, kind=kind, near=near[0])
    return UNKNOWN_NAME(name=name, kind=kind, known=", ".join(known[:12]) or "—")


def _checklist(loaded: LoadedEngagement, index: int, name: str) -> Checklist:
    if name in shipped_checklists():
        return load_shipped(name)
    own = loaded.folder / name
    if (own / "checklist.yaml").is_file():
        return load_checklist(loaded.path(name, "criteria"), name)
    said = unknown(_CHECKLIST, name, shipped_checklists())
    raise UsageError([loaded.file.at(("criteria", index), said)])


def _instrument(loaded: LoadedEngagement) -> LoadedInstrument | None:
    name = loaded.engagement.instrument
    if name is None:
        return None
    return load_instrument(_named(loaded, "instrument", name, "instruments", _INSTRUMENT), name)


def _named(loaded: LoadedEngagement, key: str, name: str, folder: str, kind: Text) -> Path:
    """A file of the engagement's own, or one that ships with the toolkit."""
    if name.endswith((".yaml", ".yml")):
        return loaded.path(name, key)
    known = {path.stem: path for path in (shipped("checklists") / folder).glob("*.yaml")}
    if name not in known:
        raise UsageError([loaded.file.at((key,), unknown(kind, name, sorted(known)))])
    return known[name]


def _check_scheme(scheme: LoadedScheme, checklists: tuple[Checklist, ...]) -> None:
    """Items, measures and constants that the scheme names exist; its items may be of any checklist that ships."""
    items = {item.id for checklist in checklists for _, item in checklist.items()}
    if not items.issuperset(scheme.scheme.items):
        ours = (load_shipped(name) for name in shipped_checklists())
        items |= {item.id for checklist in ours for _, item in checklist.items()}
    wrong = unknown_names(scheme, items, {name: one.params for name, one in MEASURES.items()})
    if wrong:
        raise UsageError(wrong)


def _check_names(loaded: LoadedEngagement, checklists: tuple[Checklist, ...]) -> None:
    """Items, measures and constants that audit.yaml names exist."""
    engagement, wrong = loaded.engagement, list[Located]()
    items = [item.id for checklist in checklists for _, item in checklist.items()]
    for index, one in enumerate(engagement.not_applicable):
        if one.item not in items:
            wrong.append(loaded.file.at(("not_applicable", index, "item"), unknown(_ITEM, one.item, items)))
    for name, values in engagement.params.items():
        if name not in MEASURES:
            wrong.append(loaded.file.at(("params", name), unknown(_MEASURE, name, list(MEASURES))))
            continue
        params = list(MEASURES[name].params)
        wrong += [
            loaded.file.at(("params", name, param), unknown(_PARAM, param, params))
            for param in values
            if param not in params
        ]
    if wrong:
        raise UsageError(wrong)


def _check_important_items(loaded: LoadedEngagement, instrument: LoadedInstrument | None) -> None:
    """The items declared as important are those of the questionnaire."""
    declared = loaded.engagement.important_items
    if declared is None:
        return
    asked = [item.id for item in instrument.instrument.items] if instrument else []
    wrong = [
        loaded.file.at(("important_items", "items", index), unknown(_QUESTION, item, asked))
        for index, item in enumerate(declared.items)
        if item not in asked
    ]
    if wrong:
        raise UsageError(wrong)
