"""HTML -> one PDF that is PDF/A-3a and PDF/UA-1, the same bytes on every run.

WeasyPrint lays out and writes; ``tagging`` then mends what it leaves undone. The promise of equal bytes
holds for equal versions of WeasyPrint, Pango, HarfBuzz and qpdf.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import cast

from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from audit import __version__
from audit.report.assets import SCHEME, AssetFetcher
from audit.report.edition import Edition
from audit.report.fonts import fonts_folder, vendored_fonts
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
class Rendered:
    """A PDF, the number of its pages, and what WeasyPrint complained of: empty for our own templates."""

    content: bytes
    pages: int
    warnings: tuple[str, ...]


def html_to_pdf(
    html: str,
    *,
    language: str,
    title: str,
    created: datetime,
    author: str = "",
    description: str = "",
    attachments: Sequence[Attached] = (),
    assets: Mapping[str, bytes] | None = None,
    edition: Edition | None = None,
    ours: bool = False,
) -> Rendered:
    """Render a complete HTML document.

    Args:
        html: the document; its ``<html lang>`` should be ``language``. Stylesheets and images are written
            ``asset:NAME``.
        language: BCP 47 tag of the document, such as ``zh-CN``.
        title: shown by viewers in place of the file name.
        created: the date of the document and of its attachments, with a time zone; never "now".
        author: who issues the document.
        description: a sentence about the document.
        attachments: files to carry along.
        assets: name -> content for ``asset:`` URLs; the vendored fonts are always there.
        edition: goes into the metadata.
        ours: the templates and styles that ship made it, and no others: see ``tree``.

    Raises:
        ValueError: ``created`` has no time zone.
    """
    if created.tzinfo is None:
        raise ValueError("created needs a time zone")
    moment = created.astimezone(UTC).replace(microsecond=0)
    fetcher = AssetFetcher({**vendored_fonts(), **(assets or {})})
    with _complaints() as complaints:
        fonts = _VendoredFonts()
        faces = CSS(url=f"{SCHEME}fonts.css", url_fetcher=fetcher, font_config=fonts)
        read = TemplateHTML if ours else HTML
        document = read(string=html, base_url=SCHEME, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[faces], pdf_tags=True
        )
        _describe(document, language=language, title=title, moment=moment)
        document.metadata.authors = [author] if author else []
        document.metadata.description = description
        written = document.write_pdf(
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            uncompressed_pdf=True,  # ``mend`` reads the streams, and compresses what it writes
            attachments=[_attachment(one, moment) for one in attachments],
        )
    described = edition.xmp() if edition else b""
    return Rendered(mend(written, described), len(document.pages), tuple(complaints))


def html_to_drawing(html: str, assets: Mapping[str, bytes]) -> bytes:
    """A PDF to be drawn inside another: the same fonts and assets, without tags or metadata of its own."""
    fetcher = AssetFetcher({**vendored_fonts(), **assets})
    fonts = _VendoredFonts()
    faces = CSS(url=f"{SCHEME}fonts.css", url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
    return cast(bytes, document.render(font_config=fonts, stylesheets=[faces]).write_pdf())


def _describe(document: Document, *, language: str, title: str, moment: datetime) -> None:
    """Overwrite what the HTML says of itself: nothing in a template may slip past the arguments."""
    metadata = document.metadata
    metadata.lang = language
    metadata.title = title
    metadata.generator = f"service-gap-audit {__version__}"
    metadata.created = metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata.attachments = []


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


class _VendoredFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
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


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs at warning or above."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
