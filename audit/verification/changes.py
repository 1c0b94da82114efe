"""What was added to a PDF after it was signed: nothing but signatures, or something else?

A signature covers the file up to its own end; a later one is added behind it. pyHanko's own analysis reads every
object of the file once per addition (a minute and a half for a report of sixty pages with two signatures) and takes
the reference of a tagged PDF from its tree of tags to a field for a second use of the field. This one looks at the
objects that an addition replaces, and at nothing else: what is new can only be seen through them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Set

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    Reference,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.metadata.xmp_xml import parse_xmp
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import DiffPolicy, DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, enumerate_sig_fields

_CATALOG = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version", "/Metadata"})
_FORM = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})
_INFO = frozenset({"/ModDate", "/Producer"})
_SIGNED_FIELD = frozenset({"/V", "/AP", "/MK", "/Lock"})
_STAMPED_BY_PROGRAMS = ("ModifyDate", "MetadataDate", "Producer", "InstanceID")


Rule = Callable[[PdfObject | None, PdfObject | None], bool]
"""Whether what was may become what is; None stands for what is not there."""


class OnlySignatures(DiffPolicy):
    """Additions may sign fields that were empty, append invisible timestamps, and bring what validates them."""

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        """Compare two revisions.

        Raises:
            SuspiciousModification: more was changed.
        """
        if new.refs_freed_in_revision():  # type: ignore[no-untyped-call]  # pyHanko forgot its types here
            raise SuspiciousModification("objects were deleted")
        addition = _Addition(old, new)
        replaced = new.explicit_refs_in_revision()  # type: ignore[no-untyped-call]  # and here
        for reference in replaced:
            if not old.is_ref_unassignable(reference) and not addition.allows(reference):
                raise SuspiciousModification(f"object {reference.idnum} was replaced")
        level = ModificationLevel.FORM_FILLING if addition.signed else ModificationLevel.LTA_UPDATES
        return DiffResult(level, set(addition.signed))

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        """Compare each addition with the revision before it."""
        first = base_revision if isinstance(base_revision, int) else base_revision.revision
        level, changed = ModificationLevel.NONE, set[str]()
        for revision in range(first + 1, reader.total_revisions):
            old, new = (reader.get_historical_resolver(one) for one in (revision - 1, revision))
            try:
                found = self.apply(old, new, field_mdp_spec, doc_mdp)
            except SuspiciousModification as suspicion:
                return suspicion
            level, changed = max(level, found.modification_level), changed | found.changed_form_fields
        return DiffResult(level, changed)


class _Addition:
    """Two neighbouring revisions; ``signed`` names the empty fields that the later one fills."""

    def __init__(self, old: HistoricalResolver, new: HistoricalResolver) -> None:
        self.old, self.new = old, new
        before, after = _fields(old), _fields(new)
        self.signed = tuple(
            sorted(name for name in before if not before[name][1] and after.get(name, (0, 0))[1])
        )
        self._empty = {before[name][0] for name in self.signed}
        self._stamps = {
            place
            for name, (place, _) in after.items()
            if name not in before and _is_invisible_stamp(new, place)
        }

    def allows(self, reference: Reference) -> bool:
        """Whether an object that was there before may be replaced as it was."""
        was, is_ = self.old(reference), self.new(reference)
        return same(was, is_) or self._rule(reference, was)(was, is_)

    def _rule(self, reference: Reference, was: PdfObject) -> Rule:
        """What may become of an object: what it is decides."""
        place, root = _place(reference), self.old.root
        rules: dict[tuple[int, int] | None, Rule] = {
            **dict.fromkeys(self._empty, self._same_but(_SIGNED_FIELD)),
            _place(self.old.root_ref): self._same_but(
                _CATALOG, **{"/AcroForm": self._same_form, "/Metadata": _same_xmp}
            ),
            _refers(self.old.trailer_view, "/Info"): self._same_but(_INFO),
            _refers(root, "/AcroForm"): self._same_form,
            _refers(root, "/Metadata"): _same_xmp,
            **dict.fromkeys(_store(root), _anything),
        }
        if place in rules:
            return rules[place]
        if isinstance(was, ArrayObject):
            return self._grew_by_stamps
        if isinstance(was, DictionaryObject) and was.get("/Type") == "/Page":
            return self._same_but({"/Annots"}, **{"/Annots": self._grew_by_stamps})
        return same

    def _same_but(self, keys: Set[str], **rules: Rule) -> Rule:
        """Two dictionaries with the same entries but for ``keys``, some of which have rules of their own."""

        def holds(was: PdfObject | None, is_: PdfObject | None) -> bool:
            if not (isinstance(was, DictionaryObject) and isinstance(is_, DictionaryObject)):
                return False
            for key in set(was) | set(is_):
                before, after = (one.raw_get(key) if key in one else None for one in (was, is_))
                if same(before, after):
                    continue
                rule = rules.get(key, _anything)
                if key not in keys or not rule(_seen(self.old, before), _seen(self.new, after)):
                    return False
            return True

        return holds

    def _same_form(self, was: PdfObject | None, is_: PdfObject | None) -> bool:
        return self._same_but(_FORM, **{"/Fields": self._grew_by_stamps})(was, is_)

    def _grew_by_stamps(self, was: PdfObject | None, is_: PdfObject | None) -> bool:
        """An array with the same beginning, behind which stand invisible timestamps alone."""
        before = was if isinstance(was, ArrayObject) else ArrayObject()
        if not isinstance(is_, ArrayObject):
            return False
        kept, added = (
            list.__getitem__(is_, slice(len(before))),
            list.__getitem__(is_, slice(len(before), None)),
        )
        return same(before, ArrayObject(kept)) and all(
            isinstance(one, IndirectObject) and _place(one) in self._stamps for one in added
        )


def _anything(_was: PdfObject | None, _is: PdfObject | None) -> bool:
    return True


def _same_xmp(was: PdfObject | None, is_: PdfObject | None) -> bool:
    """Metadata that say the same of the document; only which program touched the file, and when, may differ."""
    return isinstance(was, StreamObject) and isinstance(is_, StreamObject) and _said(was) == _said(is_)


def _store(root: DictionaryObject) -> set[tuple[int, int] | None]:
    """The lists of certificates and revocations, which grow with every signature."""
    if "/DSS" not in root:
        return set()
    store = root["/DSS"]
    if not isinstance(store, DictionaryObject):
        return set()
    return {_refers(root, "/DSS"), *(_refers(store, key) for key in ("/Certs", "/CRLs", "/OCSPs", "/VRI"))}


def same(was: PdfObject | None, is_: PdfObject | None) -> bool:
    """Whether two objects are written alike; references are compared, not followed."""
    if isinstance(was, IndirectObject) or isinstance(is_, IndirectObject):
        return (
            isinstance(was, IndirectObject) and isinstance(is_, IndirectObject) and _place(was) == _place(is_)
        )
    if isinstance(was, ArrayObject) and isinstance(is_, ArrayObject):
        return len(was) == len(is_) and all(
            same(was.raw_get(place), is_.raw_get(place)) for place in range(len(was))
        )
    if isinstance(was, DictionaryObject) and isinstance(is_, DictionaryObject):
        streams = [isinstance(one, StreamObject) for one in (was, is_)]
        if all(streams) and was.encoded_data != is_.encoded_data:  # type: ignore[attr-defined]  # both are streams
            return False
        return (
            streams[0] == streams[1]
            and set(was) == set(is_)
            and all(same(was.raw_get(key), is_.raw_get(key)) for key in was)
        )
    strings = (TextStringObject, ByteStringObject)
    if isinstance(was, strings) and isinstance(is_, strings):
        return bool(was.original_bytes == is_.original_bytes)
    return type(was) is type(is_) and bool(was == is_)


def _fields(revision: HistoricalResolver) -> dict[str, tuple[tuple[int, int], bool]]:
    """Name of each signature field -> its object, and whether it is signed."""
    return {
        name: (_place(field.reference), value is not None)
        for name, value, field in enumerate_sig_fields(revision)
    }


def _is_invisible_stamp(revision: HistoricalResolver, place: tuple[int, int]) -> bool:
    field = revision(Reference(*place, pdf=revision))
    if not isinstance(field, DictionaryObject) or not {"/Rect", "/V"} <= field.keys():
        return False
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    value = field["/V"]
    is_stamp = isinstance(value, DictionaryObject) and value.get("/Type") == "/DocTimeStamp"
    return bool(is_stamp) and (left, bottom) == (right, top)


def _seen(revision: HistoricalResolver, value: PdfObject | None) -> PdfObject | None:
    return revision(value.reference) if isinstance(value, IndirectObject) else value


def _refers(holder: DictionaryObject, key: str) -> tuple[int, int] | None:
    value = holder.raw_get(key) if key in holder else None
    return _place(value) if isinstance(value, IndirectObject) else None


def _place(one: IndirectObject | Reference) -> tuple[int, int]:
    return one.idnum, one.generation


def _said(stream: StreamObject) -> list[tuple[str, str]]:
    """The properties of an XMP packet but for those that every program writes anew."""
    described = parse_xmp(io.BytesIO(stream.data))
    return sorted(
        (str(name), repr(value))
        for one in described
        for name, value in one
        if name.local_name not in _STAMPED_BY_PROGRAMS
    )
