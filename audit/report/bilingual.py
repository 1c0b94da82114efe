"""One report in two languages: a cover in both, then each language whole, so that either can be read alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup as Html

from audit.report.branding.faults import template_faults
from audit.report.environment import environment
from audit.report.markup import Markup, Part, issuer, linked, markup, one_line, titles
from audit.report.options import Options
from audit.report.sections.scope import Cover, cover
from audit.report.sections.standing import Standing, standing
from audit.report.telling import Teller
from audit.report.wording import TAGS, Words
from audit.result import AuditResult
from audit.text import Language

# Every value is escaped, quotes included, so these stand in markup only and never in somebody's words.
_PLACE = re.compile(r'( id="| href="#|url\(#)')
# A link in one part to a place in the other, as templates write it.
_ELSEWHERE = 'href="#other-part:'
# Fields for signatures are those of the document, which is signed once: they stand in the first part.
_FIELD = re.compile(r"<input [^>]*>")

JOIN = " · "


@dataclass(frozen=True)
class Also:
    """The second language of the cover."""

    language: Language
    tag: str
    w: Words
    cover: Cover
    standing: Standing


Begin = Callable[[str, Mapping[str, bytes]], None]
"""Takes the document without its first part, and what it links to."""


def bilingual(
    result: AuditResult,
    languages: tuple[Language, Language],
    options: Options,
    begin: Begin | None = None,
) -> Markup:
    """The report in two languages, the first of which the document as a whole declares.

    Places of the second part bear its language, such as ``en-findings``, because a document may use a name
    only once.

    Args:
        result: of any audience.
        languages: of its two parts.
        options: how it is issued.
        begin: told as soon as there is all but the first part.
    """
    brand, (first, second) = options.brand, languages
    tellers = [Teller(result, one, brand.words_in(one)) for one in languages]
    title, document = (
        JOIN.join(dict.fromkeys(found))
        for found in zip(*(titles(one, options) for one in tellers), strict=True)
    )
    title = one_line(title)
    also = Also(second, TAGS[second], tellers[1].w, cover(tellers[1]), standing(tellers[1], options))

    def around(*parts: str) -> str:
        with template_faults(brand.folder):
            template = environment(first, brand).get_template("bilingual.html.j2")
            return template.render(
                title=title,
                document=document,
                issuer=issuer(tellers[0], options),
                standing=standing(tellers[0], options),
                draft=options.draft,
                brand=brand,
                cover=cover(tellers[0]),
                also=also,
                parts=_parts(*parts),
            )

    part = Part(tellers[0].w, TAGS[first], is_first=False)
    other = _second(markup(result, second, options, layout="part.html.j2", part=part).html, second)
    if begin is not None:
        begin(around(other), linked(first, brand, is_part=True))
    part = Part(tellers[1].w, TAGS[second], is_first=True)
    one = markup(result, first, options, layout="part.html.j2", part=part)
    html = around(one.html.replace(_ELSEWHERE, f'href="#{second}-'), other)
    return Markup(html, title, one.assets, one.description)


def _second(html: str, language: Language) -> str:
    """The second part: its places bear the language, its links to the first part lead there."""
    prefixed = _FIELD.sub("", _PLACE.sub(rf"\1{language}-", html))
    return prefixed.replace(_ELSEWHERE.replace("#", f"#{language}-"), 'href="#')


def _parts(*rendered: str) -> tuple[Html, ...]:
    """Markup that our templates rendered, all values in it escaped, so that it is not escaped again."""
    return tuple(Html(one) for one in rendered)  # noqa: S704  see above
