"""The report as a Word document, made from the same HTML as the PDF.

No layout engine is loaded on the way, so it is made where there is none.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterable
from datetime import UTC

import lxml.html
from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml.etree import _Element as Element

from audit.report.markup import Markup, markup
from audit.report.options import FINAL, Options
from audit.report.sections.scope import as_of
from audit.report.word.ooxml import element, paragraph, run, value
from audit.report.word.pages import TEXT_WIDTH, contents, running_foot, running_head, section
from audit.report.word.pictures import drawing, drawings, png, size, told
from audit.report.word.styles import BULLETS, WORD_LANGUAGES, style_elements
from audit.report.word.vocabulary import classes, unknown
from audit.report.word.walking import Place, Walk, apart
from audit.report.wording import words
from audit.result import AuditResult
from audit.text import Language

_log = logging.getLogger(__name__)

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Stands where the archive says when a part was written."""

_UNUSED = ("customXml", "stylesWithEffects", "webSettings", "thumbnail")
"""Relations of the empty document of python-docx that say nothing about ours."""


def render_docx(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """The report of a result, to be edited; equal results give equal bytes.

    Args:
        result: of any audience.
        language: of the whole report.
        options: how it is issued.
    """
    made = markup(result, language, options)
    book = _empty(language)
    _write(book, made, language, words(language).draft if options.draft else None)
    properties = book.core_properties
    properties.title, properties.author, properties.last_modified_by = made.title, "", ""
    properties.language, properties.revision, properties.comments = WORD_LANGUAGES[language], 1, ""
    moment = as_of(result).astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties.created = properties.modified = moment
    return _packed(book)


def _write(book: DocumentObject, made: Markup, language: Language, draft: str | None) -> None:
    svgs = drawings(made.html)

    def picture(place: int, width: int) -> Element:
        relationship, _ = book.part.get_or_add_image(io.BytesIO(png(svgs[place])))
        return drawing(relationship, place + 1, told(svgs[place]), size(svgs[place], width))

    def link(address: str) -> str:
        return str(book.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    walk = Walk(picture, link, chinese=language == "zh")
    page = lxml.html.document_fromstring(made.html).find("body")
    issuer = page.get("data-issuer")
    blocks: list[Element] = []
    for part in page:
        if "toc" in classes(part):
            before, title = len(blocks), part.find("h1").text
        elif "cover" in classes(part):
            blocks += walk.blocks(part, Place("Cover Note", TEXT_WIDTH, in_cover=True))
            blocks.append(paragraph("Cover Note", [run(issuer)], [section()]))
        else:
            blocks += walk.blocks(part, Place("Body Text", TEXT_WIDTH))
    blocks.insert(before, contents(title, walk.headings))
    _refill(book.element.body, [*apart(blocks), section()])
    _surround(book, running_head(page.get("data-document"), draft), running_foot(issuer))
    for one in unknown(page):
        _log.warning("the Word document sets %s as plain text", one)


def _surround(book: DocumentObject, head: Element, foot: Element) -> None:
    """The head and the foot of all pages but the cover."""
    around = book.sections[-1]
    for part, content in ((around.header, head), (around.footer, foot)):
        part.is_linked_to_previous = False
        for one in list(part._element):  # python-docx has no other way to empty it
            part._element.remove(one)
        part._element.append(content)


def _empty(language: Language) -> DocumentObject:
    """A document without text: our styles, one kind of list, A4."""
    book = Document()
    package = book.part.package
    for rels in (package.rels, book.part.rels):
        for key in [key for key, one in rels.items() if one.reltype.rsplit("/", 1)[-1] in _UNUSED]:
            del rels[key]
    _refill(book.styles.element, style_elements(language))
    _refill(book.part.numbering_part.element, _bullets())
    _refill(book.settings.element, _settings(language))
    return book


def _refill(parent: Element, children: Iterable[Element]) -> None:
    for one in list(parent):
        parent.remove(one)
    parent.extend(children)


def _bullets() -> list[Element]:
    level = element(
        "w:lvl",
        {"ilvl": 0},
        [
            value("w:start", 1),
            value("w:numFmt", "bullet"),
            value("w:pStyle", "ListBullet"),
            value("w:lvlText", "•"),
            value("w:lvlJc", "left"),
        ],
    )
    kind = element("w:abstractNum", {"abstractNumId": 0}, [value("w:multiLevelType", "singleLevel"), level])
    return [kind, element("w:num", {"numId": BULLETS}, [value("w:abstractNumId", 0)])]


def _settings(language: Language) -> list[Element]:
    mode = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": 15}
    spacing = "compressPunctuation" if language == "zh" else "doNotCompress"
    return [
        element("w:zoom", {"percent": 100}),
        value("w:defaultTabStop", 720),
        value("w:characterSpacingControl", spacing),
        element("w:compat", children=[element("w:compatSetting", mode)]),
        element("w:themeFontLang", {"val": WORD_LANGUAGES[language], "eastAsia": "zh-CN"}),
        value("w:decimalSymbol", "."),
        value("w:listSeparator", ","),
    ]


def _packed(book: DocumentObject) -> bytes:
    """The bytes, without the time at which they were written."""
    raw, packed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _MOMENT), old.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
