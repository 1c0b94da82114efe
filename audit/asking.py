"""What the organisation is asked for: forms to fill in, schemas, and the data request of an engagement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from audit.api import Prepared, prepare, unknown, validate_prepared
from audit.assembly import dependent_items
from audit.criteria.checklist import Checklist, load_shipped, shipped_checklists
from audit.criteria.instrument import Instrument, load_instrument
from audit.errors import Located, Unreadable, UsageError
from audit.evidence.catalogue import TABLES, table_definition
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.privacy.patterns import masked
from audit.evidence.tableschema import in_one, schema_files
from audit.evidence.templates import TemplateFormat
from audit.evidence.templates import templates as fill_in_templates
from audit.handout.outline import Outline, markdown
from audit.measures.catalogue import MEASURES
from audit.request.needs import HandedOver, compile_request
from audit.request.paper import outline
from audit.request.self_check import self_check
from audit.resources import shipped
from audit.text import Language, Text

RequestFormat = Literal["xlsx", "md"]

REQUEST_FILE = Text(zh="资料清单", en="data-request")

_TABLE = Text(zh="数据表", en="table")
_INSTRUMENT = Text(zh="问卷", en="instrument")


def templates(
    tables: Sequence[str],
    languages: Sequence[Language],
    form: TemplateFormat,
    *,
    engagement: Path | None = None,
    instrument: str | None = None,
    separate: bool = False,
) -> dict[str, bytes]:
    """Forms to fill in: file name -> content.

    Args:
        tables: names of the catalogue; none means all that the engagement needs, or all there are.
        languages: headers and choices are in the first, the guidance in all.
        form: ``xlsx`` or ``csv``.
        engagement: audit.yaml or its folder: limits the tables, and gives instrument and scales.
        instrument: a questionnaire that ships, or a YAML file of one's own, for the columns of the survey.
        separate: a workbook for each table.

    Raises:
        UsageError: a table or an instrument that there is not, or an audit.yaml that is wrong.
    """
    prepared = prepare(engagement) if engagement else None
    checklists = prepared.checklists if prepared else _shipped()
    serves = dependent_items(checklists, MEASURES)
    definitions = _definitions(tables, prepared, instrument)
    return fill_in_templates(definitions, languages, form, serves=serves, separate=separate)


def table_schemas(
    tables: Sequence[str], *, engagement: Path | None = None, instrument: str | None = None
) -> dict[str, bytes]:
    """Table Schemas and a data package of them: file name -> content. Arguments are those of ``templates``."""
    return schema_files(_definitions(tables, prepare(engagement) if engagement else None, instrument))


def whole_package(
    tables: Sequence[str], *, engagement: Path | None = None, instrument: str | None = None
) -> str:
    """The same in one JSON text. Arguments are those of ``templates``."""
    return in_one(_definitions(tables, prepare(engagement) if engagement else None, instrument)).decode()


def request(path: Path, languages: Sequence[Language], form: RequestFormat) -> dict[str, bytes]:
    """The data request of an engagement, one file a language: file name -> content.

    What audit.yaml names already is validated first, so that the request says what is missing or broken;
    a file that it names and that has not come is asked for by its name.

    Args:
        path: audit.yaml or the folder that holds it; ``evidence`` may be empty.
        languages: of the files.
        form: ``xlsx`` or ``md``; the same evidence gives the same bytes.

    Raises:
        UsageError: audit.yaml or what it names is wrong.
    """
    prepared = prepare(path)
    instrument = prepared.instrument.instrument if prepared.instrument else None
    definitions = _definitions((), prepared, None)
    asked = compile_request(prepared.checklists, MEASURES, definitions, instrument, _handed_over(prepared))
    files = {}
    for language in languages:
        paper = outline(asked, prepared.loaded.engagement, prepared.checklists, language)
        content = markdown(paper).encode() if form == "md" else _sheets(paper)
        files[f"{REQUEST_FILE.in_(language)}.{form}"] = content
    return files


def handed_out(path: Path) -> dict[str, bytes]:
    """What goes with the request, so that the organisation can check its files itself: file name -> content.

    Raises:
        UsageError: audit.yaml or what it names is wrong.
    """
    prepared = prepare(path)
    loaded = prepared.loaded
    ours = [name for name in loaded.engagement.criteria if name in shipped_checklists()]
    name = loaded.engagement.instrument
    own = name is not None and name.endswith((".yaml", ".yml"))
    questionnaire = loaded.path(name, "instrument").read_bytes() if name is not None and own else None
    return self_check(loaded.file.data, ours or shipped_checklists()[:1], questionnaire)


def _sheets(paper: Outline) -> bytes:
    from audit.handout.workbook import new_workbook, saved, write_outline  # noqa: PLC0415  openpyxl

    book = new_workbook()
    write_outline(book, paper, tabs=True)
    return saved(book)


def _handed_over(whole: Prepared) -> HandedOver:
    """What is known of the tables that audit.yaml names; files that cannot be read are told with theirs.

    Files that audit.yaml names and that have not come are what is asked for: the others are checked without them.
    """
    awaited = {
        name: found for name in whole.loaded.engagement.evidence if (found := whole.loaded.awaited(name))
    }
    prepared = _without(whole, awaited)
    loaded = prepared.loaded
    names = frozenset(loaded.engagement.evidence)
    if not names:
        return HandedOver(awaited=awaited)
    try:
        return HandedOver(names, validate_prepared(prepared), awaited=awaited)
    except Unreadable as error:
        by_table = {}
        for name in names:
            shown = {masked(one) for _, one in loaded.evidence_files(name)}  # as errors name them
            told = tuple(one for one in error.located if one.file in shown)
            if told:
                by_table[name] = told
        return HandedOver(names, None, by_table, awaited)


def _without(prepared: Prepared, awaited: Mapping[str, tuple[str, ...]]) -> Prepared:
    """The same engagement without patterns that no file matches, and without tables that have no other."""
    evidence = {}
    for name, source in prepared.loaded.engagement.evidence.items():
        files = tuple(one for one in source.files if one not in awaited.get(name, ()))
        if files or name not in awaited:
            evidence[name] = source.model_copy(update={"files": files})
    engagement = prepared.loaded.engagement.model_copy(update={"evidence": evidence})
    return replace(prepared, loaded=replace(prepared.loaded, engagement=engagement))


def _definitions(
    tables: Sequence[str], prepared: Prepared | None, instrument: str | None
) -> list[TableDefinition]:
    """The tables as the engagement needs them, in the order of the catalogue."""
    wrong = [name for name in tables if name not in TABLES]
    if wrong:
        raise UsageError([Located(file=one, message=unknown(_TABLE, one, list(TABLES))) for one in wrong])
    asked = _questionnaire(instrument, prepared)
    if prepared is None:
        return [table_definition(name, asked) for name in tables or TABLES]
    scale = prepared.loaded.engagement.satisfaction_scale
    return [table_definition(name, asked, scale) for name in tables or needed_tables(prepared)]


def needed_tables(prepared: Prepared) -> list[str]:
    """The tables that an item of the engagement's checklists stands on, and those that it has already."""
    serves = dependent_items(prepared.checklists, MEASURES)
    return [name for name in TABLES if serves.get(name) or name in prepared.loaded.engagement.evidence]


def _questionnaire(name: str | None, prepared: Prepared | None) -> Instrument | None:
    if name is None:
        loaded = prepared.instrument if prepared else None
        return loaded.instrument if loaded else None
    if name.endswith((".yaml", ".yml")):
        return load_instrument(Path(name), name).instrument
    known = {path.stem: path for path in (shipped("checklists") / "instruments").glob("*.yaml")}
    if name not in known:
        raise UsageError([Located(file=name, message=unknown(_INSTRUMENT, name, sorted(known)))])
    return load_instrument(known[name], name).instrument


def _shipped() -> tuple[Checklist, ...]:
    return tuple(load_shipped(name) for name in shipped_checklists())
