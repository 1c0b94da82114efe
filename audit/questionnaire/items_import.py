"""An instrument of one's own from the form that was filled in; every problem is told with its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from audit.criteria.instrument_lint import lint_instrument
from audit.errors import Located, UsageError
from audit.questionnaire.grids import Sheet, pick
from audit.questionnaire.items_names import COLUMNS, ENTRIES, SHEETS
from audit.text import Message, message
from audit.yamlfile import Path_, Place, YamlFile

HEADER_UNKNOWN = message(
    "Q-HEADER", zh="没有名为“{name}”的列，应为：{known}", en="no column is called “{name}”; they are {known}"
)
ENTRY_UNKNOWN = message(
    "Q-ENTRY", zh="没有名为“{name}”的项目，应为：{known}", en="no entry is called “{name}”; they are {known}"
)
NO_YES_NO = message("Q-YES-NO", zh="{name} 应为“是”或“否”", en="{name} must be yes or no")

_YES, _NO = {"是", "yes", "true", "1", "y"}, {"否", "no", "false", "0", "n"}
_YES_OR_NO = ("reversed", "required", "weights_asked")
_PAIRS = ("stem", "asked", "instruction", "source")
_ENDS = ("scale_min", "scale_max")


@dataclass(frozen=True, slots=True)
class _BookFile(YamlFile):
    """Data from a workbook: places are cells, and the first step of a path says on which sheet."""

    sheets: Mapping[str, str]

    def at(self, path: Path_, said: Message) -> Located:
        """A message about the cell that a value came from."""
        line, column = self.place(path)
        part = str(path[0]) if path and path[0] in COLUMNS else "about"
        return Located(file=self.shown, sheet=self.sheets[part], line=line, column=column, message=said)


@dataclass
class _Reading:
    """What has been read so far, where it stood, and what is wrong."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path_, Place] = field(default_factory=dict)
    wrong: list[Located] = field(default_factory=list)


def imported(book: Mapping[str, Sheet], shown: str) -> bytes:
    """The YAML of the instrument that a workbook describes; it loads and lints.

    Raises:
        UsageError: with every sheet, column and cell that is wrong.
    """
    sheets = {part: pick(book, (name.zh, name.en), shown) for part, name in SHEETS.items()}
    reading = _Reading()
    _about(reading, sheets["about"])
    for part in COLUMNS:
        _rows(reading, part, sheets[part])
    if reading.wrong:
        raise UsageError(reading.wrong)
    names = {part: sheet.name or "" for part, sheet in sheets.items()}
    found = lint_instrument(_BookFile(shown, reading.data, reading.places, names))
    if found:
        raise UsageError(found)
    return yaml.safe_dump(reading.data, allow_unicode=True, sort_keys=False, width=110).encode()


def _about(reading: _Reading, sheet: Sheet) -> None:
    values: dict[str, Any] = {}
    for number, row in enumerate(sheet.rows[1:], 2):
        name = _text(row[0])
        if not name:
            continue
        if name not in ENTRIES:
            reading.wrong.append(sheet.at(number, 1, ENTRY_UNKNOWN(name=name, known=", ".join(ENTRIES))))
            continue
        values[name] = _value(reading, sheet, (number, 2), name, row[1] if len(row) > 1 else None)
        reading.places[(name,)] = (number, 2)
    ends = [values.pop(one, None) for one in _ENDS]
    reading.places[("scale",)] = reading.places[("anchors",)] = reading.places.get(("scale_min",), (1, 1))
    anchors = [_anchor(reading, values, place, end) for place, end in enumerate(ends)]
    numbers = all(isinstance(end, int | float) for end in ends)
    reading.data |= _paired(reading, (), values) | {"scale": ends, "anchors": anchors if numbers else []}


def _anchor(reading: _Reading, values: dict[str, Any], place: int, end: object) -> dict[str, Any]:
    """What one end of the scale means, taken out of the entries."""
    name, at = _ENDS[place], ("anchors", place)
    cell = reading.places.get((name,), (1, 1))
    reading.places |= {("scale", place): cell, at: cell, (*at, "at"): cell}
    anchor: dict[str, Any] = {"at": end}
    for language in ("zh", "en"):
        words = values.pop(f"{name}_{language}", None)
        if words is not None:
            anchor[language] = words
            reading.places[(*at, language)] = reading.places[(f"{name}_{language}",)]
    return anchor


def _rows(reading: _Reading, part: str, sheet: Sheet) -> None:
    columns = {_text(name): place for place, name in enumerate(sheet.rows[0] if sheet.rows else ())}
    for name, place in columns.items():
        if name and name not in COLUMNS[part]:
            known = ", ".join(COLUMNS[part])
            reading.wrong.append(sheet.at(1, place + 1, HEADER_UNKNOWN(name=name, known=known)))
    reading.places[(part,)] = (1, 1)
    entries: list[dict[str, Any]] = []
    for number, row in enumerate(sheet.rows[1:], 2):
        if all(cell in (None, "") for cell in row):
            continue
        read = {
            name: _value(reading, sheet, (number, columns[name] + 1), name, row[columns[name]])
            for name in COLUMNS[part]
            if name in columns
        }
        given = {name: value for name, value in read.items() if value is not None}
        if part == "items":
            given.setdefault("position", len(entries) + 1)
        at: Path_ = (part, str(given.pop("facet", "")) if part == "facets" else len(entries))
        reading.places[at] = (number, 1)
        reading.places |= {(*at, name): (number, columns[name] + 1) for name in given if name in columns}
        entries.append({**_paired(reading, at, given), **({"facet": at[1]} if part == "facets" else {})})
    if part == "facets":
        reading.data[part] = {one.pop("facet"): one for one in entries}
    else:
        reading.data[part] = entries


def _paired(reading: _Reading, at: Path_, values: dict[str, Any]) -> dict[str, Any]:
    """The values with ``stem_zh`` and ``stem_en`` under ``stem``, and so on."""
    for name in _PAIRS:
        words = {language: values.pop(f"{name}_{language}", None) for language in ("zh", "en")}
        given = {language: word for language, word in words.items() if word is not None}
        if not given:
            continue
        values[name] = given
        for language in ("zh", "en"):
            place = reading.places.pop((*at, f"{name}_{language}"), None)
            if place:
                reading.places[(*at, name)] = reading.places[(*at, name, language)] = place
    return {name: value for name, value in values.items() if value is not None}


def _value(reading: _Reading, sheet: Sheet, place: Place, name: str, cell: object) -> Any:
    """A cell as the instrument wants it; None where it is empty."""
    if cell is None or _text(cell) == "":
        return None
    if name in _YES_OR_NO:
        word = _text(cell).casefold()
        if word not in _YES | _NO:
            reading.wrong.append(sheet.at(*place, NO_YES_NO(name=name)))
        return word in _YES
    if name in (*_ENDS, "position") and isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else cell
    if isinstance(cell, dt.datetime):
        return cell.date()
    return _text(cell)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
