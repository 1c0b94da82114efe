"""Mend the tags of a PDF that WeasyPrint wrote, and declare it PDF/UA-1.

What is mended, each with the clause that asks for it (ISO 32000-1 unless said otherwise):

- running heads are tagged as content that no one refers to; they become pagination artifacts (14.8.2.2);
- header cells do not say whether they head a row or a column (14.8.5.7, ISO 14289-1 7.5);
- structure elements carry identifiers, but there is no tree to find them by (14.7.2, ``IDTree``);
- marks around nothing, and elements without any content, stand between real ones; they go (14.8.1);
- the box of a figure is given in CSS pixels from the top; it becomes user space from the bottom (14.8.5.4.3);
- PDF/A-3 and PDF/UA-1 are declared together, which needs an extension schema (ISO 19005-3 6.6.2.3).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from audit.report.signature_fields import to_signature_fields

PIXEL = 0.75  # points: a CSS pixel is 1/96 inch

# Cells, rows and list parts are structure even when they are empty.
_MAY_GO = frozenset({Name.Span, Name.NonStruct, Name.Div, Name.P, Name.Sect})

_MARKED = rb"/[A-Za-z0-9]+\s<</MCID %d>>\sBDC\s"
_STATE_ONLY = rb"(?:(?:/\S+\sgs|[-\d. ]+\srg|BT|ET)\s)*"
_MARKED_NOTHING = re.compile(rb"/[A-Za-z0-9]+\s<</MCID (\d+)>>\sBDC\s(" + _STATE_ONLY + rb")EMC\s")
_ARTIFACT = b"/Artifact\n<</Type/Pagination>>\nBDC\n"

_UA_1 = b"""<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>"""


def mend(content: bytes, described: bytes = b"") -> bytes:
    """The same document with its tags mended and PDF/UA-1 declared; same input, same bytes.

    Args:
        content: a PDF as WeasyPrint writes it.
        described: more descriptions for its XMP metadata.

    Raises:
        ValueError: the document has no structure tree, or its marks are not written as WeasyPrint does.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if Name.StructTreeRoot not in pdf.Root:
            raise ValueError("the document is not tagged")
        root = pdf.Root.StructTreeRoot
        owners = _owners(root)
        _drop_marks_around_nothing(pdf, owners)
        _drop_empty(root)
        elements = tuple(_elements(root))
        _running_heads_to_artifacts(pdf, owners, {one.held.objgen for one in elements})
        _scope_header_cells(elements)
        _index_identifiers(pdf, root, elements)
        _place_figures(elements)
        to_signature_fields(pdf)
        _describe(pdf, _UA_1 + described)
        return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    """The document compressed; the same document, the same bytes."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Element:
    """A structure element, what it is, and whether it stands in the head of a table.

    Each look into a PDF is a call into qpdf, and a report of 100 pages has 20,000 elements.
    """

    held: Object
    role: Object
    in_head: bool


def _elements(node: Object, *, in_head: bool = False) -> Iterator[_Element]:
    """Structure elements under a node in reading order."""
    for kid in _kids(node):
        role = kid[Name.S]
        yield _Element(kid, role, in_head)
        yield from _elements(kid, in_head=in_head or role == Name.THead)


def _kids(node: Object) -> list[Object]:
    """The structure elements right under a node; marks, which are numbers, and annotations are none."""
    held = node.get(Name.K)
    kids = held.as_list() if isinstance(held, Array) else [held]
    return [kid for kid in kids if isinstance(kid, Object) and Name.S in kid]


def _owners(root: Object) -> dict[int, Object]:
    """Page (its key in the parent tree) -> the element that owns each mark, by number of the mark."""
    numbers = root.ParentTree.Nums.as_list()
    return {int(key): owner for key, owner in zip(numbers[::2], numbers[1::2], strict=True)}


def _drop_marks_around_nothing(pdf: Pdf, owners: dict[int, Object]) -> None:
    """White space that was collapsed away still leaves a mark and a Span."""
    for page in pdf.pages:
        stream = page.obj.Contents.read_bytes()
        empty = [int(mark) for mark, _ in _MARKED_NOTHING.findall(stream)]
        if not empty:
            continue
        marks = owners[int(page.obj.StructParents)]
        for mark in empty:
            kids = marks[mark].K.as_list()
            marks[mark].K = Array([kid for kid in kids if kid != mark])
            marks[mark] = None
        page.obj.Contents = pdf.make_stream(_MARKED_NOTHING.sub(rb"\2", stream))


def _drop_empty(node: Object) -> None:
    """Take out elements with nothing in them, innermost first."""
    kids = node.get(Name.K)
    if not isinstance(kids, Array):
        return
    for kid in _kids(node):
        _drop_empty(kid)
    kept = [kid for kid in kids.as_list() if not _is_empty(kid)]
    if len(kept) < len(kids):
        node.K = Array(kept)


def _is_empty(kid: object) -> bool:
    """Whether it is an element (not a mark, which is a number) that holds nothing and may go."""
    if not isinstance(kid, Dictionary) or kid.get(Name.S) not in _MAY_GO:
        return False
    kids = kid.get(Name.K)
    return kids is None or (isinstance(kids, Array) and len(kids) == 0)


def _running_heads_to_artifacts(pdf: Pdf, owners: dict[int, Object], in_tree: set[tuple[int, int]]) -> None:
    """Margin boxes are marked and numbered, but their elements hang on no tree."""
    for page in pdf.pages:
        marks = owners[int(page.obj.StructParents)]
        listed: Iterable[Object | None] = marks.as_list()  # null where a mark was dropped
        strays = [
            mark for mark, owner in enumerate(listed) if owner is not None and owner.objgen not in in_tree
        ]
        if not strays:
            continue
        stream = page.obj.Contents.read_bytes()
        for mark in strays:
            stream, replaced = re.subn(_MARKED % mark, _ARTIFACT, stream)
            if replaced != 1:
                raise ValueError(f"mark {mark} stands {replaced} times on a page")
            marks[mark] = None
        page.obj.Contents = pdf.make_stream(stream)


def _scope_header_cells(elements: tuple[_Element, ...]) -> None:
    for one in elements:
        if one.role == Name.TH:
            one.held.A.Scope = Name.Column if one.in_head else Name.Row


def _index_identifiers(pdf: Pdf, root: Object, elements: tuple[_Element, ...]) -> None:
    named = sorted(
        (bytes(one.held.ID), one.held) for one in elements if one.role == Name.TH and Name.ID in one.held
    )
    if named:
        pairs = [part for identifier, one in named for part in (pikepdf.String(identifier), one)]
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(pairs)))


def _place_figures(elements: tuple[_Element, ...]) -> None:
    for one in elements:
        if one.role == Name.Figure:
            left, top, right, bottom = (float(edge) * PIXEL for edge in one.held.A.BBox.as_list())
            height = float(one.held.Pg.MediaBox[3])
            box = (left, height - bottom, right, height - top)
            one.held.A.BBox = Array([round(edge, 3) for edge in box])


def _describe(pdf: Pdf, described: bytes) -> None:
    metadata = pdf.Root.Metadata
    metadata.write(metadata.read_bytes().replace(b"</rdf:RDF>", described + b"</rdf:RDF>", 1))
