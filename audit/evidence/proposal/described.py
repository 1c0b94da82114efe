"""What data packages in a folder say of its files: which resource a file is, how it is written, what its fields are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.errors import AuditError
from audit.evidence.datapackage import LoadedPackage, PackagedField, Resource, load_package
from audit.evidence.proposal.folder import Ignored
from audit.text import Language, Text

_NOT_FOLLOWED = Text(zh="数据包未采用：{why}", en="the data package is not followed: {why}")


@dataclass(frozen=True, slots=True)
class Described:
    """The resource that a file belongs to. ``package`` is its ``datapackage.json`` as audit.yaml writes it;
    ``files`` are all files of the resource.
    """

    package: str
    resource: Resource
    files: frozenset[Path]

    def field(self, header: str) -> PackagedField | None:
        """What the package says of a column; None where it says nothing."""
        return next((one for one in self.resource.table_schema.fields if one.name == header), None)

    @property
    def said(self) -> tuple[str, ...]:
        """Name and title of the resource."""
        return tuple(one for one in (self.resource.name, self.resource.title) if one)


def described(packages: Sequence[tuple[Path, str]]) -> tuple[Mapping[Path, Described], list[Ignored]]:
    """The files that packages describe, and the packages or resources that cannot be followed, with the reason."""
    found, refused = dict[Path, Described](), list[Ignored]()
    for path, shown in packages:
        try:
            package = load_package(path, shown)
        except AuditError as error:
            refused.append(_refused(shown, error))
            continue
        for name in (one.name for one in package.package.resources):
            try:
                found |= _files(package, name, shown)
            except AuditError as error:
                refused.append(_refused(f"{shown}#{name}", error))
    return found, refused


def _files(package: LoadedPackage, name: str, shown: str) -> Mapping[Path, Described]:
    files = frozenset(path.resolve() for path in package.files(name))
    return dict.fromkeys(files, Described(shown, package.resource(name), files))


def _refused(shown: str, error: AuditError) -> Ignored:
    return Ignored(shown, Text(zh=_words(error, "zh"), en=_words(error, "en")))


def _words(error: AuditError, language: Language) -> str:
    reasons = (one.message.in_(language) for one in error.located)
    return _NOT_FOLLOWED.in_(language).format(why=("；" if language == "zh" else "; ").join(reasons))
