"""The files of a folder -> sheets with a header, read as the evidence will be read."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audit.engines import Engine
from audit.errors import Unreadable
from audit.evidence.catalogue import TABLES
from audit.evidence.proposal.folder import Ignored
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
_OBJECT = re.compile(r"\s*\{.*\}\s*")
_EMPTY = Text(zh="没有数据", en="nothing in it")
_HIDDEN_SHEET = Text(zh="隐藏的工作表", en="a hidden sheet")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, or one sheet of it, as the text table ``relation`` of the engine.

    ``told_row`` is the row of the header where reading cannot tell it by itself; ``strays`` are the rows below it
    that could be the header as well (labels and codes of an export with several header rows), by header. They are
    no rows of the relation.
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

    @property
    def place(self) -> str:
        """The file with its member, sheet or table, as people see it."""
        inside = f"/{self.member}" if self.member else ""
        part = self.sheet or self.table
        return self.shown + inside + (f"#{part}" if part else "")


def open_all(
    engine: Engine, files: Sequence[tuple[Path, str]], tell: Callable[[str], None]
) -> tuple[list[Sheet], list[Ignored], list[Ignored]]:
    """Every sheet that can be read, what there is nothing to read in, and what cannot be read, with the reason."""
    sheets, ignored, unreadable = list[Sheet](), list[Ignored](), list[Ignored]()
    folder = engine.folder / "proposed"
    folder.mkdir()
    for path, shown in files:
        tell(shown)
        for one in _opened(engine, path, shown, len(sheets), folder):
            match one:
                case Sheet():
                    sheets.append(one)
                case Ignored():
                    ignored.append(one)
                case Unreadable():
                    unreadable.append(_why(one))
    return sheets, ignored, unreadable


def _opened(
    engine: Engine, path: Path, shown: str, number: int, folder: Path
) -> Iterator[Sheet | Ignored | Unreadable]:
    """Everything that a file holds, with what is packed in it."""
    try:
        for place, part in enumerate(readable(path, shown, folder)):
            if isinstance(part, Unreadable):
                yield part
            else:
                yield from _tables(engine, part, shown, f"seen_{number}_{place}", folder)
    except Unreadable as error:
        yield error


def _why(error: Unreadable) -> Ignored:
    first = error.located[0]
    place = f"#{first.sheet}" if first.sheet else ""
    said = first.message
    words = {language: f"{said.in_(language)} {said.mend_in(language)}".strip() for language in LANGUAGES}
    return Ignored(first.file + place, Text(zh=words["zh"], en=words["en"]))


def _tables(
    engine: Engine, part: Part, handed_over: str, relation: str, folder: Path
) -> Iterator[Sheet | Ignored | Unreadable]:
    """The tables of one file: itself, the sheets of a workbook, the tables of a database."""
    try:
        match part.kind:
            case "workbook":
                with opened(part.path, part.shown) as book:
                    yield from _sheets(engine, book, part, handed_over, relation)
            case "sqlite":
                for place, name in enumerate(table_names(part.path, part.shown, views=False)):
                    source = read_sqlite(engine.con.con, part.path, part.shown, name, f"{relation}_{place}")
                    yield _sheet(source, f"{relation}_{place}", handed_over, part.member, table=name)
            case _:
                yield _ruled(
                    engine,
                    lambda row: _sheet(
                        _read(engine, part, relation, folder, row), relation, handed_over, part.member
                    ),
                )
    except Unreadable as error:
        yield error


def _ruled(engine: Engine, read: Callable[[int | None], Sheet]) -> Sheet:
    """A sheet, read by the first of its possible header rows where several are equally good.

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
    table = engine.con.table(sheet.relation)
    first = engine.con.to_pyarrow(table.order_by("_row").limit(len(rows) + _FURTHER)).to_pylist()
    strays = [cells for cells in first if cells["_row"] in rows or _for_machines(cells, sheet.header)]
    relation = f"{sheet.relation}_records"
    engine.con.create_view(relation, table.filter(~table._row.isin([cells["_row"] for cells in strays])))
    texts = tuple({name: str(cells[name] or "") for name in sheet.header} for cells in strays)
    return replace(sheet, relation=relation, rows=sheet.rows - len(strays), told_row=rows[0], strays=texts)


def _for_machines(cells: Mapping[str, object], header: Sequence[str]) -> bool:
    """Whether every cell of a row is an object of JSON: what a program calls the column."""
    return all(_OBJECT.fullmatch(str(cells[name])) for name in header if cells[name])


def _read(engine: Engine, part: Part, relation: str, folder: Path, header_row: int | None) -> Source:
    con = engine.con.con
    match part.kind:
        case "json":
            return read_json(con, part.path, part.shown, relation)
        case "parquet":
            return read_parquet(con, part.path, part.shown, relation, folder)
    return read_delimited(con, part.path, part.shown, relation, header_row=header_row, known=_usual_name)


@functools.cache
def _usual_names() -> frozenset[str]:
    return frozenset(
        normalised(name) for table in TABLES.values() for column in table.columns for name in column.headers
    )


def _usual_name(text: str) -> bool:
    """Whether a text is a header of any table."""
    return normalised(text) in _usual_names()


def _sheets(
    engine: Engine, book: Workbook, part: Part, handed_over: str, relation: str
) -> Iterator[Sheet | Ignored | Unreadable]:
    """The sheets of a workbook; one that cannot be read does not keep the others from being read."""
    for index, sheet in enumerate(book.sheets):
        name = f"{part.shown}#{sheet.name}"
        if is_empty(book, sheet):
            yield Ignored(name, _EMPTY)
        elif not sheet.visible:
            yield Ignored(name, _HIDDEN_SHEET)
        else:
            try:
                yield _ruled(
                    engine,
                    functools.partial(
                        _read_sheet, engine, book, sheet, part, handed_over, f"{relation}_{index}"
                    ),
                )
            except Unreadable as error:
                yield error


def _read_sheet(
    engine: Engine,
    book: Workbook,
    sheet: SheetPart,
    part: Part,
    handed_over: str,
    relation: str,
    header_row: int | None,
) -> Sheet:
    source = read_sheet(engine.con.con, book, sheet, relation, header_row=header_row, known=_usual_name)
    return _sheet(source, relation, handed_over, part.member)


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
