"""A checklist of one's own from the form that was filled in; every problem is told with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from audit.authoring.cells import READERS, WRITTEN, threshold
from audit.authoring.columns import ALWAYS, ENTRIES, ITEMS, LEVELS, NEEDED, SECTIONS, SHEETS, Column
from audit.catalogues import known_names
from audit.criteria.checklist import Checklist, ChecklistHead, LoadedSection, Section
from audit.criteria.lint import lint
from audit.errors import Located, UsageError
from audit.questionnaire.grids import Sheet, pick, read_book
from audit.text import Message, Text, message
from audit.yamlfile import Path_, Place, YamlFile, checked

HEADER_UNKNOWN = message(
    "K-HEADER", zh="没有名为“{name}”的列，应为：{known}", en="no column is called “{name}”; they are {known}"
)
CELL_EMPTY = message("K-EMPTY", zh="{name} 不得为空", en="{name} must not be empty")
CELL_WRITTEN = message(
    "K-CELL",
    zh="{name} 的写法有误：“{value}”",
    en="{name} is not written as it should be: “{value}”",
    mend=Text(zh="应为：{form}", en="expected: {form}"),
)
NO_SECTION = message(
    "K-SECTION",
    zh="没有部分 {name}，“部分”表中有：{known}",
    en="there is no section {name}; the sheet of sections has {known}",
)
SECTION_TWICE = message(
    "K-SECTION-TWICE", zh="部分 {name} 重复出现", en="the section {name} stands here twice"
)
NO_ITEMS = message("K-NO-ITEMS", zh="部分 {name} 没有检查项", en="the section {name} has no items")


@dataclass(frozen=True, slots=True)
class _Cells(YamlFile):
    """Data of one file from a workbook: places are cells, and the first step of a path says on which sheet."""

    sheets: Mapping[str, str]

    def at(self, path: Path_, said: Message) -> Located:
        """A message about the cell that a value came from."""
        line, column = self.place(path)
        part = str(path[0]) if path and path[0] in self.sheets else "checklist"
        return Located(file=self.shown, sheet=self.sheets[part], line=line, column=column, message=said)


@dataclass
class _Row:
    """What stands in a row, by column, and where; ``wrong`` collects what is not as it should be."""

    sheet: Sheet
    number: int
    columns: Mapping[str, int]
    wrong: list[Located] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The words of a cell; empty where there is none."""
        if name not in self.columns:
            return ""
        cell = self.sheet.rows[self.number - 1][self.columns[name]]
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else str(cell).strip()

    def place(self, name: str) -> Place:
        """Row and column of a cell, from 1; the first column for one that is not there."""
        return self.number, self.columns.get(name, 0) + 1

    def say(self, name: str, said: Message) -> None:
        """Something is wrong with a cell."""
        self.wrong.append(self.sheet.at(*self.place(name), said))

    def value(self, name: str) -> Any:
        """A cell as the checklist wants it; None where it is empty or not written as it should be."""
        text = self.text(name)
        if not text:
            return None
        try:
            return READERS.get(name, str)(text)
        except ValueError:
            self.say(name, CELL_WRITTEN(name=name, value=text, form=WRITTEN[name]))
            return None


def imported(path: Path) -> dict[str, bytes]:
    """The files of the checklist that a filled form describes, by name; they load and lint.

    Raises:
        UsageError: with sheet and cell of everything that is wrong.
        Unreadable: not an XLSX workbook.
    """
    shown = path.as_posix()
    book = read_book(path)
    sheets = {part: pick(book, (SHEETS[part].zh, SHEETS[part].en), shown) for part in ("items", "section")}
    about = pick(book, (SHEETS["checklist"].zh, SHEETS["checklist"].en), shown)
    wrong: list[Located] = []
    items, sections = _rows(sheets["items"], ITEMS, wrong), _rows(sheets["section"], SECTIONS, wrong)
    names = {part: sheet.name or "" for part, sheet in {**sheets, "checklist": about}.items()}
    files = [_section(row, items, names, wrong) for row in sections]
    head = _head(about, [_file_name(row) for row in sections], names, wrong)
    known = [row.text("id") for row in sections]
    for place, row in enumerate(sections):
        if row.text("id") in known[:place]:
            wrong.append(row.sheet.at(*row.place("id"), SECTION_TWICE(name=row.text("id"))))
    for row in items:
        if row.text("section") and row.text("section") not in known:
            row.say("section", NO_SECTION(name=row.text("section"), known=", ".join(known)))
        wrong += row.wrong
    if wrong:
        raise UsageError(wrong)
    _check(head, files)
    written = {_file_name(row): file.data for row, file in zip(sections, files, strict=True)}
    return {name: _dumped(data) for name, data in {"checklist.yaml": head.data, **written}.items()}


def _check(head: _Cells, files: Sequence[_Cells]) -> None:
    """Hold everything against the models, then against the names that there are."""
    about = checked(head, ChecklistHead)
    sections = []
    for file in files:
        section = checked(file, Section)
        sections.append(LoadedSection(section.section, section.items, file))
    own = Checklist(about.id, about.version, Text(zh=about.zh, en=about.en), "", tuple(sections))
    # How sentences are laid out is a matter of the YAML that is still to be written.
    found = [one for one in lint([own], known_names()) if one.message.code != "L-BLOCK"]
    if found:
        raise UsageError(found)


def _rows(sheet: Sheet, known: Sequence[Column], wrong: list[Located]) -> list[_Row]:
    header = [str(cell or "").strip() for cell in sheet.rows[0]] if sheet.rows else []
    names = [one.name for one in known]
    for place, name in enumerate(header, 1):
        if name and name not in names:
            wrong.append(sheet.at(1, place, HEADER_UNKNOWN(name=name, known=", ".join(names))))
    columns = {name: place for place, name in enumerate(header) if name in names}
    return [
        _Row(sheet, number, columns)
        for number, row in enumerate(sheet.rows[1:], 2)
        if any(str(cell or "").strip() for cell in row)
    ]


def _head(sheet: Sheet, files: Sequence[str], names: Mapping[str, str], wrong: list[Located]) -> _Cells:
    rows = {str(row[0] or "").strip(): number for number, row in enumerate(sheet.rows[1:], 2)}
    data: dict[str, Any] = {}
    places: dict[Path_, Place] = {("sections",): (1, 1)}
    for entry in ENTRIES:
        number = rows.get(entry.name)
        cell = sheet.rows[number - 1][1] if number and len(sheet.rows[number - 1]) > 1 else None
        if cell is None or not str(cell).strip():
            wrong.append(sheet.at(number or 1, 2, CELL_EMPTY(name=entry.name)))
            continue
        data[entry.name] = str(cell).strip()
        places[(entry.name,)] = (number or 1, 2)
    return _Cells(sheet.shown, {**data, "sections": list(files)}, places, names)


def _section(row: _Row, items: Sequence[_Row], names: Mapping[str, str], wrong: list[Located]) -> _Cells:
    """The file of one section: its head, and its items in the order of the sheet."""
    places: dict[Path_, Place] = {("section",): (row.number, 1), ("items",): (1, 1)}
    head: dict[str, Any] = {}
    for name in ("id", "zh", "en", "gap"):
        value = row.value(name)
        if value is None and name != "gap" and not row.text(name):
            row.say(name, CELL_EMPTY(name=name))
        if value is not None:
            head[name] = value
            places["section", name] = row.place(name)
    own = [item for item in items if item.text("section") == row.text("id")]
    if not own:
        row.say("id", NO_ITEMS(name=row.text("id")))
    data = [_item(item, ("items", index), places) for index, item in enumerate(own)]
    wrong += row.wrong
    return _Cells(row.sheet.shown, {"section": head, "items": data}, places, names)


def _item(row: _Row, at: Path_, places: dict[Path_, Place]) -> dict[str, Any]:
    """An item as its YAML has it; ``places`` learns where each value stood."""
    for name in (*ALWAYS, *NEEDED.get(row.text("by"), ())):
        if not row.text(name):
            row.say(name, CELL_EMPTY(name=name))
    data: dict[str, Any] = {}
    places[at] = (row.number, 1)
    for path, value, name in _values(row):
        if value is None:
            continue
        _put(data, path, value)
        for steps in range(1, len(path) + 1):
            places.setdefault((*at, *path[:steps]), row.place(name))
    return data


def _values(row: _Row) -> Iterator[tuple[tuple[str, ...], Any, str]]:
    """Where each cell goes in the item: path, value, column."""
    for name in ("id", "zh", "en"):
        yield (name,), row.value(name), name
    for language in ("zh", "en"):
        yield ("why", language), row.value(f"why_{language}"), f"why_{language}"
    for name in ("concepts", "kind", "tier", "weight", "severity", "binary"):
        yield (name,), row.value(name), name
    yield from _judge(row)
    yield ("documents",), row.value("documents"), "documents"
    for part in ("ask", "look"):
        for language in ("zh", "en"):
            yield (part, language), row.value(f"{part}_{language}"), f"{part}_{language}"
    yield ("references",), row.value("references"), "references"


def _judge(row: _Row) -> Iterator[tuple[tuple[str, ...], Any, str]]:
    by = row.text("by")
    yield ("judge", "by"), by or None, "by"
    if by == "both":
        yield ("judge", "combine"), row.value("combine"), "combine"
    part = "shows" if by == "rating" else "measure"
    for key, name in (("id", "measure"), ("result", "result"), ("where", "where"), ("pool", "pool")):
        yield ("judge", part, key), row.value(name), name
    if by != "rating":
        function = row.text("function")
        yield ("judge", "score", function), _threshold(row, function), "function"
        for name in ("origin", "source"):
            yield ("judge", "score", name), row.value(name), name
    if by != "measure":
        yield ("judge", "method"), row.value("method"), "method"
    levels = [f"level_{level}" for level in LEVELS]
    for language in ("zh", "en"):
        texts = [row.text(f"{level}_{language}") for level in levels]
        yield ("judge", "anchors", language), texts if any(texts) else None, f"level_0_{language}"


def _threshold(row: _Row, function: str) -> Any:
    if not function:
        return None
    try:
        return threshold(function, row.text("threshold"))
    except ValueError:
        said = CELL_WRITTEN(name="threshold", value=row.text("threshold"), form=WRITTEN["threshold"])
        row.say("threshold", said)
        return None


def _put(data: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for step in path[:-1]:
        data = data.setdefault(step, {})
    data[path[-1]] = value


def _file_name(row: _Row) -> str:
    return f"{row.text('id').lower()}.yaml"


def _dumped(data: Any) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110).encode()
