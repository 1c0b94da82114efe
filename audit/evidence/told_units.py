"""Units that a header tells: minutes where ours are hours, and values that may be of any unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.evidence import problems
from audit.evidence.bare_headers import SECONDS, unit_of, unit_told
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.mapped import MappedFile, TextFile
from audit.evidence.problems import at_place
from audit.result.problem import Problem

UNIT, VALUES = "unit", ("measured_value", "target_value")
"""The column that gives the unit of a value, and the values that may be of any unit."""


def in_told_units(
    definition: TableDefinition, files: Sequence[MappedFile]
) -> tuple[list[MappedFile], dict[str, str], list[Problem]]:
    """The files without columns in units that cannot be converted, the units of the others that are not ours, and
    what is to be said of both.
    """
    in_units, said, refused = dict[str, str](), list[Problem](), set[str]()
    for column in definition.columns:
        if column.unit not in SECONDS or column.type != "number":
            continue
        found = [(one, header) for one in files if (header := one.headers.get(column.name)) is not None]
        told = [(one, header, _told_unit(one.file, header) or str(column.unit)) for one, header in found]
        units = {unit for _, _, unit in told}
        if units <= {column.unit}:
            continue
        convertible = len(units) == 1 and units <= SECONDS.keys()
        template = problems.UNIT_CONVERTED if convertible else problems.UNIT_APART
        if convertible:
            in_units[column.name] = units.pop()
        else:
            refused.add(column.name)
        for one, header, unit in told:
            place = one.file.place(definition.name, their_column=header, column=column.name)
            said.append(at_place(template, place, told=unit, unit=str(column.unit)))
    kept = [
        replace(one, headers={ours: theirs for ours, theirs in one.headers.items() if ours not in refused})
        for one in files
    ]
    return kept, in_units, said


def with_told_units(
    definition: TableDefinition, files: Sequence[MappedFile]
) -> tuple[list[MappedFile], list[Problem]]:
    """The files with the unit of a value that may be of any unit, where only its header says it.

    A row without a unit is taken to be in that of its standard, so that minutes would pass for hours.
    """
    units = next((column for column in definition.columns if column.name == UNIT), None)
    value = next((column for column in definition.columns if column.name in VALUES), None)
    if units is None or value is None:
        return list(files), []
    kept, said = [], list[Problem]()
    for one in files:
        header = one.headers.get(value.name)
        told = _told_unit(one.file, header) if header is not None else None
        if header is None or told is None or UNIT in one.headers:
            kept.append(one)
            continue
        known = told in (units.labels or {})
        template = problems.UNIT_TOLD if known else problems.UNIT_UNKNOWN
        place = one.file.place(definition.name, their_column=header, column=value.name)
        said.append(at_place(template, place, told=told))
        kept.append(replace(one, told={UNIT: told}) if known else one)
    return kept, said


def _told_unit(file: TextFile, header: str) -> str | None:
    """The unit of time that the header, or the row of units under it, names."""
    return unit_told(header) or unit_of(file.units.get(header, ""))
