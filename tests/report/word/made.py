"""The Word documents of the small results, each made once in a process, and ways to look into one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache

import docx
import lxml.html
from docx.document import Document
from lxml import etree

from audit.report.markup import markup
from audit.report.options import FINAL, Options
from audit.report.word.document import render_docx
from audit.report.word.ooxml import qualified
from audit.text import Language
from tests.report.rendered import RESULTS

SURVEY = ("survey", "zh")
EVERY: list[tuple[str, Language]] = [("survey", "zh"), ("survey", "en"), ("delivery", "en"), ("empty", "zh")]


@cache
def word(name: str, language: Language, draft: bool = False) -> bytes:
    """The document of a small result."""
    return render_docx(RESULTS[name](), language, Options(draft=draft))


def opened(name: str, language: Language, draft: bool = False) -> Document:
    """The same, read by python-docx."""
    return docx.Document(io.BytesIO(word(name, language, draft)))


@cache
def html(name: str, language: Language) -> etree._Element:
    """The HTML that it was made from, without the contents, drawings and captions that are only read out."""
    page = lxml.html.document_fromstring(markup(RESULTS[name](), language, FINAL).html).find("body")
    for node in page.xpath(
        "//*[contains(@class, 'toc')] | //svg | //table[contains(@class, 'form')]/caption"
    ):
        node.drop_tree()
    return page


@cache
def parts(content: bytes) -> dict[str, etree._Element]:
    """The XML parts of a document by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            one: etree.fromstring(archive.read(one))
            for one in archive.namelist()
            if one.endswith((".xml", ".rels"))
        }


def all_of(content: bytes, *names: str) -> Iterator[etree._Element]:
    """Every element of these names, in all parts."""
    for part in parts(content).values():
        yield from part.iter(*map(qualified, names))


def squeezed(text: str) -> str:
    """Text without white space: where a line breaks is not the point here."""
    return "".join(text.split())
