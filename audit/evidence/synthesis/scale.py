"""How large the made-up organisation is: everything follows from its number of complaints."""

from __future__ import annotations

import math
from dataclasses import dataclass

from audit.errors import Located, UsageError
from audit.text import Text, message

SIZES = {"site": 60, "small": 400, "medium": 10_000, "large": 1_000_000}
"""Complaints in the year, by the name of the size."""

LEAST, MOST = 50, 100_000_000

BAD_SIZE = message(
    "S-SIZE",
    zh="“{given}”不是规模：应为 {names}，或 {least} 至 {most} 之间的投诉件数",
    en="“{given}” is no size: give {names}, or a number of complaints from {least} to {most}",
    mend=Text(zh="例如 --size medium 或 --size 25000", en="such as --size medium or --size 25000"),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers of things in the organisation; ``cases`` are failures, complaints, or both in one."""

    complaints: int
    cases: int
    sites: int
    staff_per_site: int
    managers: int
    respondents: int
    episodes: int

    @property
    def customers(self) -> int:
        """People on the customer register, most of them with nothing to complain of."""
        return math.ceil(1.6 * self.cases)


def scale(complaints: int) -> Scale:
    """An organisation with so many complaints a year; up to 60 come from a single site."""
    sites = 1 if complaints <= SIZES["site"] else max(2, min(400, round(complaints**0.45 / 2)))
    return Scale(
        complaints=complaints,
        cases=complaints + math.ceil(0.3 * complaints),
        sites=sites,
        staff_per_site=max(8, min(60, round(2 * (complaints / sites) ** 0.5))),
        managers=max(6, min(600, 3 * sites)),
        respondents=max(120, min(complaints, 200 + round(40 * complaints**0.5))),
        episodes=max(200, complaints),
    )


def parsed_size(given: str | int) -> Scale:
    """The scale of ``site``, ``small``, ``medium``, ``large`` or a number of complaints.

    Raises:
        UsageError: none of these.
    """
    named = SIZES.get(str(given))
    text = str(given).replace("_", "").replace(",", "")
    if named is None and not (text.isascii() and text.isdigit() and LEAST <= int(text) <= MOST):
        said = BAD_SIZE(
            given=str(given), names=Text(zh="、".join(SIZES), en=", ".join(SIZES)), least=LEAST, most=MOST
        )
        raise UsageError([Located(file="--size", message=said)])
    return scale(named or int(text))
