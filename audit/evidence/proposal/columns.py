"""The columns of one table, decided: taken, doubtful or left, with their dates, labels and missing words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audit.engines import Engine
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.dates import Order
from audit.evidence.labels import spellings
from audit.evidence.proposal import asking
from audit.evidence.proposal.cases import latest_of, outside_the_population
from audit.evidence.proposal.clashing import Clashing
from audit.evidence.proposal.clocks import with_clocks
from audit.evidence.proposal.dates import DateForm, order_of
from audit.evidence.proposal.dates import decided as decided_order
from audit.evidence.proposal.eras import checked, has_full_years
from audit.evidence.proposal.fitting import fit, recognised_share
from audit.evidence.proposal.grouping import Group
from audit.evidence.proposal.instruments import names_an_instrument
from audit.evidence.proposal.labelling import UNDERSTOOD, labelled
from audit.evidence.proposal.likert import points
from audit.evidence.proposal.mapped import to_write
from audit.evidence.proposal.matching import Match, Pair, clashing
from audit.evidence.proposal.model import LIKELY, Ask, ColumnProposal, certainty
from audit.evidence.proposal.names import ALIAS
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.reasons import joined, why_column
from audit.evidence.proposal.surveys import Items, overall_satisfaction
from audit.evidence.spelling import normalised
from audit.text import Text

_WORTH_SAYING = 0.3
"""Doubts with less confidence than this are noise."""

_MOST_CANDIDATES = 8
_LINES = 1.5
"""From so many rows a number on they are no repeated records but lines of something larger."""

_ODD = 0.3
"""Values that fit no better speak against a column."""

_ORDER = Text(
    zh="日与月的先后无法由取值判断，{why}",
    en="the values do not tell whether day or month stands first; {why}",
)
_BY_OTHERS = Text(zh="按同一文件其他列", en="taken from the other columns of the file")
_BY_HABIT = Text(zh="请核对", en="please check")
_YEARS = Text(
    zh="年份的位置按同一文件其他日期", en="where the year stands is taken from the other dates of the file"
)
_REFUSED = Text(
    zh="按名称会取用“{header}”，但取值或含义不符",
    en="by its name “{header}” would be taken, whose values or meaning do not fit",
)
_TAKEN_ANYHOW = Text(zh="按名称取用，请核对", en="it is taken by its name; please check")
_TURNED = Text(
    zh="若采用，须连同 values 中对调的取值", en="to take it, take the turned labels under values as well"
)
_LEFT = Text(zh="未采用", en="it is not taken")
_TURNED_SURE = 0.4
_REPEATS = Text(
    zh="{rows} 行只有 {numbers} 个不同编号：各行像是同一件的明细或步骤，请按每件一行提供",
    en="{rows} rows bear only {numbers} numbers: they seem to be lines or steps of a case; one row a case is needed",
)
_UNKNOWN_NAME = Text(
    zh="“{header}”写的不是问卷的代码或名称，未采用：各行都算作 audit.yaml 中的问卷；另有问卷混在其中的，请先分开",
    en="“{header}” bears no id and no title of an instrument and is not taken: every row counts as an answer to that of "
    "audit.yaml; where answers to another one are among them, part them first",
)
_CHOSEN = Text(zh="由使用者指定", en="chosen by the user")


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of the columns of one table."""

    taken: tuple[ColumnProposal, ...]
    doubts: tuple[ColumnProposal, ...]
    not_values: tuple[str, ...]
    comma: bool
    grouped: tuple[str, ...]
    latest: tuple[str, str, str | None] | None
    key_repeats: bool

    def written(
        self, engine: Engine, columns: Sequence[ColumnProposal], group: Group, table: TableDefinition
    ) -> tuple[ColumnProposal, ...]:
        """The columns with those marked that reading finds by itself; what it would take by a usual name and
        is doubtful is written with the doubt, and what it must not take is written as nothing.
        """
        # What comes from two headers is always written, and these are then nothing else.
        joint = {header for one in columns if one.clock is not None for header in (one.header, one.clock)}
        header = [one for one in group.first.header if one not in joint]
        wanted = {one.name: one.header if one.clock is None else None for one in columns}
        named, kept = to_write(table, header, wanted)
        own = {one.name for one in table.columns}
        marked = [
            replace(
                one,
                implicit=not one.told and one.name not in named
                if one.name in own
                else one.name == one.header,
            )
            for one in columns
        ]
        used = {theirs for theirs in wanted.values() if theirs is not None}
        doubted = {(one.name, one.header): one for one in self.doubts}
        for name, theirs in sorted(kept.items()):
            doubt = doubted.get((name, theirs))
            if theirs in used or not _readable(group.column(theirs), table.column(name), table):
                why = Text(zh=_REFUSED.zh.format(header=theirs), en=_REFUSED.en.format(header=theirs))
                marked.append(ColumnProposal(name, None, LIKELY, joined(why, doubt.why if doubt else None)))
            else:
                one = doubt or _by_name(engine, group, table.column(name), theirs)
                marked.append(replace(one, confidence=LIKELY, why=joined(one.why, _TAKEN_ANYHOW)))
        return tuple(marked)

    def exclude(
        self, engine: Engine, group: Group, items: Items, others: Sequence[Profile]
    ) -> tuple[str, str] | None:
        """Header and label of respondents whom the survey did not concern."""
        return outside_the_population(engine, group, items, others)


def _by_name(engine: Engine, group: Group, column: ColumnDefinition, header: str) -> ColumnProposal:
    """A column that reading takes by its name although its values do not speak for it."""
    theirs = group.column(header)
    pair = Pair(column, header, ALIAS, fit(theirs, column, is_key=False), LIKELY, LIKELY, None)
    return _column(engine, group, pair, theirs, _order(group), None)


def _order(group: Group) -> Order | None:
    return decided_order(one.dates for one in group.columns if one.is_date and one.dates is not None)


def _readable(theirs: Profile, column: ColumnDefinition, table: TableDefinition) -> bool:
    """Whether reading may take a column by its name: its labels must not all be unknown, its values fit.

    Behind the column's own name and title values may be odd, which validation tells; an alias is wider.
    """
    if column.type == "enum" and not theirs.empty and recognised_share(theirs, column) < UNDERSTOOD:
        return False
    if _names_none(theirs, column):
        return False
    exact = normalised(theirs.header) in map(normalised, column.headers[:3])
    return fit(theirs, column, is_key=column.name in table.key) > (0.0 if exact else _ODD)


def _names_none(theirs: Profile, column: ColumnDefinition) -> bool:
    """Whether a column that may be empty names questionnaires by none of the names that we know."""
    unknown = column.name == "instrument_id" and not column.required and not theirs.empty
    return unknown and not names_an_instrument(theirs.values)


def decide(
    engine: Engine,
    group: Group,
    found: Match,
    others: Sequence[Profile],
    ask: Ask | None,
    items: Items | None = None,
) -> Decided:
    """Decide the columns of one table; what is doubtful is asked, or stays doubtful."""
    pairs = _decided_pairs(group, found, others, ask, items)
    order = _order(group)
    taken, doubts, used = list[ColumnProposal](), list[ColumnProposal](), list[Profile]()
    for pair in pairs:
        theirs = group.column(pair.header)
        one = _column(engine, group, pair, theirs, order, ask)
        if certainty(one.confidence) != "doubtful":
            taken.append(one)
            used.append(theirs)
        elif one.confidence >= _WORTH_SAYING:
            doubts.append(one)
    numbers = [
        group.column(one.header)
        for one in taken
        if one.header is not None and found.table.column(one.name).type in ("number", "integer")
    ]
    taken, clocks = with_clocks(taken, doubts, group, found.table)
    doubts += clocks
    latest = _latest(engine, group, found, taken)
    further = {latest[1] if latest else None, *(one.clock for one in taken)}
    used += (one for one in group.columns if one.header in further)
    settled = {one.name for one in (*taken, *doubts)}
    headers = {header for one in (*taken, *doubts) for header in (one.header, one.clock) if header}
    for each in clashing(found.table, others, headers, settled):
        contrary = _contrary(engine, group, each)
        (doubts if contrary.source else taken).append(contrary)
    if latest is None and len(found.table.key) == 1:
        taken = [_of_items(one, group, found.table.key[0]) for one in taken]
    ours = [column.name for column in found.table.columns]
    for columns in (taken, doubts):
        columns.sort(key=lambda one: ours.index(one.name))
    return Decided(
        taken=tuple(taken),
        doubts=tuple(doubts),
        not_values=_not_values(used, taken, found.table),
        comma={one.mark for one in numbers} - {None} == {","},
        grouped=tuple(one.header for one in numbers if _may_part_thousands(one, group)),
        latest=latest,
        key_repeats=latest is not None,
    )


def _contrary(engine: Engine, group: Group, one: Clashing) -> ColumnProposal:
    """What is said of a header of another sense: a flag can be turned, which a person decides; the rest is left."""
    if one.clash == "opposite" and one.column.type == "bool":
        doubtful = ColumnProposal(one.column.name, one.header, _TURNED_SURE, joined(one.why, _TURNED))
        return labelled(engine, doubtful, group, one.column, group.column(one.header), None)
    return ColumnProposal(one.column.name, None, LIKELY, joined(one.why, _LEFT))


def _of_items(one: ColumnProposal, group: Group, key: str) -> ColumnProposal:
    """The key with what speaks against it: where most numbers repeat, the rows are no cases but lines of them."""
    if one.name != key or one.header is None:
        return one
    theirs = group.column(one.header)
    if theirs.filled < _LINES * theirs.distinct:
        return one
    figures = {"rows": theirs.filled, "numbers": theirs.distinct}
    why = Text(zh=_REPEATS.zh.format(**figures), en=_REPEATS.en.format(**figures))
    return replace(one, confidence=min(one.confidence, LIKELY), why=joined(one.why, why), told=True)


def _may_part_thousands(theirs: Profile, group: Group) -> bool:
    """Whether three digits follow every comma or point of its numbers; the numbers of a workbook have no such doubt."""
    if theirs.grouped == "." and group.first.sheet is not None:
        return False
    return theirs.grouped is not None


def _decided_pairs(
    group: Group, found: Match, others: Sequence[Profile], ask: Ask | None, items: Items | None
) -> list[Pair]:
    """The pairs in the order of our columns, with what a person said of the doubtful ones."""
    pairs = dict(found.pairs)
    rated = overall_satisfaction(items, others) if items is not None else None
    named = pairs.get("overall_sat")
    if rated is not None and (named is None or certainty(named.confidence) == "doubtful"):
        pairs["overall_sat"] = Pair(found.table.column("overall_sat"), rated, 0.6, 1.0, 0.7, 0.7, None)
    for name, header in (_asked(group, found, others, ask) if ask else {}).items():
        pairs.pop(name, None)
        if header is not None:
            pairs[name] = Pair(found.table.column(name), header, 0.0, 1.0, 1.0, 1.0, None, chosen=True)
    return [pairs[column.name] for column in found.table.columns if column.name in pairs]


def _asked(group: Group, found: Match, others: Sequence[Profile], ask: Ask) -> dict[str, str | None]:
    """What a person says of doubtful columns, and of required ones that were not found."""
    chosen: dict[str, str | None] = {}
    sure = {pair.header for pair in found.pairs.values() if certainty(pair.confidence) != "doubtful"}
    shown = group.first.shown
    for column in found.table.columns:
        pair = found.pairs.get(column.name)
        doubtful = pair is not None and certainty(pair.confidence) == "doubtful"
        if not doubtful and not (pair is None and column.required and not _may_stand_in(found, column)):
            continue
        candidates = _candidates(pair, column, found, [one for one in others if one.header not in sure])
        if not candidates:
            continue
        answer = ask(asking.which_header(shown, column, candidates, 0 if pair else None))
        chosen[column.name] = None if answer is None else candidates[answer].header
        if answer is not None:
            sure.add(candidates[answer].header)
    return chosen


def _may_stand_in(found: Match, column: ColumnDefinition) -> bool:
    return column.name in found.table.key or column.name == "standard_id"


def _candidates(
    pair: Pair | None, column: ColumnDefinition, found: Match, others: Sequence[Profile]
) -> list[Profile]:
    first = [one for one in others if pair and one.header in (pair.header, pair.rival)]
    is_key = column.name in found.table.key
    fitting = [
        one for one in others if one not in first and not one.empty and fit(one, column, is_key=is_key) >= 0.5
    ]
    fitting.sort(key=lambda one: -fit(one, column, is_key=is_key))
    return [*first, *fitting][:_MOST_CANDIDATES] if pair or column.required else first


def _column(
    engine: Engine,
    group: Group,
    pair: Pair,
    theirs: Profile,
    order: Order | None,
    ask: Ask | None,
) -> ColumnProposal:
    column = pair.column
    why = _CHOSEN if pair.chosen else why_column(pair, theirs)
    one = ColumnProposal(column.name, pair.header, pair.confidence, why)
    if _names_none(theirs, column):
        why = Text(
            zh=_UNKNOWN_NAME.zh.format(header=pair.header), en=_UNKNOWN_NAME.en.format(header=pair.header)
        )
        return replace(one, source=None, confidence=LIKELY, why=why)
    if column.type in ("date", "datetime"):
        return checked(_dated(one, group, column, theirs, order, ask), theirs, group.columns)
    if column.type in ("enum", "list", "bool"):
        return labelled(engine, one, group, column, theirs, ask)
    if column.type in ("number", "integer") and theirs.labels is not None and theirs.numbers < 0.5:
        words = points(tuple(theirs.labels))
        return replace(one, values=dict(words)) if words else one
    return one


def _dated(
    one: ColumnProposal,
    group: Group,
    column: ColumnDefinition,
    theirs: Profile,
    order: Order | None,
    ask: Ask | None,
) -> ColumnProposal:
    dates = theirs.dates
    if dates is None or dates.form is None:
        return one
    if dates.elsewhere is not None:
        nearest = _by_other_years(group, dates, dates.elsewhere)
        if nearest is None:
            return _either(one, dates, dates.elsewhere)
        one, dates = replace(one, why=joined(one.why, _YEARS)), nearest
    if dates.swapped is None:
        return replace(one, date=dates.told)
    said = dict(zip((order_of(dates.form), order_of(dates.swapped)), _both_told(dates), strict=True))
    if order is not None:
        why = Text(zh=_ORDER.zh.format(why=_BY_OTHERS.zh), en=_ORDER.en.format(why=_BY_OTHERS.en))
        return replace(one, date=said[order], why=joined(one.why, why))
    if ask is not None:
        answer = ask(asking.which_order(group.first.shown, column, theirs))
        if answer is not None:
            return replace(one, date=said[asking.ORDERS[answer]])
    why = Text(zh=_ORDER.zh.format(why=_BY_HABIT.zh), en=_ORDER.en.format(why=_BY_HABIT.en))
    return replace(
        one,
        date=said["day-first"],
        swapped=said["month-first"],
        why=joined(one.why, why),
        confidence=min(one.confidence, LIKELY),
    )


def _by_other_years(group: Group, near: DateForm, far: DateForm) -> DateForm | None:
    """Of two forms the one whose years are those of the full dates of the file; None where these do not tell."""
    full = [
        each.dates for each in group.columns if each.is_date and each.dates and has_full_years(each.dates)
    ]
    if not full:
        return None
    first, last = min(each.first.year for each in full), max(each.last.year for each in full)
    among = [each for each in (near, far) if first - 1 <= each.first.year and each.last.year <= last + 1]
    return among[0] if len(among) == 1 else None


def _either(one: ColumnProposal, near: DateForm, far: DateForm) -> ColumnProposal:
    """Every format of both forms, for a person to choose from."""
    forms = (near.form, near.swapped, far.form, far.swapped)
    told = tuple(form for form in forms if form is not None)
    return replace(one, either=told, confidence=min(one.confidence, LIKELY))


def _both_told(dates: DateForm) -> tuple[str | None, str | None]:
    """What audit.yaml says of the form that was found, and of the one with day and month the other way round."""
    if dates.told == order_of(dates.form):
        return order_of(dates.form), order_of(dates.swapped)
    return dates.form, dates.swapped


def _latest(
    engine: Engine, group: Group, found: Match, taken: Sequence[ColumnProposal]
) -> tuple[str, str, str | None] | None:
    """Key, the column that tells when a row was written (ours where it has a time beside it), and its dates' form."""
    headers = {one.name: one.header for one in taken}
    keys = [*found.table.key, *(name for name in headers if name.endswith("_id"))]
    own = next(
        (header for name in keys if _names_the_case(found, name) and (header := headers.get(name))), None
    )
    if own is None:
        return None
    anchor = headers.get(found.table.anchor or "")
    by = latest_of(engine, group, own, anchor)
    if by is None:
        return None
    dates = group.column(by).dates
    joint = {one.header: one.name for one in taken if one.clock is not None}
    return own, joint.get(by, by), dates.told if dates and dates.elsewhere is None else None


def _names_the_case(found: Match, name: str) -> bool:
    column = found.table.column(name)
    return name in found.table.key or (column.required and column.refers is None)


def _not_values(
    used: Sequence[Profile], taken: Sequence[ColumnProposal], table: TableDefinition
) -> tuple[str, ...]:
    """The words for no value in the columns that are used, unless one of these has them for a label."""
    labels = {label for one in taken for label in one.values}
    columns = [table.column(one.name) for one in taken]
    known = {spelt for one in columns if one.type == "enum" for spelt in spellings(one) or ()}
    words = dict.fromkeys(word for one in used for word in one.missing)
    return tuple(word for word in words if word not in labels and normalised(word) not in known)
