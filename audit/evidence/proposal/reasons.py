"""Why a header is thought to be a column: what its name says and what its values say, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from audit.evidence.privacy import MASKED, PERSONAL, Pii
from audit.evidence.privacy.headers import called
from audit.evidence.proposal.discretion import personal_labels
from audit.evidence.proposal.fitting import recognised_share
from audit.evidence.proposal.matching import LEAST, Match, Pair
from audit.evidence.proposal.names import ALIAS, EXACT, concepts
from audit.evidence.proposal.profile import Profile
from audit.text import Text

_EXAMPLES, _LONGEST = 4, 40
_OF_MOMENTS = frozenset(
    {"time", "received", "start", "acknowledged", "response", "resolved", "closed", "ended", "due", "updated"}
)


def joined(*parts: Text | None) -> Text:
    """Several reasons as one."""
    told = [one for one in parts if one is not None]
    return Text(zh="；".join(one.zh for one in told), en="; ".join(one.en for one in told))


def why_column(pair: Pair, theirs: Profile) -> Text:
    """The reason of one pair."""
    rival = None
    if pair.rival:
        rival = Text(zh=f"但“{pair.rival}”也相近", en=f"but “{pair.rival}” comes near")
    return joined(_name(pair), _values(pair, theirs), rival)


def _name(pair: Pair) -> Text:
    if pair.column.name == "first_time_right" and pair.name < LEAST:
        return Text(zh="从未重新打开即视为一次做对", en="never opened again means right first time")
    if pair.name >= EXACT:
        return Text(zh="表头就是这一列的名称", en="the header is the column's name")
    if pair.name >= ALIAS - 0.05:
        return Text(zh="表头是这一列的常见写法", en="the header is a usual name of the column")
    if pair.name >= LEAST:
        return Text(zh="表头意思相近", en="the header means something like it")
    return Text(
        zh="表头看不出含义，只凭取值判断", en="the header tells nothing; only the values speak for it"
    )


def _values(pair: Pair, theirs: Profile) -> Text | None:
    column = pair.column
    if theirs.empty:
        return Text(zh="没有取值可供印证", en="no value to confirm it")
    if column.type in ("date", "datetime") and theirs.dates is not None:
        share = round(100 * theirs.dates.share)
        return Text(zh=f"{share}% 的取值是日期", en=f"{share}% of the values are dates")
    if column.type in ("enum", "list"):
        share = round(100 * recognised_share(theirs, column))
        return Text(zh=f"{share}% 的取值可识别", en=f"{share}% of the values are understood")
    if theirs.is_number and not theirs.personal and column.type in ("number", "integer"):
        low, high = f"{theirs.low:g}", f"{theirs.high:g}"
        return Text(zh=f"数值 {low} 至 {high}", en=f"numbers from {low} to {high}")
    if theirs.unique:
        return Text(zh="取值互不重复", en="no value repeats")
    return Text(zh=f"{theirs.distinct} 种取值", en=f"{theirs.distinct} different values")


def why_table(match: Match, items: int) -> Text:
    """The reason of a table."""
    required = [one for one in match.table.columns if one.required]
    there = sum(1 for one in required if one.name in match.pairs)
    found = Text(
        zh=f"认出 {len(match.pairs)} 列，其中必需列 {there}/{len(required)}",
        en=f"{len(match.pairs)} columns recognised, {there} of {len(required)} required ones among them",
    )
    asked = None
    if items:
        asked = Text(zh=f"有 {items} 道同一量表的题", en=f"{items} questions on one scale")
    named = None
    if match.subject >= 0.5:
        named = Text(zh="文件名或表头说的是这类事情", en="file name or headers speak of it")
    return joined(found, asked, named)


def looks_personal(theirs: Profile) -> bool:
    """Whether a column seems to hold names, addresses or numbers of persons, by its header or its values."""
    spoken = concepts(theirs.header)
    return not theirs.empty and (
        theirs.personal
        or "personal" in spoken
        or _promises(theirs.header)
        or (theirs.names_people and not spoken.isdisjoint(("customer", "staff", "person", "name")))
    )


def stamps(columns: Sequence[Profile]) -> tuple[str, ...]:
    """The headers that speak of moments and whose values count seconds or milliseconds."""
    return tuple(one.header for one in columns if one.stamp and concepts(one.header) & _OF_MOMENTS)


def _promises(header: str) -> bool:
    """Whether the gate for personal data will look at the column for its header alone."""
    promised = called(header, of_persons=True)
    return promised is not None and promised.kind != "person"


def examples(theirs: Profile, pii: Pii = "none") -> tuple[str, ...]:
    """Some values to show to a person; masked where they are, or look, personal."""
    if looks_personal(theirs) or pii in PERSONAL or theirs.wordy:
        return (MASKED.zh + MASKED.en,) if not theirs.empty else ()
    hidden = personal_labels(theirs.values, theirs.header)
    told = (value for value in theirs.values if value not in hidden)
    shown = (value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…" for value in told)
    return tuple(value for value, _ in zip(shown, range(_EXAMPLES), strict=False))
