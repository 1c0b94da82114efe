"""A questionnaire as a Word document, to be edited and printed; equal questionnaires give equal bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from audit.questionnaire.paper import Part, Question, Questionnaire
from audit.questionnaire.words import WORDS
from audit.text import Language

_LATIN, _CHINESE = "Calibri", "Microsoft YaHei"
_INK, _KEY = RGBColor(0x1F, 0x3A, 0x4D), RGBColor(0x5B, 0x6B, 0x78)
_MOMENT = dt.datetime(2000, 1, 1)
_WIDTH, _POINT, _NUMBER = 18.0, 0.95, 2.4
_BOX, _CIRCLE, _LINE = "☐", "○", "____________"


def document(questionnaire: Questionnaire) -> bytes:
    """The document; the column of each question stands beside it in small letters."""
    book = Document()
    _prepare(book, questionnaire)
    book.add_heading(questionnaire.title, 0)
    if questionnaire.instruction:
        book.add_paragraph(questionnaire.instruction)
    office = book.add_paragraph(f"{_word('office', questionnaire.language)}  ")
    for question in questionnaire.office:
        office.add_run(f"{question.words} ")
        _key(office, question)
        office.add_run(f" {_LINE}  ")
    for number, part in enumerate(questionnaire.parts, 1):
        book.add_heading(_word("part", questionnaire.language).format(n=number), 1)
        _part(book, part, questionnaire.language)
    book.add_paragraph(_word("thanks", questionnaire.language))
    footer = _word("version", questionnaire.language).format(
        id=questionnaire.id, version=questionnaire.version
    )
    book.sections[0].footer.paragraphs[0].text = footer
    return _packed(book)


def _prepare(book: DocumentObject, questionnaire: Questionnaire) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - _WIDTH) / 2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name, size in (("Normal", 10.5), ("Title", 18), ("Heading 1", 12)):
        style = book.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:ascii"), _LATIN)
        fonts.set(qn("w:hAnsi"), _LATIN)
        fonts.set(qn("w:eastAsia"), _CHINESE)
        if name != "Normal":
            style.font.color.rgb = _INK
    properties = book.core_properties
    properties.title, properties.author = questionnaire.title, "service-gap-audit"
    properties.language = "zh-CN" if questionnaire.language == "zh" else "en"
    properties.created = properties.modified = _MOMENT


def _part(book: DocumentObject, part: Part, language: Language) -> None:
    if part.lead:
        book.add_paragraph().add_run(part.lead).bold = True
    if part.anchors:
        equals = _word("equals", language)
        told = [equals.format(point=point, meaning=meaning) for point, meaning in part.anchors]
        book.add_paragraph(_word("between", language).join(told))
    if part.kind == "questions":
        for question in part.questions:
            _question(book, question)
        return
    _grid(book, part, language)


def _question(book: DocumentObject, question: Question) -> None:
    paragraph = book.add_paragraph(f"{question.words} ")
    _key(paragraph, question)
    paragraph.paragraph_format.keep_with_next = True
    mark = _BOX if question.several else _CIRCLE
    book.add_paragraph("    ".join(f"{mark} {one}" for one in question.options) or _LINE * 2)


def _grid(book: DocumentObject, part: Part, language: Language) -> None:
    heads = part.points or (_word("points", language),)
    each = _POINT if part.points else _NUMBER
    table = book.add_table(rows=1, cols=1 + len(heads), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0].cells[0], _word("question", language), bold=True)
    for cell, head in zip(table.rows[0].cells[1:], heads, strict=True):
        _fill(cell, head, bold=True, centred=True)
    _repeat(table.rows[0])
    for number, question in enumerate(part.questions, 1):
        cells = table.add_row().cells
        _key(_fill(cells[0], f"{number}. {question.words} "), question)
        for cell in cells[1:]:
            _fill(cell, _CIRCLE if part.points else "", centred=True)
    if part.kind == "points":
        cells = table.add_row().cells
        _fill(cells[0], _word("total", language), bold=True)
        _fill(cells[1], "100", centred=True)
    _widths(table, [_WIDTH - each * len(heads), *(each for _ in heads)])


def _fill(cell: _Cell, words: str, *, bold: bool = False, centred: bool = False) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(words).bold = bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _key(paragraph: Paragraph, question: Question) -> None:
    run = paragraph.add_run(question.column)
    run.font.size, run.font.color.rgb = Pt(7.5), _KEY


def _repeat(row: _Row) -> None:
    """Say that a row heads its table on every page, which readers aloud rely on as well."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # python-docx has no other way


def _widths(table: Table, widths: list[float]) -> None:
    for row in table.rows:
        no_split = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(no_split)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _word(name: str, language: Language) -> str:
    return WORDS[name].in_(language)


def _packed(book: DocumentObject) -> bytes:
    """The bytes, without the time at which they were written."""
    raw, packed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            moment = zipfile.ZipInfo(part.filename, (2000, 1, 1, 0, 0, 0))
            new.writestr(moment, old.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
