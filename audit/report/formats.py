"""The forms in which a report is issued: what each is called, and which function writes it.

A form is a line of ``FORMATS``. Its function is named rather than imported, because a report in one form
should neither wait for the libraries of the others nor fail where they cannot be loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from audit.report.libraries import loading_layout
from audit.report.options import Options
from audit.report.wording import TAGS
from audit.result import AuditResult
from audit.text import Language

Writer = Callable[[AuditResult, Language, Options], bytes | Mapping[str, bytes]]
"""Makes one file, or several files of one folder by their names."""

BilingualWriter = Callable[[AuditResult, tuple[Language, Language], Options], bytes | Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """A form of the report.

    ``file``: its file name, or that of its folder; ``{tag}`` is the language.
    ``writer``: ``module:function`` of ``audit.report``, a ``Writer``.
    ``bilingual``: the same for one report in two languages, which takes them both; empty where there is none.
    """

    file: str
    writer: str
    bilingual: str = ""


FORMATS: Mapping[str, Format] = {
    "pdf": Format("report.{tag}.pdf", "document:render_pdf", bilingual="document:render_bilingual"),
    "html": Format("report.{tag}.html", "web:render_html", bilingual="web:render_bilingual"),
    "docx": Format(
        "report.{tag}.docx", "word.document:render_docx", bilingual="word.document:render_bilingual"
    ),
    "xlsx": Format("report.{tag}.xlsx", "xlsx:render_xlsx"),
    "csv": Format("tables.{tag}", "csv_tables:render_csv"),
    "oscal": Format("report.{tag}.oscal.json", "oscal:render_oscal"),
    "summary": Format("summary.{tag}.pdf", "document:render_summary"),
    "findings": Format("findings.{tag}.pdf", "document:render_findings"),
    "annex": Format("annex.{tag}.pdf", "document:render_annex"),
}


def render_format(
    name: str, result: AuditResult, language: Language, options: Options
) -> Mapping[str, bytes]:
    """The files of one form in one language: path below the output folder -> content.

    Raises:
        KeyError: there is no such form.
        NoPango: it needs libraries that are not here.
    """
    form = FORMATS[name]
    writer = cast(Writer, _named(form.writer))
    return _files(form.file.format(tag=TAGS[language]), writer(result, language, options))


def render_bilingual(
    name: str, result: AuditResult, languages: tuple[Language, Language], options: Options
) -> Mapping[str, bytes]:
    """The files of one form in two languages at once.

    Raises:
        KeyError: there is no such form, or none of it in two languages.
    """
    form = FORMATS[name]
    if not form.bilingual:
        raise KeyError(name)
    writer = cast(BilingualWriter, _named(form.bilingual))
    return _files(form.file.format(tag="bilingual"), writer(result, languages, options))


def _named(writer: str) -> object:
    module, function = writer.split(":")
    with loading_layout():
        return getattr(import_module(f"audit.report.{module}"), function)


def _files(file: str, made: bytes | Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {file: made} if isinstance(made, bytes) else {f"{file}/{one}": made[one] for one in made}
