"""Two PDFs with mended tags become one: pages, outline, places, tags and fields of both, in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from audit.report.tagging import saved


def joined(first: bytes, second: bytes) -> bytes:
    """One document that says of itself what the first does, with the pages of the second behind its own.

    Both are as ``tagging.mend`` leaves them; no cell of one bears the identifier of a cell of the other.
    """
    with pikepdf.open(io.BytesIO(first)) as pdf, pikepdf.open(io.BytesIO(second)) as other:
        own = len(pdf.pages)
        # Pages first: what refers to a page is then copied with a reference to the copy.
        for page in other.pages:
            pdf.pages.append(page)
        root = pdf.copy_foreign(_beside_pages(other))
        _append_tags(pdf, root.StructTreeRoot, own)
        _append_outline(pdf, root)
        _append_places(pdf, root)
        if Name.AcroForm in root and Name.AcroForm not in pdf.Root:
            pdf.Root.AcroForm = root.AcroForm
        return saved(pdf)


def _beside_pages(pdf: Pdf) -> Object:
    """What a document holds beside its pages, as one object that can be copied."""
    held = (Name.StructTreeRoot, Name.Outlines, Name.Names, Name.AcroForm)
    return pdf.make_indirect(Dictionary({str(key): pdf.Root[key] for key in held if key in pdf.Root}))


def _append_tags(pdf: Pdf, tree: Object, own: int) -> None:
    root = pdf.Root.StructTreeRoot
    document, more = root.K[0], tree.K[0]
    for element in more.K.as_list():
        element.P = document
    document.K = Array([*document.K.as_list(), *more.K.as_list()])
    keys = root.ParentTree.Nums.as_list()
    shift = max(int(key) for key in keys[::2]) + 1
    added = tree.ParentTree.Nums.as_list()
    added[::2] = [int(key) + shift for key in added[::2]]
    root.ParentTree.Nums = Array([*keys, *added])
    for page in list(pdf.pages)[own:]:
        page.obj.StructParents = int(page.obj.StructParents) + shift
        for annotation in page.obj.get(Name.Annots, Array()).as_list():
            annotation.StructParent = int(annotation.StructParent) + shift
    if Name.IDTree in tree:
        _merge(pdf, root, Name.IDTree, tree.IDTree.Names)


def _append_outline(pdf: Pdf, other: Object) -> None:
    if Name.Outlines not in other:
        return
    outline, more = pdf.Root.Outlines, other.Outlines
    for entry in _entries(more):
        entry.Parent = outline
    outline.Last.Next, more.First.Prev = more.First, outline.Last
    outline.Last = more.Last
    outline.Count = int(outline.Count) + int(more.Count)


def _entries(outline: Object) -> Iterator[Object]:
    entry = outline.get(Name.First)
    while entry is not None:
        yield entry
        entry = entry.get(Name.Next)


def _append_places(pdf: Pdf, other: Object) -> None:
    if Name.Names in other and Name.Dests in other.Names:
        _merge(pdf, pdf.Root.Names, Name.Dests, other.Names.Dests.Names)


def _merge(pdf: Pdf, holder: Object, key: Name, more: Object) -> None:
    """Add names to a name tree, which is sorted (ISO 32000-1, 7.9.6)."""
    listed = [*(holder[key].Names.as_list() if key in holder else ()), *more.as_list()]
    pairs = sorted(zip(listed[::2], listed[1::2], strict=True), key=lambda pair: bytes(pair[0]))
    holder[key] = pdf.make_indirect(Dictionary(Names=Array([part for pair in pairs for part in pair])))
