"""The files of a folder -> sheets with a header, read as the evidence will be read."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from audit.engines import Engine
from audit.errors import Unreadable
from audit.evidence.catalogue import TABLES
from audit.evidence.proposal import asking
from audit.evidence.proposal.described import Described
from audit.evidence.proposal.folder import Ignored
from audit.evidence.proposal.model import Ask
from audit.evidence.proposal.phrases import filled_in
from audit.evidence.readers import unreadable
from audit.evidence.readers.delimited import read_delimited
from audit.evidence.readers.jsonlines import read_json
from audit.evidence.readers.parquet import read_parquet
from audit.evidence.readers.parts import Part, readable
from audit.evidence.readers.sheet import is_empty, read_sheet
from audit.evidence.readers.source import Source
from audit.evidence.readers.sqlite import read_sqlite, table_names
from audit.evidence.readers.workbook import SheetPart, Workbook, opened
from audit.evidence.spelling import normalised
from audit.text import Language, Text

LANGUAGES: tuple[Language, ...] = ("zh", "en")

_FURTHER = 3
_MOST_TOLD = 3
_BETWEEN: Mapping[Language, str] = {"zh": "；", "en": "; "}
_OBJECT = re.compile(r"\s*\{.*\}\s*")
_EMPTY = Text(zh="没有数据", en="nothing in it")
_OTHER_SHEET = Text(zh="数据包未列出的工作表", en="a sheet that the data package does not name")
_HIDDEN_SHEET = Text(
    zh="隐藏的工作表，共 {rows} 行（含表头）；确为证据的，请在 sheet 中写明",
    en="a hidden sheet of {rows} rows with its header; name it under sheet if it is evidence",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, or one sheet of it, as the text table ``relation`` of the engine.

    ``told_row`` is the row of the header where reading cannot tell it by itself; ``strays`` are the rows below it
    that could be the header as well (labels and codes of an export with several header rows), by header. They are
    no rows of the relation. ``described`` is what a data package says of the file. ``otherwise`` are the headers that
    the sheet spells otherwise, with its own spelling, or lacks (None), where it stands under the header of others.
    """

    shown: str
    relation: str
    header: tuple[str, ...]
    rows: int
    sheet: str | None
    member: str | None
    table: str | None
    encoding: str | None
    doubtful_encoding: bool
    header_rows: tuple[int, ...]
    told_row: int | None = None
    strays: tuple[Mapping[str, str], ...] = ()
    described: Described | None = None
    otherwise: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The file, or the member of an archive, as people see it."""
        return f"{self.shown}/{self.member}" if self.member else self.shown

    @property
    def place(self) -> str:
        """The file with its member, sheet or table, as people see it."""
        part = self.sheet or self.table
        return self.file + (f"#{part}" if part else "")


@dataclass(frozen=True, slots=True)
class _File:
    """One file on its way: where it is unpacked, what a package says of it, who answers what is doubtful."""

    engine: Engine
    path: Path
    shown: str
    folder: Path
    described: Described | None
    ask: Ask | None


def open_all(
    engine: Engine,
    files: Sequence[tuple[Path, str]],
    tell: Callable[[str], None],
    described: Mapping[Path, Described],
    ask: Ask | None,
) -> tuple[list[Sheet], list[Ignored], list[Ignored]]:
    """Every sheet that can be read, what there is nothing to read in, and what cannot be read, with the reason."""
    sheets, ignored, unreadable = list[Sheet](), list[Ignored](), list[Ignored]()
    folder = engine.folder / "proposed"
    folder.mkdir()
    for path, shown in files:
        tell(shown)
        said = described.get(path.resolve())
        for one in _opened(_File(engine, path, shown, folder, said, ask), len(sheets)):
            match one:
                case Sheet():
                    sheets.append(replace(one, described=said))
                case Ignored():
                    ignored.append(one)
                case Unreadable():
                    unreadable.append(_why(one))
    return sheets, ignored, unreadable


def _opened(file: _File, number: int) -> Iterator[Sheet | Ignored | Unreadable]:
    """Everything that a file holds, with what is packed in it."""
    try:
        for place, part in enumerate(readable(file.path, file.shown, file.folder)):
            if isinstance(part, Unreadable):
                yield part
            else:
                yield from _tables(file, part, f"seen_{number}_{place}")
    except Unreadable as error:
        yield error


def _why(error: Unreadable) -> Ignored:
    """What is wrong with a file: the first few of its errors, and how to mend them."""
    first = error.located[0]
    place = f"#{first.sheet}" if first.sheet else ""
    alike = [one.message for one in error.located if one.sheet == first.sheet]
    words = {
        language: _BETWEEN[language].join(dict.fromkeys(one.in_(language) for one in alike[:_MOST_TOLD]))
        + (f"{_BETWEEN[language]}{mend}" if (mend := first.message.mend_in(language)) else "")
        for language in LANGUAGES
    }
    return Ignored(first.file + place, Text(zh=words["zh"], en=words["en"]))


def _tables(file: _File, part: Part, relation: str) -> Iterator[Sheet | Ignored | Unreadable]:
    """The tables of one file: itself, the sheets of a workbook, the tables of a database."""
    try:
        match part.kind:
            case "workbook":
                with opened(part.path, part.shown) as book:
                    yield from _sheets(file, book, part, relation)
            case "sqlite":
                for place, name in enumerate(table_names(part.path, part.shown, views=False)):
                    source = read_sqlite(
                        file.engine.con.con, part.path, part.shown, name, f"{relation}_{place}"
                    )
                    yield _sheet(source, f"{relation}_{place}", file.shown, part.member, table=name)
            case _:
                yield _ruled(
                    file,
                    lambda row: _sheet(_read(file, part, relation, row), relation, file.shown, part.member),
                )
    except Unreadable as error:
        yield error


def _ruled(file: _File, read: Callable[[int | None], Sheet]) -> Sheet:
    """A sheet; where several rows are equally good headers, by the one that is chosen, else by the first.

    Raises:
        Unreadable: for any other reason.
    """
    try:
        return read(None)
    except Unreadable as error:
        message = error.located[0].message
        if message.code != unreadable.HEADER_RIVALS.code:
            raise
        rows = [int(row) for row in str(message.params["rows"]).split(",")]
    sheet = read(rows[0])
    chosen = _asked_header(file, sheet, rows) if file.ask is not None else rows[0]
    if chosen != rows[0]:
        sheet = read(chosen)
    con = file.engine.con
    table = con.table(sheet.relation)
    first = _first_rows(file.engine, sheet, len(rows) + _FURTHER)
    strays = [cells for cells in first if cells["_row"] in rows or _for_machines(cells, sheet.header)]
    relation = f"{sheet.relation}_records"
    con.create_view(relation, table.filter(~table._row.isin([cells["_row"] for cells in strays])))
    texts = tuple({name: str(cells[name] or "") for name in sheet.header} for cells in strays)
    return replace(sheet, relation=relation, rows=sheet.rows - len(strays), told_row=chosen, strays=texts)


def _asked_header(file: _File, sheet: Sheet, rows: Sequence[int]) -> int:
    """Which of several rows a person takes for the header; the first where none is chosen."""
    assert file.ask is not None
    below = {cells["_row"]: cells for cells in _first_rows(file.engine, sheet, len(rows) + _FURTHER)}
    cells = [sheet.header, *([str(below[row][name] or "") for name in sheet.header] for row in rows[1:])]
    answer = file.ask(asking.which_row(sheet.place, rows, cells))
    return rows[0] if answer is None else rows[answer]


def _first_rows(engine: Engine, sheet: Sheet, most: int) -> list[dict[str, Any]]:
    table = engine.con.table(sheet.relation)
    found: list[dict[str, Any]] = engine.con.to_pyarrow(table.order_by("_row").limit(most)).to_pylist()
    return found


def _for_machines(cells: Mapping[str, object], header: Sequence[str]) -> bool:
    """Whether every cell of a row is an object of JSON: what a program calls the column."""
    return all(_OBJECT.fullmatch(str(cells[name])) for name in header if cells[name])


def _read(file: _File, part: Part, relation: str, header_row: int | None) -> Source:
    con, said = file.engine.con.con, file.described.resource if file.described else None
    encoding = said.encoding if said and not part.was_page else None
    match part.kind:
        case "json":
            return read_json(con, part.path, part.shown, relation, encoding=encoding)
        case "parquet":
            return read_parquet(con, part.path, part.shown, relation, file.folder)
    return read_delimited(
        con,
        part.path,
        part.shown,
        relation,
        encoding=encoding,
        delimiter="," if part.was_page else said.dialect.delimiter if said else None,
        header_row=header_row or (said.header_row if said else None),
        known=_usual_name,
    )


@functools.cache
def _usual_names() -> frozenset[str]:
    return frozenset(
        normalised(name) for table in TABLES.values() for column in table.columns for name in column.headers
    )


def _usual_name(text: str) -> bool:
    """Whether a text is a header of any table."""
    return normalised(text) in _usual_names()


def _sheets(file: _File, book: Workbook, part: Part, relation: str) -> Iterator[Sheet | Ignored | Unreadable]:
    """The sheets of a workbook; one that cannot be read does not keep the others from being read."""
    meant = file.described.resource.dialect.sheet_name if file.described else None
    for index, sheet in enumerate(book.sheets):
        name = f"{part.shown}#{sheet.name}"
        if meant is not None and sheet.name != meant:
            yield Ignored(name, _OTHER_SHEET)
        elif is_empty(book, sheet) and not book.examine(sheet).uncalculated:
            yield Ignored(name, _EMPTY)
        elif not sheet.visible:
            yield Ignored(name, filled_in(_HIDDEN_SHEET, rows=book.examine(sheet).rows))
        else:
            try:
                yield _ruled(
                    file, functools.partial(_read_sheet, file, book, sheet, part, f"{relation}_{index}")
                )
            except Unreadable as error:
                yield error


def _read_sheet(
    file: _File, book: Workbook, sheet: SheetPart, part: Part, relation: str, header_row: int | None
) -> Sheet:
    row = header_row or (file.described.resource.header_row if file.described else None)
    source = read_sheet(file.engine.con.con, book, sheet, relation, header_row=row, known=_usual_name)
    return _sheet(source, relation, file.shown, part.member)


def _sheet(
    source: Source, relation: str, handed_over: str, member: str | None, table: str | None = None
) -> Sheet:
    found, layout = source.encoding, source.layout
    return Sheet(
        shown=handed_over,
        relation=relation,
        header=source.header,
        rows=source.rows,
        sheet=source.sheet,
        member=member,
        table=table,
        encoding=found.encoding if found else None,
        doubtful_encoding=found is not None and found.how == "detected" and found.confidence < 0.15,
        header_rows=layout.header if layout else (),
    )
