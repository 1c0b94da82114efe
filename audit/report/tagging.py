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
        elements = tuple(element for element, _ in _elements(root))
        _running_heads_to_artifacts(pdf, owners, {element.objgen for element in elements})
        _scope_header_cells(root)
        _index_identifiers(pdf, root, elements)
        _place_figures(elements)
        to_signature_fields(pdf)
        _describe(pdf, _UA_1 + described)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def _elements(node: Object, path: tuple[Object, ...] = ()) -> Iterator[tuple[Object, tuple[Object, ...]]]:
    """Structure elements under a node in reading order, each with its ancestors, outermost first."""
    for kid in _kids(node):
        yield kid, path
        yield from _elements(kid, (*path, kid))


def _kids(node: Object) -> list[Object]:
    """The structure elements right under a node; marks and annotations are none."""
    held = node.get(Name.K, Array())
    kids = held.as_list() if isinstance(held, Array) else [held]
    return [kid for kid in kids if isinstance(kid, Dictionary) and Name.S in kid]


def _role(element: Object) -> Object:
    return element[Name.S]


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


def _scope_header_cells(root: Object) -> None:
    for element, path in _elements(root):
        if _role(element) == Name.TH:
            in_head = any(_role(ancestor) == Name.THead for ancestor in path)
            element.A.Scope = Name.Column if in_head else Name.Row


def _index_identifiers(pdf: Pdf, root: Object, elements: tuple[Object, ...]) -> None:
    named = sorted((bytes(one.ID), one) for one in elements if Name.ID in one)
    if named:
        pairs = [part for identifier, one in named for part in (pikepdf.String(identifier), one)]
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(pairs)))


def _place_figures(elements: tuple[Object, ...]) -> None:
    for element in elements:
        if _role(element) == Name.Figure:
            left, top, right, bottom = (float(edge) * PIXEL for edge in element.A.BBox.as_list())
            height = float(element.Pg.MediaBox[3])
            element.A.BBox = Array([round(edge, 3) for edge in (left, height - bottom, right, height - top)])


def _describe(pdf: Pdf, described: bytes) -> None:
    metadata = pdf.Root.Metadata
    metadata.write(metadata.read_bytes().replace(b"</rdf:RDF>", described + b"</rdf:RDF>", 1))
