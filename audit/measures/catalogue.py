"""All measures. A new family is imported here, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from audit.measures import (  # noqa: F401  importing a family registers its measures
    antecedents,
    authority,
    capacity,
    careless,
    compensation,
    complaints,
    consistency,
    content,
    delivery,
    documents,
    early_warnings,
    failures,
    fieldwork,
    followups,
    gap1,
    gap5,
    gap_association,
    guarantees,
    importance,
    justice,
    learning,
    loyalty,
    overpromising,
    paradox,
    people,
    priorities,
    promises,
    records,
    research,
    resolution,
    scales,
    segments,
    sites,
    standards,
    standards_use,
    survey_quality,
    timing,
    training,
    trends,
    value_bands,
    voice,
    zone,
)
from audit.measures.definition import DEFINED, Measure

MEASURES: Mapping[str, Measure] = dict(sorted(DEFINED.items()))
"""Every measure by its id, in the order of the ids: imports come in any order, results must not."""
