"""Places to sign: what stands in a template as a box to tick becomes a signature field of the PDF.

WeasyPrint knows no signature fields, but it sets a check box where the layout wants it and tags it as ``Form``
with its alternate text and its place in the parent tree, which PDF/UA-1 7.18.4 asks of every field. So a report
leaves with its fields in it: a signature only adds to the file, any other program may sign as well, and the
fields of later signers are already covered by the signature of the first.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf

_SIGNATURES_EXIST, _APPEND_ONLY = 1, 2
"""Bits of ``SigFlags`` (ISO 32000-1, table 219)."""

_OF_A_CHECK_BOX = (Name.AS, Name.V, Name.MK, Name.Border)


def to_signature_fields(pdf: Pdf) -> None:
    """Make every check box of a document an empty signature field, in place."""
    if Name.AcroForm not in pdf.Root:
        return
    fields = [one for one in pdf.Root.AcroForm.Fields.as_list() if one.get(Name.FT) == Name.Btn]
    for field in fields:
        _to_signature_field(pdf, field)
    for page in pdf.pages:
        if Name.Annots in page.obj:
            page.obj.Tabs = Name.S  # the order of the tags, ISO 14289-1 7.18.3
    form = Dictionary(Fields=Array(fields), SigFlags=_SIGNATURES_EXIST | _APPEND_ONLY)
    pdf.Root.AcroForm = pdf.make_indirect(form)


def _to_signature_field(pdf: Pdf, field: Object) -> None:
    for key in _OF_A_CHECK_BOX:
        if key in field:
            del field[key]
    left, top, right, bottom = (float(edge) for edge in field.Rect.as_list())
    left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    field.FT = Name.Sig
    field.Rect = Array([round(edge, 3) for edge in (left, bottom, right, top)])
    nothing = pdf.make_stream(b"")
    nothing.Type, nothing.Subtype = Name.XObject, Name.Form
    nothing.BBox = Array([0, 0, round(right - left, 3), round(top - bottom, 3)])
    field.AP = Dictionary(N=nothing)
