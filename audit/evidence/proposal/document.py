"""A proposal -> the text of audit.yaml: what is sure as lines that count, what is doubtful as comments."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import yaml

from audit import __version__
from audit.engagement import Constant, DateAndTime, RowNumber
from audit.evidence.proposal.model import CERTAINTY, ColumnProposal, Proposal, TableProposal, certainty
from audit.evidence.proposal.phrases import (
    AS_OF,
    COULD_BE,
    CRITERIA,
    CURRENCY,
    DOUBT,
    EITHER,
    ENCODING,
    EXCLUDED,
    FILL,
    GROUPED,
    HEAD,
    HEADER_ROW,
    IGNORED,
    LABELS,
    LABELS_HIDDEN,
    LATEST,
    MISSING,
    NOTHING_SURE,
    ORGANISATION,
    PARTICULARS,
    PERIOD_FOUND,
    PERIOD_NOT,
    PERSONAL,
    ROC_YEARS,
    SCOPE,
    SHEETS,
    STAMPS,
    STANDARD_ROW,
    STRAYS,
    SWAPPED,
    TAKEN_AS,
    UNDECIDED,
    UNKNOWN_FILES,
    UNREADABLE,
    UNUSED,
    ZONE,
    ZONE_GUESSED,
    filled_in,
)
from audit.evidence.proposal.proposing import NO_DATE
from audit.evidence.proposal.reasons import joined
from audit.evidence.proposal.roc import ROC
from audit.text import Language, Text

Say = Callable[[Text, str], Iterator[str]]
"""A text as comment lines, each behind an indent."""

_PLAIN_ZONE = "Asia/Shanghai"

_MOST_LISTED = 40
_HARMLESS = re.compile(r"^[\w /.()%+<>=-]+$")


def audit_yaml(
    proposal: Proposal, languages: tuple[Language, ...], known: Mapping[str, Any] | None = None
) -> str:
    """The text of audit.yaml. The same proposal gives the same bytes, and the text always loads.

    ``known`` is what another audit.yaml says: it stands in the place of what was guessed, but for the evidence.
    """

    def say(text: Text, indent: str) -> Iterator[str]:
        for language in languages:
            for line in text.in_(language).split("\n"):
                yield f"{indent}# {line}"

    lines = list(say(filled_in(HEAD, version=__version__), ""))
    lines += _engagement(proposal, say) if known is None else _known(known, proposal, say)
    lines.append("evidence:" if proposal.tables else "evidence: {}")
    if not proposal.tables:
        lines += say(NOTHING_SURE, "  ")
    for table in proposal.tables:
        lines += _table(table, say)
    for table in proposal.undecided:
        lines += _commented(_table(table, say))
    lines += _files(proposal, say)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _files(proposal: Proposal, say: Say) -> Iterator[str]:
    """The files that no table was found for, each with its reason."""
    for head, files in (
        (UNKNOWN_FILES, proposal.unknown),
        (UNREADABLE, proposal.unreadable),
        (IGNORED, proposal.ignored),
    ):
        if files:
            yield from ("", *say(head, ""))
            for one in files:
                yield from say(_file(one.shown, one.why), "")


def _file(shown: str, why: Text) -> Text:
    name = _safe(shown)
    return Text(zh=f"  {name}：{' '.join(why.zh.split())}", en=f"  {name}: {' '.join(why.en.split())}")


def _safe(text: str) -> str:
    """What stands in a comment: no line breaks and nothing that could repaint a terminal."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+", " ", text)


def _engagement(proposal: Proposal, say: Say) -> Iterator[str]:
    yield "audit: 1"
    yield from say(filled_in(FILL, what=ORGANISATION), "")
    yield f"organisation: {{id: {scalar(proposal.organisation)}, name: {{zh: 待填写, en: to be filled in}}, sector: other}}"
    yield from say(filled_in(FILL, what=SCOPE), "")
    yield "scope: {zh: 待填写, en: to be filled in}"
    yield "type: self"
    if proposal.period is None:
        yield from say(PERIOD_NOT, "")
        start, end, as_of = (
            NO_DATE,
            NO_DATE.replace(year=NO_DATE.year + 1),
            NO_DATE.replace(year=NO_DATE.year + 1),
        )
    else:
        yield from say(PERIOD_FOUND, "")
        start, end = proposal.period
        as_of = proposal.as_of or end
    yield f"period: {{start: {start}, end: {end}}}"
    if proposal.period is not None:
        yield from say(AS_OF, "")
    yield f"as_of: {as_of}"
    if proposal.zone is None:
        yield from say(ZONE, "")
        yield f"timezone: {_PLAIN_ZONE}"
    else:
        yield from say(filled_in(ZONE_GUESSED, why=proposal.zone[1]), "")
        yield f"timezone: {proposal.zone[0]}"
    if proposal.currency is not None:
        yield from say(CURRENCY, "")
        yield f"currency: {proposal.currency}"
    if proposal.satisfaction is not None:
        yield f"satisfaction_scale: [{proposal.satisfaction[0]}, {proposal.satisfaction[1]}]"
    yield from say(filled_in(FILL, what=CRITERIA), "")
    yield "criteria: [five-gap, recovery]"
    if proposal.instrument is not None:
        yield from say(proposal.instrument.why, "")
        yield f"instrument: {proposal.instrument.name}"
    yield from say(PARTICULARS, "")


def _known(known: Mapping[str, Any], proposal: Proposal, say: Say) -> Iterator[str]:
    """The engagement as it is known; of what was found in the files a questionnaire that it does not name."""
    told = {key: value for key, value in known.items() if key != "evidence"}
    yield from yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120).splitlines()
    if "instrument" not in told and proposal.instrument is not None:
        yield from say(proposal.instrument.why, "")
        yield f"instrument: {proposal.instrument.name}"


def _table(table: TableProposal, say: Say) -> Iterator[str]:
    figure = f"{table.confidence:.2f}"
    template = TAKEN_AS if table.accepted else UNDECIDED
    why = filled_in(template, sure=CERTAINTY[certainty(table.confidence)], figure=figure, why=table.why)
    yield f"  {table.table}:"
    yield from say(why, "    ")
    if table.runner_up:
        yield from say(filled_in(COULD_BE, table=table.runner_up), "    ")
    for note in table.notes:
        yield from say(note, "    ")
    if table.inline:
        yield from _inline(table, say)
        return
    yield from _place(table, say)
    yield from _rows(table, say)
    yield from _columns(table, say)
    yield from _values(table, say)
    yield from _dates(table, say)
    if table.stamps:
        headers = " | ".join(_safe(one)[:60] for one in table.stamps)
        yield from say(filled_in(STAMPS, headers=headers), "    ")
    if table.personal:
        headers = " | ".join(_safe(one)[:60] for one in table.personal)
        yield from say(filled_in(PERSONAL, headers=headers), "    ")
    if table.unused:
        listed = [_safe(one)[:60] for one in table.unused[:_MOST_LISTED]]
        more = len(table.unused) - len(listed)
        headers = " | ".join(listed) + (f" … (+{more})" if more else "")
        yield from say(filled_in(UNUSED, headers=headers), "    ")


def _place(table: TableProposal, say: Say) -> Iterator[str]:
    """Where the table lies, and how its cells are read."""
    yield f"    files: [{', '.join(map(scalar, table.files))}]"
    yield from _within(table, say)
    if table.header_row is not None:
        yield from say(HEADER_ROW, "    ")
        yield f"    header_row: {table.header_row}"
    if table.encoding:
        yield from say(ENCODING, "    ")
        yield f"    encoding: {table.encoding}"
    if table.decimal:
        yield f'    decimal: "{table.decimal}"'
    yield from _grouped(table, say)
    if table.not_values:
        yield f"    missing: [{', '.join(json.dumps(one, ensure_ascii=False) for one in table.not_values)}]"


def _within(table: TableProposal, say: Say) -> Iterator[str]:
    """Where the table lies within its files."""
    if isinstance(table.sheet, tuple):
        yield from say(SHEETS, "    ")
    named = {
        "resource": table.resource,
        "member": table.member,
        "table": table.relation,
        "sheet": table.sheet,
    }
    for key, value in named.items():
        if isinstance(value, tuple):
            yield f"    {key}: [{', '.join(map(scalar, value))}]"
        elif value is not None:
            yield f"    {key}: {scalar(value)}"


def _inline(table: TableProposal, say: Say) -> Iterator[str]:
    yield from say(STANDARD_ROW, "    ")
    yield "    rows_inline:"
    for row in table.inline:
        yield f"      - {{{', '.join(f'{key}: {scalar(value)}' for key, value in row.items())}}}"


def _grouped(table: TableProposal, say: Say) -> Iterator[str]:
    """The decimal mark as a comment, where numbers leave it open."""
    if table.grouped and not table.decimal:
        headers = " | ".join(_safe(one)[:60] for one in table.grouped)
        yield from say(filled_in(GROUPED, headers=headers), "    ")
        yield '    # decimal: ","'


def _rows(table: TableProposal, say: Say) -> Iterator[str]:
    if table.latest is None and table.exclude is None and table.strays is None:
        return
    if table.latest is not None:
        yield from say(LATEST, "    ")
    yield "    rows:"
    if table.latest is not None:
        yield f"      latest_per: {scalar(table.latest[0])}"
        yield f"      by: {scalar(table.latest[1])}"
    excluded, reasons = dict[str, tuple[str, ...]](), list[Text]()
    if table.exclude is not None:
        header, label = table.exclude
        excluded[header] = (label,)
        reasons.append(filled_in(EXCLUDED, label=label))
    if table.strays is not None:
        header, words = table.strays
        excluded[header] = (*excluded.get(header, ()), *words)
        reasons.append(STRAYS)
    if excluded:
        told = (f"{scalar(header)}: [{', '.join(map(scalar, words))}]" for header, words in excluded.items())
        reason = joined(*reasons)
        yield f"      exclude: {{{', '.join(told)}}}"
        yield f"      reason: {{zh: {scalar(reason.zh)}, en: {scalar(reason.en)}}}"


def _columns(table: TableProposal, say: Say) -> Iterator[str]:
    told = [one for one in table.taken if not one.implicit]
    if told:
        yield "    columns:"
    elif table.doubts or table.missing:
        yield from ("    # columns:",)
    for one in told:
        if certainty(one.confidence) != "certain" and not _is_answer(one):
            sure = CERTAINTY[certainty(one.confidence)]
            yield from say(
                filled_in(TAKEN_AS, sure=sure, figure=f"{one.confidence:.2f}", why=one.why), "      "
            )
        yield f"      {one.name}: {_source(one)}"
    for one in table.doubts:
        yield from say(filled_in(DOUBT, figure=f"{one.confidence:.2f}", why=one.why), "      ")
        yield f"      # {one.name}: {_source(one)}"
    doubted = {one.name for one in table.doubts}
    for name, title in table.missing:
        if name not in doubted:
            yield from say(filled_in(MISSING, title=title, name=name), "      ")


def _is_answer(one: ColumnProposal) -> bool:
    return bool(re.fullmatch(r"(e|a|p|imp)\d{2}", one.name))


def _values(table: TableProposal, say: Say) -> Iterator[str]:
    valued = [one for one in table.taken if one.values]
    doubted = [one for one in table.doubts if one.values]
    if valued or doubted:
        yield "    values:" if valued else "    # values:"
    yield from (f"      {_labels(one)}" for one in valued)
    yield from (f"      # {_labels(one)}" for one in doubted)
    for one in table.taken:
        if one.unknown:
            codes = ", ".join(one.codes)
            yield from say(filled_in(LABELS, header=_safe(one.header or ""), codes=codes), "      ")
            pairs = ", ".join(
                f"{json.dumps(_safe(label), ensure_ascii=False)}: ?" for label in one.unknown[:_MOST_LISTED]
            )
            yield f"      # {one.name}: {{{pairs}}}"
        if one.hidden:
            yield from say(
                filled_in(LABELS_HIDDEN, header=_safe(one.header or ""), count=one.hidden), "      "
            )


def _labels(one: ColumnProposal) -> str:
    pairs = ", ".join(
        f"{json.dumps(label, ensure_ascii=False)}: {scalar(ours)}" for label, ours in one.values.items()
    )
    return f"{one.name}: {{{pairs}}}"


def _dates(table: TableProposal, say: Say) -> Iterator[str]:
    dated: dict[str, str] = {one.name: one.date for one in table.taken if one.date}
    swapped = {one.name: one.swapped for one in table.taken if one.swapped}
    if table.latest is not None and table.latest[2] is not None:
        known = {one.header for one in table.taken if one.date}
        if table.latest[1] not in known:
            dated[table.latest[1]] = table.latest[2]
    either = [one for one in table.taken if one.either]
    if dated or either:
        yield "    dates:" if dated else "    # dates:"
    notes = {name: filled_in(SWAPPED, form=form) for name, form in swapped.items()}
    notes |= {name: ROC_YEARS for name, form in dated.items() if form == ROC}
    for name, form in dated.items():
        if name in notes:
            yield from say(notes[name], "      ")
        yield f"      {scalar(name)}: {json.dumps(form, ensure_ascii=False)}"
    for one in either:
        yield from say(filled_in(EITHER, name=one.name), "      ")
        for form in one.either:
            yield f"      # {one.name}: {json.dumps(form, ensure_ascii=False)}"


def _commented(lines: Iterable[str]) -> Iterator[str]:
    """A block of lines as a comment; those that are comments already stay as they are."""
    for line in lines:
        yield line if line.lstrip().startswith("#") else f"# {line}"


def _source(one: ColumnProposal) -> str:
    source = one.source
    if isinstance(source, RowNumber):
        return "{row_number: true}"
    if isinstance(source, DateAndTime):
        return f"{{date: {scalar(source.date)}, time: {scalar(source.time)}}}"
    if isinstance(source, Constant):
        note = ""
        if one.to_fill:
            note = "    # 请填写 / fill in"
        return f"{{constant: {scalar(source.constant)}}}{note}"
    return "null" if source is None else scalar(source)


def scalar(value: object) -> str:
    """A plain value as YAML writes it inside a line."""
    if isinstance(value, dt.date):
        return value.isoformat()
    text: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=1 << 30)
    text = text.removesuffix("\n...\n").rstrip("\n")
    # Whatever could mean something within braces or brackets is quoted, in one line.
    if isinstance(value, str) and text[:1] not in "\"'" and not _HARMLESS.match(text):
        return json.dumps(value, ensure_ascii=False)
    return text if "\n" not in text else json.dumps(value, ensure_ascii=False)
