"""Text in charts is readable on what it stands on, and fills differ without their hue."""

from __future__ import annotations

from itertools import combinations, pairwise
from types import SimpleNamespace

import pytest

from audit.report.branding.palette import LEAST_CONTRAST, WHITE, Palette, contrast
from audit.report.environment import environment

INK = Palette().ink


def drawn(name: str) -> SimpleNamespace:
    return SimpleNamespace(**vars(environment("en").get_template(f"charts/{name}.svg.j2").module))


def test_words_are_readable_on_the_fill_of_their_part() -> None:
    stacks = drawn("stacks")
    pale = [
        fill
        for fill, ground in stacks.FILLS.items()
        if contrast(stacks.ON_FILLS.get(fill, INK), ground) < LEAST_CONTRAST
    ]
    assert pale == []


def test_values_are_readable_on_the_shade_of_their_cell() -> None:
    cells = drawn("cells")
    pale = [
        ground
        for ground, ink in zip(cells.SHADES, cells.ON_SHADES, strict=True)
        if contrast(ink, ground) < LEAST_CONTRAST
    ]
    assert pale == []


def test_shares_are_readable_on_the_shade_of_their_answer() -> None:
    answers = drawn("answers")
    grounds = [*enumerate(answers.SHADES), *answers.HATCHES.items()]
    pale = [one for one, ground in grounds if contrast(answers.ON_SHADES[one], ground) < LEAST_CONTRAST]
    assert pale == []


def test_neighbouring_answers_differ_in_lightness() -> None:
    shades = drawn("answers").SHADES
    assert all(contrast(one, other) > 1.15 for one, other in pairwise(shades))


def test_quadrants_and_promises_are_readable() -> None:
    quadrants, promises = drawn("quadrants"), drawn("promises")
    grounds = {
        "concentrate": "#FBEFEC",
        "keep_up": "#EAF3F2",
        "low_priority": Palette().wash,
        "overkill": "#F8F4EC",
    }
    assert [
        name
        for name, ground in grounds.items()
        if min(contrast(quadrants.QUADRANTS[name], one) for one in (ground, WHITE)) < LEAST_CONTRAST
    ] == []
    assert contrast(promises.PROMISE, WHITE) >= LEAST_CONTRAST


@pytest.mark.parametrize("steps", [("low", "middle", "high"), ("conform", "inconclusive", "partial", "void")])
def test_neighbouring_fills_differ_in_lightness(steps: tuple[str, ...]) -> None:
    fills = drawn("stacks").FILLS
    assert all(contrast(fills[one], fills[other]) > 1.3 for one, other in combinations(steps, 2))


def test_shades_grow_lighter_with_the_score() -> None:
    against_white = [contrast(shade, WHITE) for shade in drawn("cells").SHADES]
    assert against_white == sorted(against_white, reverse=True)
    assert all(dark / light > 1.15 for dark, light in pairwise(against_white))
