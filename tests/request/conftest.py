"""The small questionnaire of the tests of evidence."""

from __future__ import annotations

from tests.evidence.conftest import instrument

__all__ = ["instrument"]
