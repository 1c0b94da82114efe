"""The forms in which a report is issued: what each is called, and which function writes it.

A form is a line of ``FORMATS``. Its function is named rather than imported, because a report in one form
should neither wait for the libraries of the others nor fail where they cannot be loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from audit.report.options import Options
from audit.report.wording import TAGS
from audit.result import AuditResult
from audit.text import Language

Writer = Callable[[AuditResult, Language, Options], bytes | Mapping[str, bytes]]
"""Makes one file, or several files of one folder by their names."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form of the report.

    ``file``: its file name, or that of its folder; ``{tag}`` is the language.
    ``writer``: ``module:function`` of ``audit.report``, a ``Writer``.
    """

    file: str
    writer: str


FORMATS: Mapping[str, Format] = {
    "pdf": Format("report.{tag}.pdf", "document:render_pdf"),
    "docx": Format("report.{tag}.docx", "word.document:render_docx"),
}


def render_format(
    name: str, result: AuditResult, language: Language, options: Options
) -> Mapping[str, bytes]:
    """The files of one form in one language: path below the output folder -> content.

    Raises:
        KeyError: there is no such form.
    """
    form = FORMATS[name]
    module, function = form.writer.split(":")
    writer = cast(Writer, getattr(import_module(f"audit.report.{module}"), function))
    made, file = writer(result, language, options), form.file.format(tag=TAGS[language])
    return {file: made} if isinstance(made, bytes) else {f"{file}/{one}": made[one] for one in made}
