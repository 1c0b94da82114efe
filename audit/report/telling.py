"""What a result holds, in the words of one language: figures with unit and interval, keys, messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any

from audit.report.scales import figure
from audit.report.wording import Words, day, month, number, percent, said, words
from audit.result import AuditResult, Estimate, Interval, Measurement, Particulars
from audit.text import Language, Message, Text

_SHARES: Mapping[str, frozenset[str]] = {
    "J-LEFT-OUT": frozenset({"share"}),
}
"""Parameters of messages that are shares of 1, and so are printed as per cent."""

_NAMING = frozenset({"J-NOT-MEASURED"})
"""Messages whose measure a reader has to be told by its title."""

_SCORE_CODES = ("F-", "J-")
"""Messages of judging: their other decimals are scores."""

_DIFFERENCES = frozenset({"gap", "gap_bootstrap", "gap_mean_weights", "change"})
"""Means that are differences of two ratings, in points: a plus sign says so."""

_FACTORS = frozenset({"ratio", "factor", "variation", "dispersion", "compensation", "by_severity"})
"""Ratios of two figures of a kind, such as two rates: numbers around 1, and no parts of a whole."""

CLUSTERED = "M-CLUSTERED"
"""A note that holds for many measures, and so is said once in a chapter, and among the limits."""


_DAY, _MONTH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}")


class Teller:
    """Puts one result into one language; ``w`` holds the words of the templates, ``own`` others than those that ship."""

    def __init__(self, result: AuditResult, language: Language, own: Words | None = None) -> None:
        self.result, self.language, self.w = result, language, own or words(language)
        self._results = {one.id: one.results for one in result.definitions}
        self._exclusions = {one.id: one.exclusions for one in result.definitions}

    @cached_property
    def digest(self) -> str:
        """The hash of the result, which several chapters name."""
        return self.result.sha256()

    @cached_property
    def has_scores(self) -> bool:
        """Whether any item was judged: without one a report says what is missing, and shows no empty scores."""
        return any(one.state == "scored" for one in self.result.items)

    @property
    def has_evidence(self) -> bool:
        """Whether any table was handed over."""
        return bool(self.result.manifest.tables)

    @cached_property
    def particulars(self) -> Particulars:
        """What the issuing body says of its report; empty where it says nothing."""
        return self.result.engagement.particulars or Particulars()

    def only(self, measurements: Iterable[Measurement]) -> Teller:
        """A teller of the same result with some of its measurements only."""
        kept = self.result.model_copy(update={"measurements": tuple(measurements)})
        return Teller(kept, self.language)

    # --- words ---

    def text(self, text: Text) -> str:
        """A bilingual text."""
        return text.in_(self.language)

    def word(self, kind: str, name: str) -> str:
        """A word of the templates by its place and a name out of the result; the name where there is none."""
        found = getattr(getattr(self.w, kind), name, None)
        return found if isinstance(found, str) else name

    def said(self, sentence: str, **facts: object) -> str:
        """A sentence of the templates with its facts."""
        return said(sentence, **facts)

    def say(self, message: Message) -> str:
        """A message with its numbers as a report prints them."""
        message, show = self._printed(message)
        return message.in_(self.language, show)

    def mend(self, message: Message) -> str:
        """How to mend what a message says; empty where there is nothing to say."""
        message, show = self._printed(message)
        return message.mend_in(self.language, show)

    def _printed(self, message: Message) -> tuple[Message, Callable[[Any], str]]:
        """A message whose shares are per cent, and how its other parameters are written."""
        shares = _SHARES.get(message.code, frozenset())
        decimals = 1 if message.code.startswith(_SCORE_CODES) else 2
        params = {
            name: percent(value, 1) if name in shares and isinstance(value, float) else self._dated(value)
            for name, value in message.params.items()
        }
        if message.code in _NAMING:
            measure = str(params["measure"])
            params["measure"] = f"{self.measure_name(measure)}{said(self.w.join.paren, text=measure)}"
        return message.model_copy(update={"params": params}), partial(_plain, decimals=decimals)

    def date(self, iso: str) -> str:
        """``2026-07-04`` or ``2026-05`` as the language writes it; anything else as it is."""
        if _DAY.fullmatch(iso):
            return day(date.fromisoformat(iso), self.language)
        return month(date.fromisoformat(f"{iso}-01"), self.language) if _MONTH.fullmatch(iso) else iso

    def _dated(self, value: Any) -> Any:
        return self.date(value) if isinstance(value, str) else value

    def listed(self, parts: Iterable[str]) -> str:
        """Parts as an enumeration."""
        return str(self.w.join.list).join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        """Sentences one after the other."""
        return str(self.w.join.sentence).join(part for part in parts if part)

    def clauses(self, parts: Iterable[str]) -> str:
        """Remarks one after the other, each of which may hold commas."""
        return str(self.w.join.clause).join(part for part in parts if part)

    # --- keys ---

    def label(self, kind: str, key: str) -> str:
        """A key in words, such as a dimension or a channel; a code that has none is told what it is the code of."""
        if kind == "quantile":
            return self.quantile(key)
        found = self.result.labels.get(kind, {}).get(key)
        if found:
            return self.text(found)
        coded = getattr(self.w.code, kind, None)
        return said(coded, id=key) if key and isinstance(coded, str) else key

    def quantile(self, name: str) -> str:
        """``p50`` is the median, ``p90`` the 90th percentile."""
        known = getattr(self.w.quantile, name, None)
        return known if isinstance(known, str) else said(self.w.quantile.other, q=name.removeprefix("p"))

    def row(self, estimate: Estimate) -> str:
        """The key of an estimate in words; the word for the total where it has none."""
        parts = []
        for kind, key in sorted(
            estimate.key.items()
        ):  # a result that was written and read has them in this order
            label = self.label(kind, key) if key else self.w.figures.blank_key
            named = hasattr(self.w.key, kind)
            parts.append(f"{self.word('key', kind)}{self.w.join.colon}{label}" if named else label)
        return self.listed(parts) or self.w.figures.total

    def result_name(self, measure: str, name: str) -> str:
        """What one result of a measure is called."""
        found = self._results.get(measure, {}).get(name)
        return self.text(found) if found else name

    def headline(self, measure: str) -> str | None:
        """The result that a measure is told by; None where the result holds no definition."""
        return next((one.headline for one in self.result.definitions if one.id == measure), None)

    def measure_name(self, measure: str) -> str:
        """The title of a measure, or its id where the result holds no definition."""
        found = next((one for one in self.result.definitions if one.id == measure), None)
        return self.text(found.title) if found else measure

    def exclusion(self, measure: str, reason: str) -> str:
        """Why a rule of a measure leaves cases out; the reason's name where the result holds no words."""
        found = self._exclusions.get(measure, {}).get(reason)
        return self.text(found) if found else reason

    # --- figures ---

    def value(self, estimate: Estimate) -> str:
        """A value with its unit in words; a dash where there is none, never a zero."""
        if estimate.category is not None:
            share = "" if estimate.value is None else f"{self.w.join.space}{percent(estimate.value, 1)}"
            return self.word("category", estimate.category) + share
        if estimate.value is None:
            return str(self.w.figures.none)
        return self._with_unit(estimate, self._number(estimate, estimate.value, signed=True))

    def bare(self, estimate: Estimate) -> str:
        """A value without its unit, for a column that names it."""
        if estimate.value is None:
            return str(self.w.figures.none)
        return self._number(estimate, estimate.value, signed=True)

    def interval(self, estimate: Estimate) -> str:
        """An interval in brackets, an open end as such; empty where there is none."""
        if estimate.interval is None:
            return ""
        if _is_whole(estimate):
            return str(self.w.figures.all_answered)
        low, high = (
            self.w.figures.open_end if end is None else self._number(estimate, end, signed=False)
            for end in (estimate.interval.low, estimate.interval.high)
        )
        return f"[{low}, {high}]"

    def full(self, estimate: Estimate) -> str:
        """Value, interval and number of cases in one line."""
        parts = [self.value(estimate)]
        if _is_whole(estimate):
            parts.append(self.interval(estimate))
        elif estimate.interval is not None:
            parts.append(f"{percent(estimate.interval.level)} {self.interval(estimate)}")
        parts.append(f"n = {number(estimate.n)}")
        return str(self.w.join.list_of_figures).join(parts)

    def unit(self, unit: str) -> str:
        """A unit in words, else in those of the result; one that the organisation brought along as it is written."""
        known = self.word("unit", unit)
        return known if known != unit else self.label("unit", unit)

    def value_in(self, value: float, unit: str) -> str:
        """A duration that is not a figure of its own, with its unit."""
        return f"{figure(value, 1)} {self.unit(unit)}"

    def _with_unit(self, estimate: Estimate, shown: str) -> str:
        if is_share(estimate) or estimate.unit == "1":
            return shown
        return f"{shown} {self.unit(estimate.unit)}"

    def _number(self, estimate: Estimate, value: float, *, signed: bool) -> str:
        if is_share(estimate):
            return percent(value, 1)
        match estimate.kind:
            case "difference" if estimate.unit == "share":
                return figure(100 * value, 1, signed=signed)
            case "p_value":
                return "< 0.001" if value < 0.001 else figure(value, 3)
            case "count":
                return figure(value, 0)
            case "quantile":
                return figure(value, 1)
            case _:
                return figure(value, 2, signed=signed and _is_signed(estimate))

    def remarks(self, measure: str, estimate: Estimate) -> tuple[str, ...]:
        """What must be said beside a figure: sufficiency, what was left out and why, unknowns, flags."""
        said_ = [] if estimate.reason is None else [self.say(estimate.reason)]
        if estimate.sufficiency != "enough":
            said_.insert(0, self.word("sufficiency", estimate.sufficiency))
        said_ += [said(self.w.figures.declared, share=percent(one, 1)) for one in estimate.declared.values()]
        for reason, count in estimate.excluded.items():
            if count:
                words_ = self.exclusion(measure, reason)
                said_.append(said(self.w.figures.excluded, n=count, reason=words_))
        if estimate.unknown:
            said_.append(said(self.w.figures.unknown, n=estimate.unknown))
        return (*said_, *(self.say(flag) for flag in estimate.flags))

    # --- where a figure comes from ---

    def source(self, measurement: Measurement, n: int | None = None) -> str:
        """The source line of a chart: the files that were read, and n."""
        line = self.files(measurement.tables)
        if n is not None:
            line += f"{self.w.join.clause}n = {number(n)}"
        return line if not measurement.census else line + self.w.join.clause + self.w.source.census

    def files(self, tables: Iterable[str]) -> str:
        """The files that some tables were read from, each once."""
        names: list[str] = []
        for table in tables:
            entry = self.result.manifest.table(table)
            if entry is None:
                names.append(table)
            elif entry.inline and not entry.files:
                names.append(said(self.w.source.inline, table=self.text(entry.title)))
            else:
                names += [one.path for one in entry.files]
        listed = self.listed(dict.fromkeys(names)) or self.w.figures.none
        return said(self.w.source.files, files=listed)


def is_share(estimate: Estimate) -> bool:
    """Whether a figure is a part of a whole, and so is printed as per cent."""
    part = estimate.kind == "share" or (estimate.kind == "ratio" and estimate.result not in _FACTORS)
    return part and estimate.unit == "1"


def _is_signed(estimate: Estimate) -> bool:
    """Whether a plus sign says of a positive value that it is a difference."""
    return estimate.unit == "points" and (estimate.kind == "difference" or estimate.result in _DIFFERENCES)


def _is_whole(estimate: Estimate) -> bool:
    """Whether nothing is left to chance: a whole population answered, or all answers are alike."""
    ends = estimate.interval
    return (
        ends is not None
        and estimate.kind == "mean"
        and estimate.n > 1
        and ends.low == ends.high == estimate.value
    )


def _plain(value: Any, decimals: int) -> str:
    """A parameter of a message."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        shown = figure(value, decimals)
        return shown if decimals == 1 else shown.rstrip("0").rstrip(".")
    return str(value)


def below(interval: Interval | None, limit: float) -> bool:
    """Whether a whole interval lies below a limit: only then is a difference called one."""
    return interval is not None and interval.high is not None and interval.high < limit


def above(interval: Interval | None, limit: float) -> bool:
    """Whether a whole interval lies above a limit."""
    return interval is not None and interval.low is not None and interval.low > limit


def of_result(measurement: Measurement | None, result: str, *keys: str) -> tuple[Estimate, ...]:
    """The estimates of one result that have exactly the given kinds of key."""
    if measurement is None:
        return ()
    return tuple(
        one for one in measurement.estimates if one.result == result and tuple(one.key) == tuple(keys)
    )


def capped(rows: Sequence[Any], most: int) -> tuple[tuple[Any, ...], int]:
    """The first rows, and how many are not shown."""
    return tuple(rows[:most]), max(0, len(rows) - most)
