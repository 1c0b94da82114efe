"""What the values of a column must keep, read off its checks: for forms, schemas and whoever explains them."""

from __future__ import annotations

from dataclasses import dataclass

from audit.evidence.catalogue.definition import ColumnDefinition


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a number, each within the range unless it is ``open``; the pattern of a text."""

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    pattern: str | None = None


def limits(column: ColumnDefinition) -> Limits:
    """The limits of one column.

    Raises:
        ValueError: a check that is neither a bound, nor a pattern, nor a list of labels.
    """
    low = high = pattern = None
    low_open = False
    for name, facts in column.checks:
        match name:
            case "in_range":
                low, high = float(facts["min_value"]), float(facts["max_value"])
            case "greater_than_or_equal_to" | "greater_than":
                low, low_open = float(facts["min_value"]), name == "greater_than"
            case "str_matches":
                pattern = str(facts["pattern"])
            case "isin":
                continue
            case _:
                raise ValueError(f"{column.name}: no words for the check {name}")
    return Limits(low, high, low_open, pattern)
