"""The second run of what a survey tells: without the respondents who are marked as careless."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Mapping, Sequence

from audit.evidence.dataset import Evidence
from audit.measures.careless import careful
from audit.measures.definition import Describe, Described, Measure, Params
from audit.measures.figures import Figure, NotMeasurable, Register
from audit.measures.runner import Rules, run
from audit.result import Estimate, Measurement, ParamValue
from audit.text import Message, message

WITHOUT = message(
    "M-WITHOUT-CARELESS",
    zh="不计标为敷衍作答的 {n} 份答卷，主要结果为 {value}（变化 {change}）",
    en="without the {n} respondents marked as careless the headline is {value} (changed by {change})",
)
WITHOUT_BY_ROW = message(
    "M-WITHOUT-CARELESS-ROWS",
    zh="不计标为敷衍作答的 {n} 份答卷，主要结果的 {rows} 个数值变化 {low} 至 {high}",
    en="without the {n} respondents marked as careless the {rows} headline figures change by {low} to {high}",
)
TOO_FEW_CAREFUL = message(
    "M-CAREFUL-FEW",
    zh="不计标为敷衍作答的 {n} 份答卷，余下的不足以得出数值",
    en="without the {n} respondents marked as careless too few remain for a figure",
)

_TELLS_OF_ALL = frozenset({"M-CARELESS", "M-MISS"})
"""What says how the survey was answered stands on everyone who answered."""


@dc.dataclass(frozen=True)
class SecondRun:
    """The evidence without the ``n`` respondents who are marked as careless."""

    n: int
    evidence: Evidence

    @classmethod
    def of(cls, ev: Evidence, careless: Mapping[str, ParamValue]) -> SecondRun | None:
        """None where nobody is marked; ``careless`` are the constants of M-CARELESS in force."""
        found = careful(ev, Params(careless))
        return None if found is None else cls(*found)

    def beside(
        self, found: Measurement, measure: Measure, params: Mapping[str, ParamValue], rules: Rules
    ) -> Measurement:
        """The measurement with a note on what the headline of a survey would be, and by how much it changes.

        The figures themselves stand: careless respondents are marked and never deleted.
        """
        if "survey_customers" not in measure.needs or measure.id in _TELLS_OF_ALL:
            return found
        again = run(dc.replace(measure, describe=_headline_of(measure)), self.evidence, params, rules)
        without = {_place(one): one.value for one in again.estimates if one.result == measure.headline}
        rows = [(one, without[_place(one)]) for one in found.estimates if _place(one) in without]
        compared = [(one, value) for one, value in rows if one.value is not None and one.kind != "category"]
        if not compared:
            return found
        return found.model_copy(update={"notes": (*found.notes, self._note(compared))})

    def _note(self, compared: Sequence[tuple[Estimate, float | None]]) -> Message:
        form = ".1%" if compared[0][0].kind == "share" else ".2f"
        known = [(value, value - (one.value or 0.0)) for one, value in compared if value is not None]
        if not known:
            return TOO_FEW_CAREFUL(n=self.n)
        changes = [_signed(change, form) for _, change in sorted(known, key=lambda pair: pair[1])]
        if len(known) == 1:
            return WITHOUT(n=self.n, value=format(known[0][0], form), change=changes[0])
        return WITHOUT_BY_ROW(n=self.n, rows=len(known), low=changes[0], high=changes[-1])


def _signed(change: float, form: str) -> str:
    """A change with its sign; one that is nothing but rounding has none."""
    printed = format(change, f"+{form}")
    return printed if any(digit in printed for digit in "123456789") else printed[1:]


def _headline_of(measure: Measure) -> Describe:
    """The headline figures and what is read off a register; no breakdowns and no notes."""

    def describe(ev: Evidence, p: Params) -> Iterator[Described]:
        for described in measure.describe(ev, p):
            if isinstance(described, Figure) and described.result == measure.headline:
                yield dc.replace(described, by=())
            elif isinstance(described, Register | NotMeasurable):
                yield described

    return describe


def _place(one: Estimate) -> tuple[str, tuple[tuple[str, str], ...]]:
    return one.result, tuple(sorted(one.key.items()))
