"""The small reports, each laid out once in a process."""

from __future__ import annotations

from functools import cache

from audit.report.document import render
from audit.report.edition import Replaced
from audit.report.options import Options
from audit.report.pdf import Rendered
from audit.text import Language
from tests.report.results import delivery_result, empty_result, survey_result

RESULTS = {"survey": survey_result, "delivery": delivery_result, "empty": empty_result}


@cache
def report(name: str, language: Language) -> Rendered:
    """The report of a small result."""
    return render(RESULTS[name](), language)


REPLACED = Replaced(2, "a" * 64, "b" * 64)


@cache
def corrected_draft() -> bytes:
    """The draft of a third issue, in Chinese."""
    return render(empty_result(), "zh", Options(draft=True, replaces=REPLACED)).content
