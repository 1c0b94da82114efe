"""The report as one HTML document: what the PDF, the page for browsers and the Word file are made of.

Imports no layout engine, so that all that needs none works where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from audit.report.branding.brand import Brand
from audit.report.branding.faults import template_faults
from audit.report.chapters import Chapter, chapters
from audit.report.contents import second_column
from audit.report.environment import environment
from audit.report.fonts import han_marks
from audit.report.harmless import Harmless, harmless
from audit.report.options import Options
from audit.report.sections.scope import cover
from audit.report.sections.standing import standing
from audit.report.stylesheets import declares, settled
from audit.report.telling import Teller
from audit.report.wording import Words
from audit.resources import shipped
from audit.result import AuditResult
from audit.text import Language

DRAWINGS = ("cover.svg", "draft.svg")
STYLES = ("report.css", "draft.css")


@dataclass(frozen=True)
class Part:
    """One language of a report in two: the words and the tag of the other, and whether this one comes first."""

    other: Words
    tag: str
    is_first: bool


Contents = Callable[[Teller], tuple[Chapter, ...]]
"""Chooses the chapters of a document."""


@dataclass(frozen=True)
class Markup:
    """An HTML document with what it links to: name -> content of each ``asset:NAME``.

    ``description`` says what is to be known of its standing, such as that it is a draft; empty for most.
    """

    html: str
    title: str
    assets: dict[str, bytes]
    description: str = ""


def markup(
    result: AuditResult,
    language: Language,
    options: Options,
    *,
    layout: str = "report.html.j2",
    contents: Contents = chapters,
    part: Part | None = None,
) -> Markup:
    """The report of a result in one language.

    Args:
        result: of any audience.
        language: of the whole report.
        options: how it is issued.
        layout: the template around the chapters.
        contents: the chapters that it holds.
        part: which one of a report in two languages it is, if it is of one.
    """
    brand = options.brand
    teller = Teller(result, language, brand.words_in(language))
    env = environment(language, brand)
    title, name = titles(teller, options)
    title = one_line(title)
    issued = standing(teller, options)
    printed = in_order(contents(teller), brand)
    with template_faults(brand.folder):
        html = env.get_template(layout).render(
            title=title,
            document=name,
            issuer=issuer(teller, options),
            standing=issued,
            draft=options.draft,
            brand=brand,
            cover=cover(teller),
            chapters=printed,
            second_column=second_column(printed),
            beside=part,
        )
    described = one_line(teller.sentences(issued.lines))
    return Markup(html, title, linked(language, brand, is_part=part is not None), described)


def linked(language: Language, brand: Brand, *, is_part: bool) -> dict[str, bytes]:
    """What a report links to, in one language or of two."""
    env = environment(language, brand)
    with template_faults(brand.folder):
        drawn = {name: env.get_template(f"{name}.j2").render().encode() for name in DRAWINGS}
    # In a document of two languages English would take them as well.
    marks = {"marks.css": han_marks() if language == "zh" and not is_part else b""}
    return {"brand.css": b"", **brand.files, **_styles(brand), **marks, **drawn}


def _styles(brand: Brand) -> dict[str, bytes]:
    """Our style sheets, settled unless the body's own changes what ours stand on."""
    folder, palette = shipped("templates") / "report", brand.palette.css()
    sheets = {name: (folder / name).read_text(encoding="utf-8") for name in STYLES}
    if not declares(brand.files.get("brand.css", b"").decode(errors="replace")):
        sheets = {name: settled(sheet, palette) for name, sheet in sheets.items()}
    return {name: sheet.encode() for name, sheet in {**sheets, "palette.css": palette}.items()}


def in_order(found: tuple[Chapter, ...], brand: Brand) -> tuple[Chapter, ...]:
    """The chapters in the order of the body, numbered anew; annexes stay last and keep their letters,
    and so does what stands alone.
    """
    main = {one.id: one for one in found if one.number.isdigit()}
    if not main:
        return found
    ordered = [main[name] for name in brand.ordered(tuple(main))]
    numbered = [replace(one, number=f"{place:02d}") for place, one in enumerate(ordered, 1)]
    return (*numbered, *(one for one in found if not one.number.isdigit()))


def titles(teller: Teller, options: Options) -> tuple[str, str]:
    """The title of the document, and the short name that stands at the head of its pages."""
    name = teller.text(teller.result.engagement.organisation.name)
    title = teller.said(teller.w.document.title, name=name)
    return teller.said(teller.w.edition.draft_title, title=title) if options.draft else title, name


def one_line(text: str) -> Harmless:
    """A sentence for the metadata of a document, where no template makes it harmless."""
    return Harmless(" ".join(harmless(text).split()))


def issuer(teller: Teller, options: Options) -> str:
    """What made the report, from which result, and the mark of its standing."""
    result = teller.result
    tool = f"{result.tool.name} {result.tool.version}"
    made = teller.said(teller.w.document.issuer, tool=tool, hash=teller.digest[:16])
    mark = standing(teller, options).mark
    return f"{made}{teller.w.edition.separator}{mark}" if mark else made
