"""The printed report: one PDF with the result inside."""

from __future__ import annotations

import logging

from audit.report.markup import markup
from audit.report.options import FINAL, Options
from audit.report.pdf import Attached, Rendered, html_to_pdf
from audit.report.sections.scope import as_of
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
    rendered = render(result, language, options)
    for warning in rendered.warnings:
        _log.warning("%s", warning)
    return rendered.content


def render(result: AuditResult, language: Language, options: Options = FINAL) -> Rendered:
    """The report with its number of pages and what the layout complained of: nothing, for our templates."""
    made = markup(result, language, options)
    return html_to_pdf(
        made.html,
        language=TAGS[language],
        title=made.title,
        created=as_of(result),
        attachments=[Attached("result.json", result.to_json(), words(language).document.attached)],
        assets=made.assets,
    )
