"""The document that the text goes into: ours, or the Word file of the body that issues the report."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.parts.numbering import NumberingPart
from lxml import etree
from lxml.etree import _Element as Element

from audit.errors import Located, UsageError
from audit.report.branding.palette import Palette
from audit.report.word.ooxml import element, qualified, value
from audit.report.word.pages import section
from audit.report.word.styles import WORD_LANGUAGES, style_elements
from audit.text import Language, Text, message

NOT_WORD = message(
    "R-WORD",
    zh="无法作为 Word 文件读取",
    en="this cannot be read as a Word file",
    mend=Text(
        zh="请在 Word 中打开一份本工具生成的报告，修改样式后另存为 styles.docx",
        en="open a report of ours in Word, change its styles, save it as styles.docx",
    ),
)

_UNUSED = ("customXml", "stylesWithEffects", "webSettings", "thumbnail")
"""Relations of the empty document of python-docx that say nothing about ours."""

_TEMPLATE, _DOCUMENT = (
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}.main+xml".encode()
    for kind in ("template", "document")
)
_STYLED = tuple(
    qualified(f"w:{name}") for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
)


@dataclass(frozen=True)
class Book:
    """A document without text.

    ``section``: of all pages but the cover. ``renamed``: our id of a style -> the one that it has here.
    ``keeps_surroundings``: its pages have a head and a foot already.
    """

    document: DocumentObject
    section: Element
    renamed: Mapping[str, str] = field(default_factory=dict)
    keeps_surroundings: bool = False

    def fill(self, blocks: Iterable[Element]) -> None:
        """Put the text in."""
        _refill(self.document.element.body, [*blocks, self.section])
        self.rename(self.document.element.body)

    def surround(self, head: Element, foot: Element) -> None:
        """Put head and foot on the pages after the cover, below those that are there."""
        around = self.document.sections[-1]
        for part, content in ((around.header, head), (around.footer, foot)):
            if not self.keeps_surroundings:
                part.is_linked_to_previous = False
                _refill(part._element, [])  # python-docx has no other way to empty it
            part._element.append(content)
            self.rename(part._element)

    def rename(self, root: Element) -> None:
        """Let what is in an element use the styles under the ids that they have here."""
        for node in root.iter(*_STYLED):
            ours = node.get(qualified("w:val"))
            node.set(qualified("w:val"), self.renamed.get(ours, ours))


def plain_book(languages: tuple[Language, ...], palette: Palette) -> Book:
    """Our styles, one kind of list, A4."""
    document = Document()
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in rels.items() if one.reltype.rsplit("/", 1)[-1] in _UNUSED]:
            del rels[key]
    _refill(document.part.numbering_part.element, [])
    _refill(document.styles.element, style_elements(languages, palette, _bullets(document)))
    _refill(document.settings.element, _settings(languages))
    return Book(document, _a4())


def own_book(file: Path, languages: tuple[Language, ...], palette: Palette) -> Book:
    """The styles, the pages, the head and the foot of somebody's own file; a style that it lacks is ours.

    Raises:
        UsageError: it is no Word file.
    """
    document = _opened(file)
    there = document.styles.element
    known = {_name(one).lower(): one.get(qualified("w:styleId")) for one in there.iter(qualified("w:style"))}
    ours = [
        one
        for one in style_elements(languages, palette, _bullets(document))
        if one.tag == qualified("w:style")
    ]
    names = {one.get(qualified("w:styleId")): _name(one).lower() for one in ours}
    renamed = {ident: known[name] for ident, name in names.items() if name in known}
    kept = document.element.body.find(qualified("w:sectPr"))
    book = Book(
        document,
        _a4() if kept is None else copy.deepcopy(kept),
        renamed,
        keeps_surroundings=kept is not None and kept.find(qualified("w:headerReference")) is not None,
    )
    for one in ours:
        if _name(one).lower() not in known:
            book.rename(one)
            there.append(one)
    return book


def _a4() -> Element:
    """Our section, as an element that python-docx knows."""
    return parse_xml(etree.tostring(section()))


def _name(style: Element) -> str:
    return str(style.find(qualified("w:name")).get(qualified("w:val")))


def _opened(file: Path) -> DocumentObject:
    """A document or a template, which differ in one word."""
    content = io.BytesIO()
    try:
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(content, "w") as new:
            for part in old.infolist():
                read = old.read(part)
                types = part.filename == "[Content_Types].xml"
                new.writestr(part, read.replace(_TEMPLATE, _DOCUMENT) if types else read)
        return Document(content)
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as fault:
        raise UsageError([Located(file=str(file), message=NOT_WORD())]) from fault


def _refill(parent: Element, children: Iterable[Element]) -> None:
    for one in list(parent):
        parent.remove(one)
    parent.extend(children)


def _bullets(document: DocumentObject) -> int:
    """Add our kind of list to those of the document; its number there."""
    numbering = _numbering(document)
    kinds = numbering.findall(qualified("w:abstractNum"))
    lists = numbering.findall(qualified("w:num"))
    kind = 1 + max((int(one.get(qualified("w:abstractNumId"))) for one in kinds), default=-1)
    number = 1 + max((int(one.get(qualified("w:numId"))) for one in lists), default=0)
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
    made = element(
        "w:abstractNum", {"abstractNumId": kind}, [value("w:multiLevelType", "singleLevel"), level]
    )
    numbering.insert(len(kinds), made)
    numbering.append(element("w:num", {"numId": number}, [value("w:abstractNumId", kind)]))
    return number


def _numbering(document: DocumentObject) -> Element:
    """The lists of a document; python-docx makes none where there are none."""
    part = document.part
    if not any(one.reltype == RELATIONSHIP_TYPE.NUMBERING for one in part.rels.values()):
        root = parse_xml(etree.tostring(element("w:numbering")))
        name = PackURI("/word/numbering.xml")
        made = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, root, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element


def _settings(languages: tuple[Language, ...]) -> list[Element]:
    mode = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": 15}
    spacing = "compressPunctuation" if languages[0] == "zh" else "doNotCompress"
    return [
        element("w:zoom", {"percent": 100}),
        value("w:defaultTabStop", 720),
        value("w:characterSpacingControl", spacing),
        element("w:compat", children=[element("w:compatSetting", mode)]),
        element("w:themeFontLang", {"val": WORD_LANGUAGES[languages[0]], "eastAsia": "zh-CN"}),
        value("w:decimalSymbol", "."),
        value("w:listSeparator", ","),
    ]
