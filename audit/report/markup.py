"""The report as one HTML document: what the PDF, the page for browsers and the Word file are made of.

Imports no layout engine, so that all that needs none works where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.chapters import chapters
from audit.report.environment import environment
from audit.report.options import Options
from audit.report.sections.scope import cover
from audit.report.telling import Teller
from audit.resources import shipped
from audit.result import AuditResult
from audit.text import Language

DRAWINGS = ("cover.svg", "draft.svg")
STYLES = ("report.css", "draft.css")


@dataclass(frozen=True)
class Markup:
    """An HTML document with what it links to: name -> content of each ``asset:NAME``."""

    html: str
    title: str
    assets: dict[str, bytes]


def markup(
    result: AuditResult, language: Language, options: Options, *, layout: str = "report.html.j2"
) -> Markup:
    """The report of a result in one language.

    Args:
        result: of any audience.
        language: of the whole report.
        options: how it is issued.
        layout: the template around the chapters.
    """
    teller = Teller(result, language)
    env = environment(language)
    title, name = titles(teller)
    html = env.get_template(layout).render(
        title=title,
        document=name,
        issuer=issuer(teller),
        draft=options.draft,
        cover=cover(teller),
        chapters=chapters(teller),
        objective=getattr(
            teller.w.scope.objectives, result.engagement.type, teller.w.scope.objectives.special
        ),
    )
    styles = shipped("templates") / "report"
    drawn = {name: env.get_template(f"{name}.j2").render().encode() for name in DRAWINGS}
    return Markup(html, title, {name: (styles / name).read_bytes() for name in STYLES} | drawn)


def titles(teller: Teller) -> tuple[str, str]:
    """The title of the document, and the short name that stands at the head of its pages."""
    name = teller.text(teller.result.engagement.organisation.name)
    return teller.said(teller.w.document.title, name=name), name


def issuer(teller: Teller) -> str:
    """What made the report, from which result."""
    result = teller.result
    tool = f"{result.tool.name} {result.tool.version}"
    return teller.said(teller.w.document.issuer, tool=tool, hash=result.sha256()[:16])
