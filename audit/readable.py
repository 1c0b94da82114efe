"""Evidence of which some files cannot be read: what is wrong with the others is told all the same."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from audit.api import prepare, validate_prepared
from audit.errors import AuditError, Located, Unreadable, UsageError
from audit.evidence.catalogue import TABLES
from audit.evidence.datapackage import PACKAGE
from audit.evidence.packaged import unpacked
from audit.evidence.problems import PROBLEMS
from audit.measuring import Progress
from audit.preparing import Prepared
from audit.result import Manifest, ProblemGroup, Stopped, ValidationResult

Files = Mapping[str, frozenset[str]]
"""Table -> some of its files, by the names that are shown."""

_OF_WHOLE_TABLES = frozenset(
    ("E-COLUMN-MISSING", "W-COLUMN-ABSENT-HERE", "W-EXCLUDED-NEVER", "W-MONTHS", "W-PERIOD-GAP", "W-STALE")
)
_OF_TOTALS = frozenset(("W-COMPLETED", "W-SITE-SHARE"))
_TOTALLED = frozenset(("survey_customers", "survey_frame", "contacts_volume"))
_REFERENCES = frozenset(code for code in PROBLEMS if code.endswith(("-REF", "-REF-UNCHECKED")))


def stopped(error: AuditError) -> ValidationResult:
    """A validation that found nothing but the reason why there is none."""
    return ValidationResult(manifest=Manifest(), stopped=_why(error.located, error.total, error))


def validate_readable(
    path: Path,
    error: Unreadable,
    progress: Progress | None = None,
    *,
    examples: int | None = None,
    records: bool = False,
) -> ValidationResult:
    """What is wrong with the files that can be read, after ``validate`` ended with ``error``.

    What can only be said of a table with all of its files is left out: that a value is not among those of a table
    of which a file is missing, that months lack, that totals differ.

    Args:
        path: audit.yaml or the folder that holds it.
        error: what ``validate`` raised.
        progress: told what is being done.
        examples: how many places of one problem are kept.
        records: whether the records of the examples get a fingerprint.
    """
    try:
        prepared = prepare(Path(path))
        shown = _shown(prepared)
    except (UsageError, Unreadable):
        return stopped(error)
    located, total, lost = error.located, error.total, _named(error, shown)
    while lost:
        try:
            result = _validated(prepared, shown, lost, progress, examples, records=records)
        except Unreadable as more:
            located, total = (*located, *more.located), total + more.total
            named = _named(more, shown)
            if all(files <= lost.get(table, frozenset()) for table, files in named.items()):
                break
            lost = {
                table: lost.get(table, frozenset()) | named.get(table, frozenset())
                for table in {*lost, *named}
            }
        except UsageError:
            break
        else:
            groups = tuple(group for group in result.groups if _holds(group, lost))
            why = _why(located, total, error)
            return result.model_copy(update={"groups": groups, "stopped": why})
    return ValidationResult(manifest=Manifest(), stopped=_why(located, total, error))


def _validated(
    prepared: Prepared,
    shown: Files,
    lost: Files,
    progress: Progress | None,
    examples: int | None,
    *,
    records: bool,
) -> ValidationResult:
    """Without the files that are lost; without their whole tables where the other files do not do alone."""
    names = frozenset(lost)
    try:
        left = _without(prepared, shown, lost)
        return validate_prepared(left, progress, examples=examples, records=records, lost=names)
    except UsageError:  # such as a header that audit.yaml names and only a lost file has
        whole = {table: shown[table] for table in lost}
        left = _without(prepared, shown, whole)
        return validate_prepared(left, progress, examples=examples, records=records, lost=names)


def _why(located: tuple[Located, ...], total: int, error: AuditError) -> Stopped:
    unreadable = isinstance(error, Unreadable)
    return Stopped(reason="unreadable" if unreadable else "usage", located=located, total=total)


def _shown(prepared: Prepared) -> Files:
    loaded = unpacked(prepared.loaded).loaded
    return {
        table: frozenset(shown for _, shown in loaded.evidence_files(table))
        for table in loaded.engagement.evidence
    }


def _named(error: Unreadable, shown: Files) -> Files:
    """The files that an error speaks of, by table; one within an archive is told as the archive and itself."""
    found = {
        table: frozenset(
            file for file in files for one in error.located if one.file == file or _within(one.file, file)
        )
        for table, files in shown.items()
    }
    return {table: files for table, files in found.items() if files}


def _within(named: str, file: str) -> bool:
    return named.startswith(file) and not named[len(file)].isalnum()


def _without(prepared: Prepared, shown: Files, lost: Files) -> Prepared:
    """The same engagement without these files, and without tables that have no other."""
    evidence = {}
    for table, source in prepared.loaded.engagement.evidence.items():
        if table not in lost:
            evidence[table] = source
            continue
        left = sorted(shown[table] - lost[table])
        # What a package says of its files holds for all of them together.
        if left and not any(one.rpartition("/")[2] == PACKAGE for one in source.files):
            files = tuple(one if one in source.outside else glob.escape(one) for one in left)
            evidence[table] = source.model_copy(update={"files": files})
    engagement = prepared.loaded.engagement.model_copy(update={"evidence": evidence})
    return replace(prepared, loaded=replace(prepared.loaded, engagement=engagement))


def _holds(group: ProblemGroup, lost: Files) -> bool:
    """Whether a problem would stand even if the lost files were there."""
    if group.code in _REFERENCES and group.table is not None and group.column is not None:
        refers = next((one.refers for one in TABLES[group.table].columns if one.name == group.column), None)
        return refers is None or refers.partition(".")[0] not in lost
    if group.code in _OF_TOTALS:
        return not _TOTALLED & set(lost)
    if "-ANSWER-" in group.code:
        return not any(table.startswith("survey_") for table in lost)
    if group.code == "W-CONTRADICTION" and group.table == "complaints" and group.column == "outcome":
        return "recovery_actions" not in lost
    return group.table not in lost or group.code not in _OF_WHOLE_TABLES
