"""Which shipped instrument a survey fits that has no name."""

from __future__ import annotations

import pytest

from audit.evidence.proposal.instruments import fitting_instrument
from audit.evidence.proposal.surveys import Items

TITLES = tuple(f"q{n}" for n in range(1, 23))


@pytest.mark.parametrize(
    ("facets", "name"),
    [
        (("perceived",), "servperf-22"),
        (("expected", "perceived"), "servqual-22"),
        (("expected", "adequate", "perceived"), "servqual-22-zone"),
        (("expected", "perceived", "importance"), "servqual-22"),
    ],
)
def test_the_one_with_no_other_facets_else_the_one_with_most(facets: tuple[str, ...], name: str) -> None:
    items = Items(dict.fromkeys(facets, TITLES), TITLES, (1, 7), {}, guessed=False)  # type: ignore[arg-type]  # names of facets
    found = fitting_instrument(items)
    assert found is not None
    assert found[0] == name
