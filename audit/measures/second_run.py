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
from audit.text import Message, Text, message

WITHOUT = message(
    "M-WITHOUT-CARELESS",
    zh="剔除敷衍作答的 {n} 份答卷后，“{what}”为 {value}（变化 {change}{unit}）",
    en="without the respondents marked as careless ({n}), “{what}” is {value} (changed by {change}{unit})",
)
WITHOUT_BY_ROW = message(
    "M-WITHOUT-CARELESS-ROWS",
    zh="剔除敷衍作答的 {n} 份答卷后，“{what}”的 {rows} 个数值变化 {low} 至 {high}{unit}",
    en="without the respondents marked as careless ({n}), the {rows} figures of “{what}” change by {low} to {high}{unit}",
)
TOO_FEW_CAREFUL = message(
    "M-CAREFUL-FEW",
    zh="剔除敷衍作答的 {n} 份答卷后，余下的不足以得出数值",
    en="without the respondents marked as careless ({n}) too few remain for a figure",
)

POINTS = Text(zh=" 个百分点", en=" percentage points")

_TELLS_OF_ALL = frozenset({"M-CARELESS", "M-MISS"})
"""What says how the survey was answered stands on everyone who answered."""

_MINUS = "\N{MINUS SIGN}"


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
        headline = [one for one in found.estimates if one.result == measure.headline]
        comparable = [one for one in headline if one.value is not None and one.kind != "category"]
        if not comparable:
            return found
        again = run(dc.replace(measure, describe=_headline_of(measure)), self.evidence, params, rules)
        without = {_place(one): one.value for one in again.estimates if one.result == measure.headline}
        compared = [(one, without[_place(one)]) for one in comparable if _place(one) in without]
        note = self._note(compared, measure.results[measure.headline]) if compared else None
        return found.model_copy(update={"notes": (*found.notes, note)}) if note else found

    def _note(self, compared: Sequence[tuple[Estimate, float | None]], what: Text) -> Message | None:
        """None where no figure changes as far as it is printed."""
        share = compared[0][0].kind == "share"
        known = [(value, value - (one.value or 0.0)) for one, value in compared if value is not None]
        if not known:
            return TOO_FEW_CAREFUL(n=self.n)
        changes = [_signed(change, share=share) for change in sorted(change for _, change in known)]
        if not any(_tells(change) for change in changes):
            return None
        unit: Text | str = POINTS if share else ""
        if len(known) == 1:
            value = format(known[0][0], ".1%" if share else ".2f").replace("-", _MINUS)
            return WITHOUT(n=self.n, what=what, value=value, change=changes[0], unit=unit)
        return WITHOUT_BY_ROW(
            n=self.n, what=what, rows=len(known), low=changes[0], high=changes[-1], unit=unit
        )


def _signed(change: float, *, share: bool) -> str:
    """A change with its sign, of a share in percentage points; one that is nothing but rounding has no sign."""
    printed = format(100 * change, "+.1f") if share else format(change, "+.2f")
    return printed.replace("-", _MINUS) if _tells(printed) else printed[1:]


def _tells(printed: str) -> bool:
    return any(digit in printed for digit in "123456789")


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
