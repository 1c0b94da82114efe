"""How floats stand in a result: finite, and rounded once."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SIGNIFICANT_DIGITS = 12


def significant(value: float) -> float:
    """Rounded to 12 significant digits: parallel sums differ in the last bits from run to run."""
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") + 0.0  # + 0.0 turns -0.0 into 0.0


Figure = Annotated[float, Field(allow_inf_nan=False), AfterValidator(significant)]


class Record(BaseModel):
    """What stands in a result: immutable, and without keys that version 1 does not know."""

    # Most commands need few of the models: each is built when it is first used.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
