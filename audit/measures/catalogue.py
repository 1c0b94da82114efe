"""All measures. A new family is imported here, and nowhere else."""

from __future__ import annotations

from audit.measures import (  # noqa: F401  importing a family registers its measures
    complaints,
    delivery,
    documents,
    gap5,
    importance,
    standards,
    survey_quality,
)
from audit.measures.definition import MEASURES

__all__ = ["MEASURES"]
