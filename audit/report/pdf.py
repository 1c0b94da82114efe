"""HTML -> one PDF that is PDF/A-3a and PDF/UA-1, the same bytes on every run.

WeasyPrint lays out and writes; ``tagging`` then mends what it leaves undone. The promise of equal bytes
holds for equal versions of WeasyPrint, Pango, HarfBuzz and qpdf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from weasyprint import CSS, HTML

from audit.report.assets import SCHEME, AssetFetcher
from audit.report.edition import Edition
from audit.report.fonts import vendored_fonts
from audit.report.halves import halves
from audit.report.joining import joined
from audit.report.layout_warnings import collected_warnings
from audit.report.second_process import SecondHalf
from audit.report.typesetting import Attached, Half, Indivisible, Job, Numbers, VendoredFonts, whole


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
    second: SecondHalf | None = None,
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
        ours: the templates and styles that ship made it, and no others: see ``tree``. A long document of theirs
            is laid out in halves.
        second: the process for the second half, where one was started already.

    Raises:
        ValueError: ``created`` has no time zone.
    """
    if created.tzinfo is None:
        raise ValueError("created needs a time zone")
    job = Job(
        html=html,
        assets=assets or {},
        language=language,
        title=title,
        moment=created.astimezone(UTC).replace(microsecond=0),
        author=author,
        description=description,
        attachments=tuple(attachments),
        described=edition.xmp() if edition else b"",
        ours=ours,
    )
    with collected_warnings() as warnings:
        content, pages = _in_halves(job, second or SecondHalf()) or whole(job)
    return Rendered(content, pages, tuple(warnings))


def _in_halves(job: Job, there: SecondHalf) -> tuple[bytes, int] | None:
    """The document out of its halves, and the number of its pages; None where it cannot be had so."""
    cut = halves(job.html) if job.ours else None
    if cut is None:
        return None
    with closing(there), suppress(Indivisible):
        first, second = cut
        there.begin(second, job.assets)
        return _joined(Half(replace(job, html=first), second=False), there)
    return None


def _joined(here: Half, there: SecondHalf) -> tuple[bytes, int]:
    one, other = here.extent(), there.extent()
    if not (one.elsewhere <= other.places.keys() and other.elsewhere <= one.places.keys()):
        raise Indivisible
    total = one.pages + other.pages
    there.number(Numbers(one.pages, total, one.places))
    here.number(Numbers(0, total, {name: one.pages + page for name, page in other.places.items()}))
    return joined(here.mended(), there.mended()), total


def html_to_drawing(html: str, assets: Mapping[str, bytes]) -> bytes:
    """A PDF to be drawn inside another: the same fonts and assets, without tags or metadata of its own."""
    fetcher = AssetFetcher({**vendored_fonts(), **assets})
    fonts = VendoredFonts()
    faces = CSS(url=f"{SCHEME}fonts.css", url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
    return cast(bytes, document.render(font_config=fonts, stylesheets=[faces]).write_pdf())
