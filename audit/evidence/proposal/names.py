"""How alike a header of theirs and a name of ours are: by spelling, by words, and by what the words mean."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from audit.evidence.proposal.thesaurus import CONCEPTS, UNKNOWN_WEIGHT, WEIGHTS
from audit.evidence.senses import CAMEL
from audit.evidence.spelling import normalised

_CUSTOM = re.compile(r"^custom field \((.+)\)$", re.IGNORECASE)
_LINKS = ("", "s", "n", "e", "es", "en")
_SHORTEST_PART = 3
_SENTENCE, _IDLE = 11, 0.3
_HOW_MANY = re.compile(r"\b(?:number|no\.?|nb\.?|nombre) (?:of|de)\b|^#(?= ?of\b)", re.IGNORECASE)
_ANSWERED = re.compile(r" / (?:Open-Ended )?Response$")
"""What survey tools put under every question that has one answer."""

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

EXACT, ALIAS = 1.0, 0.95
"""The likeness of a header that is the column's name or title, and of one that is an alias."""


@functools.cache
def _converter() -> object:
    from opencc import OpenCC  # noqa: PLC0415  a dictionary that most exports do not need

    return OpenCC("t2s")


@functools.lru_cache(maxsize=20_000)
def simplified(text: str) -> str:
    """Traditional Chinese as simplified; everything else as it is."""
    if not any("\u3400" <= character <= "\u9fff" for character in text):
        return text
    return str(_converter().convert(text))  # type: ignore[attr-defined]  # opencc declares no types


@functools.lru_cache(maxsize=20_000)
def form(text: str) -> str:
    """The form in which two spellings of a word are one, also across the two Chinese scripts."""
    return normalised(simplified(unicodedata.normalize("NFKC", text)))


@functools.cache
def _by_word() -> Mapping[str, str]:
    """Word -> concept; where several share a word, the one named first."""
    found: dict[str, str] = {}
    for concept, words in CONCEPTS.items():
        for word in words.split():
            found.setdefault(form(word), concept)
    return found


@functools.cache
def _longest() -> int:
    return max(len(word) for word in _by_word())


@functools.lru_cache(maxsize=20_000)
def concepts(name: str) -> frozenset[str]:
    """What a name speaks of: concepts, and words that are none, these with a leading ``=``.

    >>> sorted(concepts("sys_createdAt")), sorted(concepts("投诉受理时间（小时）"))
    (['received', 'system', 'time'], ['complaint', 'received', 'time'])
    """
    inner = _CUSTOM.match(name)
    bare = inner[1] if inner else _BRACKETS.sub(" ", name)
    text = CAMEL.sub(" ", simplified(unicodedata.normalize("NFKC", bare if bare.strip() else name)))
    text = _HOW_MANY.sub(" count ", text.replace("_", " "))
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if _EAST_ASIAN.search(word):
            found.update(_segmented(word))
        else:
            found.update(_compound(word) or (f"={word}",))
    return frozenset(found)


def _compound(word: str) -> tuple[str, ...]:
    """The concepts of a word, or of the known words that it is put together of (Eingangsdatum); none if there are none."""
    known = _by_word()
    if word in known:
        return (known[word],)
    for cut in range(len(word) - 2, _SHORTEST_PART - 1, -1):
        head, tail = word[:cut], word[cut:]
        stem = next((head.removesuffix(link) for link in _LINKS if head.removesuffix(link) in known), None)
        if (
            stem is not None
            and len(stem) >= _SHORTEST_PART
            and (len(tail) >= _SHORTEST_PART or tail in ("id", "no"))
        ):
            rest = _compound(tail)
            if rest:
                return (known[stem], *rest)
    return ()


def _segmented(text: str) -> Iterable[str]:
    """The longest known words from left to right; what stands between them is unknown."""
    rest, place = "", 0
    while place < len(text):
        for length in range(min(_longest(), len(text) - place), 0, -1):
            concept = _by_word().get(text[place : place + length])
            if concept is not None:
                break
        if concept is None:
            rest += text[place]
            place += 1
            continue
        if rest:
            yield f"={rest}"
            rest = ""
        yield concept
        place += length
    if rest:
        yield f"={rest}"


def _weight(concept: str) -> float:
    return UNKNOWN_WEIGHT if concept.startswith("=") else WEIGHTS.get(concept, 1.0)


def _mass(found: Iterable[str]) -> float:
    return sum(map(_weight, found))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of ours as it is compared: its form, its concepts and how much they weigh together."""

    form: str
    concepts: frozenset[str]
    mass: float


@functools.cache
def _names(names: tuple[str, ...]) -> tuple[_Name, ...]:
    return tuple(_Name(form(name), concepts(name), _mass(concepts(name))) for name in names)


@functools.lru_cache(maxsize=200_000)
def likeness(theirs: str, exact: tuple[str, ...], aliases: tuple[str, ...]) -> float:
    """How alike a header and a column are that has several names, from 0 to 1.

    ``EXACT`` for one of the exact names, ``ALIAS`` for an alias; below that what they share of meaning, or a
    spelling that is nearly the same.
    """
    theirs = _ANSWERED.sub("", theirs)
    header = form(theirs)
    known, other = _names(exact), _names(aliases)
    if any(header == name.form for name in known):
        return EXACT
    if any(header == name.form for name in other):
        return ALIAS
    bare = form(_BRACKETS.sub("", theirs))
    if bare and any(bare == name.form for name in (*known, *other)):
        return ALIAS - 0.02
    spoken = concepts(theirs)
    # The words of a whole question say little, whatever they are.
    idle = _IDLE if len(theirs) > _SENTENCE else 1.0
    return max((_alike(header, spoken, idle, name) for name in (*known, *other)), default=0.0)


def _alike(header: str, spoken: frozenset[str], idle: float, name: _Name) -> float:
    """``idle`` is what a word counts that is no concept and none of the name's."""
    shared = spoken & name.concepts
    meant = 0.0
    if shared:
        common = _mass(shared)
        rest = sum(_weight(one) * (idle if one.startswith("=") else 1.0) for one in spoken - shared)
        meant = 2 * common / (common + rest + name.mass)
    spelt = 0.0
    if len(name.form) >= 5 and abs(len(header) - len(name.form)) <= 4:
        spelt = fuzz.ratio(header, name.form, score_cutoff=90) / 100
    return 0.9 * max(meant, spelt, _contained(header, name.form))


def _contained(header: str, name: str) -> float:
    """How much of a Chinese header is one of our names, at least half of it; 0 otherwise."""
    if len(name) < _SHORTEST_PART or name not in header or not _EAST_ASIAN.search(name):
        return 0.0
    covered = len(name) / len(header)
    return 0.5 + 0.5 * covered if covered >= 0.5 else 0.0
