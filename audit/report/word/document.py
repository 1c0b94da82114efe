"""The report as a Word document, made from the same HTML as the PDF.

No layout engine is loaded on the way, so it is made where there is none.
"""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import UTC

import lxml.html
from docx.document import Document as DocumentObject

from audit.report.bilingual import bilingual
from audit.report.markup import Markup, markup
from audit.report.options import FINAL, Options
from audit.report.sections.scope import as_of
from audit.report.word.body import body
from audit.report.word.book import Book, own_book, plain_book
from audit.report.word.pages import running_foot, running_head
from audit.report.word.styles import WORD_LANGUAGES
from audit.report.word.vocabulary import unknown
from audit.result import AuditResult
from audit.text import Language

_log = logging.getLogger(__name__)

OWN_STYLES = ("styles.docx", "styles.dotx")
"""Names in the folder of a body under which its own Word file may stand."""

_LONGEST_PROPERTY = 255
"""Characters that Word allows in a property."""

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Stands where the archive says when a part was written."""


def render_docx(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """The report of a result, to be edited; equal results give equal bytes.

    Args:
        result: of any audience.
        language: of the whole report.
        options: how it is issued.

    Raises:
        UsageError: the Word file of the body that issues the report cannot be read.
    """
    return _written(result, markup(result, language, options), (language,), options)


def render_bilingual(result: AuditResult, languages: tuple[Language, Language], options: Options) -> bytes:
    """The report in two languages as one document, otherwise as ``render_docx`` makes it."""
    return _written(result, bilingual(result, languages, options), languages, options)


def _written(result: AuditResult, made: Markup, languages: tuple[Language, ...], options: Options) -> bytes:
    book = _book(languages, options)
    page = lxml.html.document_fromstring(made.html).find("body")
    draft = options.brand.words_in(languages[0]).draft if options.draft else None
    book.fill(body(page, made, book.document.part, book.section, languages[0]))
    book.surround(running_head(page.get("data-document"), draft), running_foot(page.get("data-issuer")))
    for one in unknown(page):
        _log.warning("the Word document sets %s as plain text", one)
    _describe(book.document, made, languages[0], result)
    return _packed(book.document)


def _book(languages: tuple[Language, ...], options: Options) -> Book:
    """The body's own Word file without its text, or ours."""
    folder, palette = options.brand.folder, options.brand.palette
    own = [folder / name for name in OWN_STYLES] if folder else []
    for file in own:
        if file.is_file():
            return own_book(file, languages, palette)
    return plain_book(languages, palette)


def _describe(document: DocumentObject, made: Markup, language: Language, result: AuditResult) -> None:
    properties = document.core_properties
    properties.title, properties.comments = _property(made.title), _property(made.description)
    properties.author = properties.last_modified_by = ""
    properties.language, properties.revision = WORD_LANGUAGES[language], 1
    moment = as_of(result).astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties.created = properties.modified = moment


def _property(text: str) -> str:
    """Text as long as Word allows."""
    return text if len(text) <= _LONGEST_PROPERTY else f"{text[: _LONGEST_PROPERTY - 1]}…"


def _packed(document: DocumentObject) -> bytes:
    """The bytes, without the time at which they were written."""
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _MOMENT), old.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
