"""Data packages (``datapackage.json``): what an organisation says itself of the files that it hands over.

A package names its resources, how they are written and what their fields are. audit.yaml refers to one of
them; what the package says are then defaults, which every key of audit.yaml overrides. The form is that of
the Data Package standard, versions 1 and 2 (datapackage.org); what it allows beyond our use is ignored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from audit.errors import UsageError
from audit.text import Message, Text, message
from audit.yamlfile import YamlFile, checked, read_json

PACKAGE = "datapackage.json"

REMOTE = message(
    "A-PACKAGE-REMOTE",
    zh="“{path}”是网络地址，本工具不联网读取",
    en="“{path}” is an address on the network; nothing is fetched",
    mend=Text(
        zh="请下载到本文件夹，并把 path 改为相对路径",
        en="download it into this folder and give its relative path",
    ),
)
OUTSIDE = message(
    "A-PACKAGE-OUTSIDE",
    zh="“{path}”指向数据包的文件夹之外",
    en="“{path}” leads out of the folder of the data package",
    mend=Text(
        zh="请把文件移入该文件夹，并用相对路径写明",
        en="move the file into the folder and give its relative path",
    ),
)
NOT_THERE = message(
    "A-PACKAGE-NO-FILE",
    zh="找不到数据包所列的文件“{path}”",
    en="the data package lists “{path}”, which is not there",
    mend=Text(zh="请补齐文件，或改正 path", en="add the file, or correct its path"),
)
NO_PATH = message(
    "A-PACKAGE-NO-PATH",
    zh="资源“{name}”没有文件（path）；写在数据包里的数据（data）不予读取",
    en="the resource “{name}” has no path; data written into the package itself are not read",
    mend=Text(zh="请把数据存为 CSV 文件，并写明 path", en="save the data as a CSV file and give its path"),
)
UNSUPPORTED = message(
    "A-PACKAGE-DIALECT",
    zh="资源“{name}”的写法不受支持：{what}",
    en="the resource “{name}” is written in a way that is not supported: {what}",
    mend=Text(
        zh="请改存为带表头、以双引号括起文字的 CSV 文件",
        en='save it as a CSV file with a header line and " as its quote',
    ),
)

NO_HEADER = Text(zh="没有表头（header: false）", en="no header line (header: false)")
OTHER_QUOTE = Text(zh="引号不是双引号（quoteChar）", en='another quote than " (quoteChar)')
ESCAPES = Text(zh="用转义符表示引号（escapeChar）", en="quotes behind an escape character (escapeChar)")

_ADDRESS = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]+://")


def _as_tuple(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


def _plain_missing(values: Any) -> Any:
    """Version 2 lets a missing value carry a label: ``{"value": "-99", "label": "refused"}``."""
    if not isinstance(values, list):
        return values
    return [one.get("value") if isinstance(one, dict) else one for one in values]


Missing = Annotated[tuple[str, ...], BeforeValidator(_plain_missing)]


class Descriptor(BaseModel):
    """A part of a data package: names in camel case, keys that nothing here reads are ignored."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, populate_by_name=True, alias_generator=to_camel, defer_build=True
    )


class PackagedField(Descriptor):
    """A column as the package describes it."""

    name: str
    title: str | None = None
    description: str | None = None
    type: str = "string"
    format: str = "default"
    true_values: tuple[str, ...] = ("true", "True", "TRUE", "1")
    false_values: tuple[str, ...] = ("false", "False", "FALSE", "0")
    decimal_char: str = "."
    group_char: str | None = None
    missing_values: Missing = ()

    @property
    def decimal_mark(self) -> str | None:
        """The decimal mark that it is said to have, or that its thousands separator leaves; None where neither is said."""
        if self.type not in ("number", "integer"):
            return None
        if "decimal_char" in self.model_fields_set:
            return self.decimal_char
        return {".": ",", ",": "."}.get(self.group_char or "")

    @property
    def date_format(self) -> str | None:
        """The strptime form of its dates; None for ISO dates, for other types and where it is left open."""
        if self.type not in ("date", "datetime", "time"):
            return None
        form = self.format.removeprefix("fmt:")
        return form if "%" in form else None


class PackagedSchema(Descriptor):
    """The columns of a resource, and what means “no value” in them."""

    fields: tuple[PackagedField, ...] = ()
    missing_values: Missing = ("",)


class PackagedDialect(Descriptor):
    """How a delimited file or a sheet is laid out."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    header: bool = True
    header_rows: tuple[Annotated[int, Field(ge=1)], ...] = ()
    quote_char: str = '"'
    escape_char: str | None = None
    sheet_name: str | None = None


class Resource(Descriptor):
    """One data set of a package: its files, and what is said of them."""

    name: str
    title: str | None = None
    path: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = ()
    encoding: str | None = None
    dialect: PackagedDialect = PackagedDialect()
    table_schema: PackagedSchema = Field(default=PackagedSchema(), alias="schema")
    bytes_: int | None = Field(default=None, alias="bytes")
    hash: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The spellings that mean “no value” anywhere in it; an empty cell always does."""
        schema = self.table_schema
        found = [*schema.missing_values, *(word for one in schema.fields for word in one.missing_values)]
        return tuple(dict.fromkeys(word for word in found if word))

    @property
    def header_row(self) -> int | None:
        """The line of its header, or the first of several; None where the package does not say."""
        return min(self.dialect.header_rows, default=None)

    def unsupported(self) -> Iterator[Text]:
        """What the readers could not make out, in words."""
        if not self.dialect.header:
            yield NO_HEADER
        if self.dialect.quote_char != '"':
            yield OTHER_QUOTE
        if self.dialect.escape_char:
            yield ESCAPES


class DataPackage(Descriptor):
    """``datapackage.json``."""

    name: str | None = None
    title: str | None = None
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A file that is not what the package says: its size in bytes or its hash."""

    shown: str
    kind: Literal["bytes", "hash"]
    declared: str
    found: str


@dataclass(frozen=True, slots=True)
class LoadedPackage:
    """A data package, the file that it came from and the folder that its paths start from."""

    package: DataPackage
    file: YamlFile
    folder: Path

    def resource(self, name: str) -> Resource:
        """One resource by its name; raises KeyError for a name that is none."""
        return self.package.resources[self._index(name)]

    def files(self, name: str) -> list[Path]:
        """The files of a resource, in the order of the package.

        Raises:
            UsageError: a path is an address, leads out of the folder or to nothing, or there is none.
        """
        index = self._index(name)
        resource = self.package.resources[index]
        place: tuple[str | int, ...] = ("resources", index)
        wrong = [self.file.at(place, UNSUPPORTED(name=name, what=what)) for what in resource.unsupported()]
        if not resource.path:
            wrong.append(self.file.at(place, NO_PATH(name=name)))
        found = []
        for path in resource.path:
            said = _refused(self.folder, path)
            if said is not None:
                wrong.append(self.file.at((*place, "path"), said))
            else:
                found.append(self.folder / path)
        if wrong:
            raise UsageError(wrong)
        return found

    def mismatches(self, name: str) -> Iterator[Mismatch]:
        """What differs from the declared size and hash. Both speak of one file: with several, of neither."""
        resource, files = self.resource(name), self.files(name)
        if len(files) != 1:
            return
        path, shown = files[0], resource.path[0]
        if resource.bytes_ is not None and path.stat().st_size != resource.bytes_:
            yield Mismatch(shown, "bytes", str(resource.bytes_), str(path.stat().st_size))
        if resource.hash is not None:
            algorithm, declared = _algorithm(resource.hash)
            if algorithm is not None and (found := _digest(path, algorithm)) != declared:
                yield Mismatch(shown, "hash", declared, found)

    def _index(self, name: str) -> int:
        for index, one in enumerate(self.package.resources):
            if one.name == name:
                return index
        raise KeyError(name)


def load_package(path: Path, shown: str) -> LoadedPackage:
    """Read a ``datapackage.json``; schemas and dialects in files of their own are read with it.

    Raises:
        UsageError: not there, not JSON, or not a data package: every place is told with line and column.
        Unreadable: not UTF-8.
    """
    file = read_json(path, shown)
    _insert_referenced(file, path.parent)
    return LoadedPackage(checked(file, DataPackage), file, path.parent)


def _insert_referenced(file: YamlFile, folder: Path) -> None:
    """Put what ``"schema": "schema.json"`` refers to in its place, within the folder only."""
    data = file.data if isinstance(file.data, dict) else {}
    resources = data.get("resources")
    for index, resource in enumerate(resources if isinstance(resources, list) else []):
        for key in ("schema", "dialect"):
            path = resource.get(key) if isinstance(resource, dict) else None
            if not isinstance(path, str):
                continue
            said = _refused(folder, path)
            if said is not None:
                raise UsageError([file.at(("resources", index, key), said)])
            resource[key] = read_json(folder / path, path).data


def _refused(folder: Path, path: str) -> Message | None:
    """Why a path of a package is not followed; None for one that is."""
    if _ADDRESS.match(path):
        return REMOTE(path=path)
    plain = PurePosixPath(path.replace("\\", "/"))
    # resolve() follows links, so that a link cannot lead out either.
    inside = (folder / path).resolve().is_relative_to(folder.resolve())
    if plain.is_absolute() or ".." in plain.parts or not inside:
        return OUTSIDE(path=path)
    return None if (folder / path).is_file() else NOT_THERE(path=path)


def _algorithm(declared: str) -> tuple[str | None, str]:
    """``sha256:ab12...`` -> name and digest; without a name it is MD5. None for a name that is unknown."""
    name, _, digest = declared.rpartition(":")
    name = (name or "md5").lower().replace("-", "")
    return (name if name in hashlib.algorithms_guaranteed else None), digest.lower()


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()
