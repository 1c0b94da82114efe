"""HTML -> PDF by WeasyPrint: whole, or as a half of a document whose other half is laid out elsewhere.

A half bears the page numbers of the whole, which nobody knows before both are laid out. WeasyPrint lays out
all content first and then sets the margins of page after page: a half stops between the two until it is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from threading import Lock
from typing import Any, cast

import pydyf
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Attachment
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.layout import layout_document
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import remake_page
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from audit import __version__
from audit.report.assets import SCHEME, AssetFetcher
from audit.report.fonts import fonts_folder, vendored_fonts
from audit.report.halves import ELSEWHERE
from audit.report.tagging import mend
from audit.report.tree import TemplateHTML


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF: its name, its content, and what it is to the document (ISO 32000-2, 7.11.3)."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


@dataclass(frozen=True)
class Job:
    """What is set: an HTML document, the assets that it loads, and what its PDF says of itself.

    ``moment``: in UTC, without parts of a second.
    ``described``: more descriptions for its XMP metadata.
    ``ours``: the templates and styles that ship made it, and no others: see ``tree``.
    """

    html: str
    assets: Mapping[str, bytes]
    language: str
    title: str
    moment: datetime
    author: str
    description: str
    attachments: tuple[Attached, ...]
    described: bytes
    ours: bool


_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Extent:
    """The pages of a half; on which of them, counted from 1, each of its places is; which others it refers to."""

    pages: int
    places: Mapping[str, int]
    elsewhere: frozenset[str]


@dataclass(frozen=True)
class Numbers:
    """The pages before a half, and those of the whole; on which page of it each place of the other half is."""

    before: int
    total: int
    places: Mapping[str, int]


def whole(job: Job) -> tuple[bytes, int]:
    """The document with its tags mended, and the number of its pages."""
    source, fonts, faces = _opened(job)
    document = source.render(font_config=fonts, stylesheets=[faces], pdf_tags=True)
    return mend(_written(document, job), job.described), len(document.pages)


class Indivisible(Exception):
    """A document that cannot be laid out in halves: it refers to a place that neither has, or the numbers of
    the pages that a half names make it longer or shorter.
    """


class Half:
    """A half of a document, from its layout to its PDF.

    It begins with a cover, which bears no number. That of the second is blank and left out: the first page that
    bears a number must come after one that says that all content is laid out.
    """

    def __init__(self, job: Job, *, second: bool) -> None:
        self._job, self._second = job, second
        self._source, self._fonts, faces = _opened(job)
        options = {**DEFAULT_OPTIONS, "stylesheets": [faces], "pdf_tags": True}
        # What HTML.render does, stopped where only its parts can be stopped.
        styles = CounterStyle()
        context = Document._build_layout_context(self._source, self._fonts, styles, {}, options)
        self._root = build_formatting_structure(
            self._source.etree_element,
            context.style_for,
            context.get_image_from_uri,
            self._source.base_url,
            context.target_collector,
            styles,
            context.footnotes,
        )
        self._context = context
        self._boxes: Iterator[Any] = layout_document(self._source, self._root, context)
        self._cover = next(self._boxes)

    @classmethod
    def second(cls, html: str, assets: Mapping[str, bytes]) -> Half:
        """A second half, of which nobody asks what it says of itself."""
        nothing = Job(html, assets, "und", "", _ANY_MOMENT, "", "", (), b"", ours=True)
        return cls(nothing, second=True)

    def extent(self) -> Extent:
        """How long it is, and where its places are."""
        covers = 1 if self._second else 0
        targets = self._context.target_collector.target_lookup_items
        places = {
            name: target.page_maker_index + 1 - covers
            for name, target in targets.items()
            if target.page_maker_index is not None
        }
        elsewhere = self._elsewhere()
        own = {name: places[name] for name in sorted(places.keys() - elsewhere)}
        return Extent(len(self._counters()) - covers, own, elsewhere)

    def number(self, numbers: Numbers) -> None:
        """Set the numbers of its pages, so that it can be written."""
        shift = numbers.before - (1 if self._second else 0)
        for counters in self._counters():
            counters["page"] = [one + shift for one in counters["page"]]
            counters["pages"] = [numbers.total]
        for name, target in self._context.target_collector.target_lookup_items.items():
            if name in numbers.places:
                target.cached_page_counter_values = {"page": [numbers.places[name]], "pages": [numbers.total]}
            elif target.page_maker_index is not None:
                target.cached_page_counter_values = self._counters()[target.page_maker_index]

    def mended(self) -> bytes:
        """Its PDF, with its tags mended.

        Raises:
            Indivisible: it cannot be had.
        """
        pages = [Page(box) for box in self._numbered()]
        intent = DEFAULT_OPTIONS["output_intent"]
        document = Document(pages, DocumentMetadata(), self._source.url_fetcher, self._fonts, {}, intent)
        return mend(_written(document, self._job, self._told_apart), self._job.described)

    def _counters(self) -> list[dict[str, list[int]]]:
        """Those of each page, cover included, in their order."""
        return [counters for _, _, _, (_, counters, *_), _ in self._context.page_maker[1:]]

    def _elsewhere(self) -> frozenset[str]:
        """The places to which it refers and which it does not hold."""
        stood_in = self._source.etree_element.iterfind(f".//*[@id='{ELSEWHERE}']/*")
        return frozenset(one.get("id") for one in stood_in)

    def _numbered(self) -> Iterator[Any]:
        """The pages that are written. Those that name pages, such as the contents, are laid out again."""
        context, again = self._context, self._naming()
        for index, page in enumerate(chain([self._cover], self._boxes)):
            if index in again:
                before = context.page_maker[index + 1][0]
                made, after = remake_page(index, context, self._root, self._source)
                if after != before and index + 1 not in again:
                    raise Indivisible
                page.children = (*made.children[:1], *page.children[1:])
                layout_backgrounds(page, context.get_image_from_uri)
            if index or not self._second:
                yield page

    def _naming(self) -> set[int]:
        """Write the numbers of pages where the text names them; the pages where that is."""
        counters, found = self._counters(), set()
        for (_, written), item in self._context.target_collector.counter_lookup_items.items():
            if written == "content" and item.missing_target_counters:
                item.parse_again(counters[item.page_maker_index])
                found.add(item.page_maker_index)
        return found

    def _told_apart(self, _: Document, pdf: pydyf.PDF) -> None:
        """Leave out the places of the other half, and names of cells that it bears as well."""
        names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        elsewhere = self._elsewhere() | {ELSEWHERE}
        pairs = [
            pair for pair in zip(names[::2], names[1::2], strict=True) if pair[0].string not in elsewhere
        ]
        names[:] = [part for pair in pairs for part in pair]
        if self._second:
            for one in pdf.objects:
                # A name and its uses are one object.
                if isinstance(one, dict) and "ID" in one:
                    one["ID"].string = f"2-{one['ID'].string}"


def _opened(job: Job) -> tuple[HTML, FontConfiguration, CSS]:
    fetcher = AssetFetcher({**vendored_fonts(), **job.assets})
    fonts = VendoredFonts()
    faces = CSS(url=f"{SCHEME}fonts.css", url_fetcher=fetcher, font_config=fonts)
    read = TemplateHTML if job.ours else HTML
    return read(string=job.html, base_url=SCHEME, url_fetcher=fetcher), fonts, faces


def _written(document: Document, job: Job, finisher: Any = None) -> bytes:
    _describe(document, job)
    written = document.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
        uncompressed_pdf=True,  # ``tagging`` reads the streams, and compresses what it writes
        attachments=[_attachment(one, job.moment) for one in job.attachments],
        finisher=finisher,
    )
    return cast(bytes, written)


def _describe(document: Document, job: Job) -> None:
    """Overwrite what the HTML says of itself: nothing in a template may slip past the arguments."""
    metadata = document.metadata
    metadata.lang = job.language
    metadata.title = job.title
    metadata.generator = f"service-gap-audit {__version__}"
    metadata.created = metadata.modified = job.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata.attachments = []
    metadata.authors = [job.author] if job.author else []
    metadata.description = job.description


def _attachment(one: Attached, moment: datetime) -> Attachment:
    return Attachment(
        string=one.content,
        base_url=SCHEME,
        name=one.name,
        description=one.description,
        created=moment,
        modified=moment,
        relationship=one.relationship,
    )


_ENVIRONMENT = Lock()


class VendoredFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """A font configuration that knows no installed font; ``fonts.css`` adds the vendored ones.

    Fontconfig takes its file from the environment and from nowhere else, at the moment it is loaded.
    """

    def __init__(self) -> None:
        with _ENVIRONMENT:
            before = os.environ.get("FONTCONFIG_FILE")
            os.environ["FONTCONFIG_FILE"] = str(fonts_folder() / "fonts.conf")
            try:
                super().__init__()
            finally:
                if before is None:
                    del os.environ["FONTCONFIG_FILE"]
                else:
                    os.environ["FONTCONFIG_FILE"] = before
