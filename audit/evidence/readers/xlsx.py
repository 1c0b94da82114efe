"""The parts of an XLSX workbook: which XML holds which sheet, and from which day it counts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

from audit.evidence.readers.cells import Contents, examine

WORKBOOK, RELATIONS, WORKSHEETS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/"


class Xlsx:
    """The description of an XLSX workbook; the XML of a sheet is looked at when it is asked for."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._parts = parts
        self._described = parsed(parts.read(WORKBOOK))
        relations = {
            str(one.get("name")): value
            for one in self._described.iter()
            if _local(one.tag) == "sheet"
            for key, value in one.items()
            if _local(key) == "id"
        }
        self._part_of = parts_of(parts, RELATIONS, relations)

    @property
    def counts_from_1904(self) -> bool:
        """Whether days are counted from 1904."""
        properties = next((one for one in self._described.iter() if _local(one.tag) == "workbookPr"), None)
        return properties is not None and properties.get("date1904") in ("1", "true", "on")

    def contents(self, name: str) -> Contents:
        """Look at one sheet; raises zipfile.BadZipFile where its XML is not well-formed, KeyError without one."""
        return examine(self._parts, self._part_of[name])


def parts_of(parts: zipfile.ZipFile, relations: str, sheets: Mapping[str, str]) -> dict[str, str]:
    """The part of the archive that holds each sheet, by the id of its relation; those that have none left out."""
    targets = {one.get("Id"): str(one.get("Target")) for one in parsed(parts.read(relations))}
    found = {name: _resolved(targets[relation]) for name, relation in sheets.items() if relation in targets}
    return {name: parts.getinfo(target).filename for name, target in found.items()}


def parsed(xml: bytes) -> ElementTree.Element:
    """XML without the declarations by which a few bytes unfold without end."""
    if b"<!DOCTYPE" in xml:  # no workbook has one
        raise zipfile.BadZipFile("DOCTYPE")
    return ElementTree.fromstring(xml)  # noqa: S314 - see above


def _resolved(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]
