"""A measure: what it is called, what it needs, what it yields. The decorated function describes figures."""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Literal

from audit.criteria.instrument import FacetName
from audit.errors import DefinitionError
from audit.measures.figures import Figure, NotMeasurable, Register
from audit.measures.sources import cited
from audit.result import MeasureDefinition, Origin, ParamValue
from audit.text import Message, Text

if TYPE_CHECKING:
    from audit.evidence.dataset import Evidence


@dataclass(frozen=True, slots=True)
class Param:
    """A constant of a definition: its value, unit and origin.

    ``declared`` names what audit.yaml may declare in its place (``targets.acknowledge_h``); a declared
    value is the organisation's own, so its origin is S.
    """

    value: float
    unit: str
    origin: Origin
    declared: str | None = None


class Params:
    """The constants in force, as attributes: ``p.target``."""

    def __init__(self, values: Mapping[str, ParamValue]) -> None:
        self._values = dict(values)

    def __getattr__(self, name: str) -> float:
        try:
            return self._values[name].value
        except KeyError:
            raise AttributeError(f"the measure declares no param {name!r}") from None


Described = Figure | Register | NotMeasurable | Message
"""A measure yields figures, and messages to print beside them (a code that begins with G- is a gate:
the figures are then shown, not scored); or that there is nothing to measure."""

Describe = Callable[["Evidence", Params], Iterator[Described]]


@dataclass(frozen=True, slots=True)
class Measure:
    """The definition of a measure. ``needs`` maps tables to the columns without which there is nothing to
    measure, of all of them or, if ``one_suffices``, of one; the first table holds the cases, unless a figure
    says otherwise. ``facets`` likewise for the survey. ``keys`` are the kinds of key that tell its rows apart.
    ``tex`` is the formula in mathematical notation (LaTeX, of what both KaTeX and GitHub typeset): ``formula``
    tells it in words.
    """

    id: str
    title: Text
    formula: Text
    tex: str
    inclusion: Text
    source: Text
    needs: Mapping[str, tuple[str, ...]]
    results: Mapping[str, Text]
    headline: str
    better: Literal["higher", "lower", "none"]
    describe: Describe
    scored: bool
    one_suffices: bool = False
    keys: tuple[str, ...] = ()
    facets: tuple[FacetName, ...] = ()
    excludes: Mapping[str, Text] = field(default_factory=dict)
    params: Mapping[str, Param] = field(default_factory=dict)

    def in_words(self) -> MeasureDefinition:
        """The definition as it travels with a result."""
        return MeasureDefinition(
            id=self.id,
            title=self.title,
            formula=self.formula,
            inclusion=self.inclusion,
            source=self.source,
            better=self.better,
            headline=self.headline,
            results=dict(self.results),
            exclusions=dict(self.excludes),
            needs=dict(self.needs),
        )

    def sha256(self) -> str:
        """The hash of the definition: its words, its constants and the code that describes its figures.

        The kinds of figure and the statistics behind them are not in it; they go with the tool's version. Nor
        is the typesetting of the formula, nor the file that a function stands in: they change no figure.
        """
        params = {name: [p.value, p.unit, p.origin, p.declared] for name, p in self.params.items()}
        rest = [self.scored, self.one_suffices, self.keys, self.facets]
        told = [self.in_words().model_dump(mode="json"), params, rest, _code(self.describe)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


_MEASURES = "audit.measures"


def _code(describe: Describe) -> list[str]:
    """The source of a function, and of all functions and constants of the measures that it comes to use."""
    told: set[str] = set()
    seen: set[FunctionType] = set()
    waiting: list[object] = [describe]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, FunctionType) or one in seen:
            continue
        seen.add(one)
        told.add(_source(one))
        used = {name: one.__globals__[name] for name in _names(one.__code__) if name in one.__globals__}
        told |= {f"{name} = {value!r}" for name, value in used.items() if name.isupper()}
        waiting += (
            value for value in used.values() if str(getattr(value, "__module__", "")).startswith(_MEASURES)
        )
    return sorted(told)


def _source(function: FunctionType) -> str:
    """The source of a function without its decorators: what they say is hashed as what it comes to."""
    source = textwrap.dedent(inspect.getsource(function))
    (statement,) = ast.parse(source).body
    return "\n".join(source.splitlines()[statement.lineno - 1 :])


def _names(code: CodeType) -> set[str]:
    """The names that a function looks up outside itself, functions within it included."""
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*map(_names, inner))


DEFINED: dict[str, Measure] = {}
"""The measures defined so far; ``audit.measures.catalogue`` has all of them."""


def measure(
    id: str,  # noqa: A002  the word that reads best where measures are written
    *,
    title: Text,
    formula: Text,
    tex: str,
    inclusion: Text,
    source: str | Text,
    needs: Mapping[str, tuple[str, ...]],
    results: Mapping[str, Text],
    headline: str,
    better: Literal["higher", "lower", "none"],
    scored: bool = True,
    one_suffices: bool = False,
    keys: tuple[str, ...] = (),
    facets: tuple[FacetName, ...] = (),
    excludes: Mapping[str, Text] | None = None,
    params: Mapping[str, Param] | None = None,
) -> Callable[[Describe], Describe]:
    """Define a measure; the decorated function yields its figures. A plain string as ``source`` is a work as published.

    Raises DefinitionError for an id that stands already, for a headline that is no result, and without a table.
    """
    if not needs:
        raise DefinitionError(f"{id}: a measure needs at least the table that holds its cases")
    if headline not in results:
        raise DefinitionError(f"{id}: the headline {headline!r} is not among the results")
    if id in DEFINED:
        raise DefinitionError(f"{id} is defined twice")

    def register(describe: Describe) -> Describe:
        DEFINED[id] = Measure(
            id=id,
            title=title,
            formula=formula,
            tex=tex,
            inclusion=inclusion,
            source=cited(source),
            needs=needs,
            results=results,
            headline=headline,
            better=better,
            describe=describe,
            scored=scored,
            one_suffices=one_suffices,
            keys=keys,
            facets=facets,
            excludes=excludes or {},
            params=params or {},
        )
        return describe

    return register
