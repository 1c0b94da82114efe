"""Templates to fill in: workbooks and CSV files that are read back without any mapping."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Literal

from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.templates.form import Form, forms
from audit.evidence.templates.guidance import columns, guidance
from audit.handout.outline import Outline, markdown
from audit.text import Language, Text

TemplateFormat = Literal["xlsx", "csv"]

WORKBOOK = Text(zh="资料填报模板.xlsx", en="evidence-template.xlsx")
_README = Text(zh="填写说明.md", en="README.md")


def templates(
    definitions: Sequence[TableDefinition],
    languages: Sequence[Language],
    form: TemplateFormat,
    *,
    serves: Mapping[str, Sequence[str]],
    separate: bool = False,
) -> dict[str, bytes]:
    """The templates of some tables: file name -> content; the same tables give the same bytes.

    Args:
        definitions: the tables, the survey with the columns of its instrument.
        languages: headers and choices are in the first, the guidance in all of them.
        form: ``xlsx``, or ``csv``: headers only, in UTF-8 with a byte order mark, which Excel needs.
        serves: table -> the checklist items that stand on it, for the guidance.
        separate: a workbook for each table instead of a sheet.
    """
    first = forms(definitions, languages[0])
    if form == "csv":
        files = {f"{one.definition.name}.csv": _header_line(one) for one in first}
        for language in languages:
            papers = _papers(forms(definitions, language), language, serves)
            files[_README.in_(language)] = "\n".join(map(markdown, papers)).encode()
        return files
    if not separate:
        return {WORKBOOK.in_(languages[0]): _workbook(first, languages, serves)}
    return {f"{one.definition.name}.xlsx": _workbook([one], languages, serves) for one in first}


def _papers(
    chosen: Sequence[Form], language: Language, serves: Mapping[str, Sequence[str]]
) -> tuple[Outline, Outline]:
    return guidance(chosen, language, serves), columns(chosen, language)


def _header_line(form: Form) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([field.header for field in form.fields])
    return out.getvalue().encode("utf-8-sig")


def _workbook(
    chosen: Sequence[Form], languages: Sequence[Language], serves: Mapping[str, Sequence[str]]
) -> bytes:
    # openpyxl takes a quarter of a second to import; who asks for CSV need not wait for it.
    from audit.evidence.templates.sheets import write_form  # noqa: PLC0415
    from audit.handout.workbook import new_workbook, saved, write_outline  # noqa: PLC0415

    book = new_workbook()
    for language in languages:
        told = forms([one.definition for one in chosen], language)
        for paper in _papers(told, language, serves):
            write_outline(book, paper, tabs=False)
    for one in chosen:
        write_form(book, one)
    return saved(book)
