"""Sheets, columns and entries of the form for an instrument of one's own."""

from __future__ import annotations

from audit.text import Text

SHEETS = {
    "items": Text(zh="题项", en="items"),
    "dimensions": Text(zh="维度", en="dimensions"),
    "facets": Text(zh="询问方式", en="facets"),
    "about": Text(zh="问卷", en="instrument"),
}
"""Part of the instrument -> its sheet."""

COLUMNS = {
    "items": ("id", "dimension", "zh", "en", "reversed", "required", "position"),
    "dimensions": ("id", "zh", "en", "asked_zh", "asked_en", "parent"),
    "facets": ("facet", "prefix", "zh", "en", "stem_zh", "stem_en"),
}

ENTRIES = (
    "id", "version", "zh", "en", "audience", "expectation_type", "valid_from", "scale_min", "scale_min_zh",
    "scale_min_en", "scale_max", "scale_max_zh", "scale_max_en", "weights_asked", "instruction_zh",
    "instruction_en", "source_zh", "source_en",
)  # fmt: skip
"""What stands on the sheet about the questionnaire as a whole."""
