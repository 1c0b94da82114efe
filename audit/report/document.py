"""The printed report: one PDF with the result inside."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from audit.report.bilingual import Begin, bilingual
from audit.report.branding.faults import refuse_complaints
from audit.report.chapters import annex_alone, findings_alone, summary_alone
from audit.report.collecting import without_garbage_collection
from audit.report.halves import LIKELY_LONG, second_language
from audit.report.markup import Contents, Markup, markup
from audit.report.options import FINAL, Options
from audit.report.pdf import Rendered, html_to_pdf
from audit.report.second_process import SecondHalf
from audit.report.sections.scope import as_of
from audit.report.typesetting import Attached
from audit.report.wording import TAGS, words
from audit.result import AuditResult
from audit.text import Language

_log = logging.getLogger(__name__)


def render_pdf(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """The report of a result, made from nothing but the result: PDF/A-3a and PDF/UA-1, result.json inside.

    Args:
        result: of any audience; all of it is attached.
        language: of the whole report.
        options: how it is issued.
    """
    return _accepted(render(result, language, options), options)


@without_garbage_collection()
def render(result: AuditResult, language: Language, options: Options = FINAL) -> Rendered:
    """The report with its number of pages and what the layout complained of: nothing, for our templates."""
    return _laid_out(result, [language], lambda _: markup(result, language, options), options)


@without_garbage_collection()
def render_bilingual(result: AuditResult, languages: tuple[Language, Language], options: Options) -> bytes:
    """The report in two languages as one PDF, otherwise as ``render_pdf`` makes it."""
    rendered = _laid_out(
        result, languages, lambda begin: bilingual(result, languages, options, begin), options
    )
    return _accepted(rendered, options)


def render_summary(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """The summary alone, on one page."""
    return _alone(result, language, options, summary_alone)


def render_findings(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """The findings as forms that the organisation fills in, a sheet each."""
    return _alone(result, language, options, findings_alone)


def render_annex(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """The annex drafted for a certificate."""
    return _alone(result, language, options, annex_alone)


@without_garbage_collection()
def _alone(result: AuditResult, language: Language, options: Options, contents: Contents) -> bytes:
    made = markup(result, language, options, layout="alone.html.j2", contents=contents)
    return _accepted(_set(result, language, made, options), options)


def _laid_out(
    result: AuditResult,
    languages: Sequence[Language],
    make: Callable[[Begin | None], Markup],
    options: Options,
) -> Rendered:
    """The whole report; another process gets ready for its second half, and begins with it, while it is made."""
    first = languages[0]
    inside = Attached("result.json", result.to_json(), words(first).document.attached)
    with closing(SecondHalf()) as second:

        def begin(html: str, assets: Mapping[str, bytes]) -> None:
            second.begin(second_language(html), assets)

        is_long = options.brand.folder is None and len(inside.content) * len(languages) >= LIKELY_LONG
        if is_long:
            second.start()
        return _set(result, first, make(begin if is_long else None), options, [inside], second)


def _set(
    result: AuditResult,
    language: Language,
    made: Markup,
    options: Options,
    attachments: Sequence[Attached] = (),
    second: SecondHalf | None = None,
) -> Rendered:
    return html_to_pdf(
        made.html,
        language=TAGS[language],
        title=made.title,
        created=as_of(result),
        description=made.description,
        attachments=attachments,
        edition=options.edition(result),
        assets=made.assets,
        ours=options.brand.folder is None,
        second=second,
    )


def _accepted(rendered: Rendered, options: Options) -> bytes:
    """The PDF; complaints of the layout stop a template of somebody's own, and would be a fault of ours."""
    refuse_complaints(rendered.warnings, options.brand.folder)
    for warning in rendered.warnings:
        _log.warning("%s", warning)
    return rendered.content
