"""The report as one HTML file for browsers: opens anywhere, loads nothing, reads well without scripts.

The chapters are those of the PDF. The file holds its style and its script itself, and a content security
policy that allows these two by their hashes and nothing else. It imports no layout engine.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import markupsafe

from audit.report.branding.brand import Brand
from audit.report.branding.faults import template_faults
from audit.report.environment import environment
from audit.report.fonts import web_faces
from audit.report.markup import markup
from audit.report.options import FINAL, Options
from audit.report.screens import apart, embedded, freed, linked, scrolling
from audit.report.wording import TAGS, Words
from audit.resources import shipped
from audit.result import AuditResult
from audit.text import Language


@dataclass(frozen=True)
class Edition:
    """The report in one language, as a part of the page; ``w`` are the words of the templates."""

    language: Language
    tag: str
    title: str
    body: markupsafe.Markup
    w: Words


def render_html(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """The report of a result in one language, the same bytes for the same result.

    Args:
        result: of any audience; all of it may be downloaded from the page.
        language: of the whole report.
        options: how it is issued.
    """
    return _page(result, (language,), options)


def render_bilingual(
    result: AuditResult, languages: tuple[Language, Language], options: Options = FINAL
) -> bytes:
    """The report in two languages in one file, with a switch between them that works by CSS alone.

    Args:
        result: of any audience.
        languages: the first of them is shown when the file is opened.
        options: how it is issued.
    """
    return _page(result, languages, options)


def _page(result: AuditResult, languages: Sequence[Language], options: Options) -> bytes:
    brand = options.brand
    editions, rules = _editions(result, languages, options)
    style, script, content = _style(brand, rules), _shipped("web.js"), result.to_json()
    with template_faults(brand.folder):
        page = environment(languages[0], brand).get_template("web_page.html.j2")
        return page.render(
            editions=editions,
            draft=options.draft,
            style=markupsafe.Markup(style),  # noqa: S704  our own file, and that of the body
            script=markupsafe.Markup(script),  # noqa: S704  our own file
            hashes={"style": _source_hash(style), "script": _source_hash(script)},
            download=markupsafe.Markup(base64.b64encode(_zipped(content)).decode()),  # noqa: S704  base64
            digest=hashlib.sha256(content).hexdigest(),
        ).encode()


def _style(brand: Brand, rules: Sequence[str]) -> str:
    """Fonts, our style sheet, widths of columns and charts, the colours of the body by day, and its own rules."""
    own = brand.files.get("web.css", b"").decode(errors="replace").replace("\r\n", "\n")
    own = own.replace("</", r"<\/")  # it cannot end the element that it stands in
    return "\n".join([web_faces(), _shipped("web.css"), *rules, brand.palette.css(), own])


def _shipped(name: str) -> str:
    return (shipped("templates") / "report" / name).read_text(encoding="utf-8")


def _editions(
    result: AuditResult, languages: Sequence[Language], options: Options
) -> tuple[list[Edition], list[str]]:
    """The report in each language, and the rules of style that their columns need, each once.

    Ids of the first edition stand as they are, so that a link to an item works in every file.
    """
    editions, rules = [], []
    for place, language in enumerate(languages):
        made = markup(result, language, options, layout="web.html.j2")
        html, widths = freed(scrolling(linked(made.html, result)))
        if place:
            html = apart(html, f"{language}-")
        body = markupsafe.Markup(embedded(html, options.brand.files))  # noqa: S704  rendered with autoescape
        w = options.brand.words_in(language)
        editions.append(Edition(language, TAGS[language], made.title, body, w))
        rules += widths
    return editions, list(dict.fromkeys(rules))


def _zipped(content: bytes) -> bytes:
    """The result as the other commands read it, in an archive, which is a tenth of its size."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        member = zipfile.ZipInfo("result.json")  # dated 1980: the same result gives the same bytes
        member.create_system = 3  # on every system
        file.writestr(member, content, zipfile.ZIP_DEFLATED, 9)
    return archive.getvalue()


def _source_hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
