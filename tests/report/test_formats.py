"""The forms of the report: every one can be asked for, and each says itself in the help."""

from __future__ import annotations

import importlib

from audit.cli.options import FORMS_HELP
from audit.report.formats import FORMATS


def test_every_form_has_its_writer() -> None:
    for name, form in FORMATS.items():
        module, function = form.writer.split(":")
        assert callable(getattr(importlib.import_module(f"audit.report.{module}"), function)), name


def test_the_help_lists_the_forms_that_there_are() -> None:
    listed = FORMS_HELP.split(": ")[1].rstrip(".").split(", ")
    assert listed == list(FORMATS)
