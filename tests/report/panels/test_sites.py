from __future__ import annotations

import pytest

from audit.measures.catalogue import MEASURES
from audit.report.charts.dots import Multiples
from audit.report.panels.sites import MOST_PLOTS, site_panel
from audit.report.telling import Teller
from audit.result import Measurement
from tests.report.panels.results import Figure, figures, measurement
from tests.report.results import result

ALIKE: dict[str, Figure] = {"S-1": (0.8, 0.6, 0.95), "S-2": (0.9, 0.7, 0.99)}
APART: dict[str, Figure] = {"S-1": (0.5, 0.4, 0.6), "S-2": (0.9, 0.7, 0.99), "": (None, None, None)}


def by_site(measure: str, sites: dict[str, Figure]) -> Measurement:
    name = MEASURES[measure].in_words().headline
    total = figures(None, {"": (0.85, 0.8, 0.9)}, name)
    return measurement(measure, *total, *figures("site_id", sites, name))


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ((ALIKE,), "In none of 1 figures does the interval of a site leave the overall value out"),
        (
            (ALIKE, APART),
            "In 1 of 2 figures the interval of at least one site does not hold the overall value",
        ),
    ],
)
def test_sites_differ_only_where_an_interval_leaves_the_total_out(
    found: tuple[dict[str, Figure], ...], title: str
) -> None:
    measured = [by_site(name, sites) for name, sites in zip(("M-TTR", "M-FRT"), found, strict=False)]
    made = site_panel(Teller(result(measured), "en"))
    assert made is not None
    assert made.title == title


def test_a_site_that_is_withheld_has_a_row_and_no_figure() -> None:
    sites: dict[str, Figure] = {**ALIKE, "S-3": (None, None, None)}
    made = site_panel(Teller(result([by_site("M-TTR", sites)]), "zh"))
    assert made is not None and isinstance(made.chart, Multiples)
    (plot,) = made.chart.plots
    assert [(row.label, row.value) for row in plot.rows] == [
        (("S-1",), "80.0"),
        (("S-2",), "90.0"),
        (("S-3",), "—"),
    ]


def test_a_ratio_above_one_widens_its_axis() -> None:
    measured = by_site("M-RESP", {"S-1": (1.3, 1.2, 1.4), "S-2": (0.9, 0.7, 0.99)})
    made = site_panel(
        Teller(
            result(
                [
                    measured.model_copy(
                        update={
                            "estimates": tuple(
                                one.model_copy(update={"kind": "ratio"}) for one in measured.estimates
                            )
                        }
                    )
                ]
            ),
            "en",
        )
    )
    assert made is not None and isinstance(made.chart, Multiples)
    assert made.chart.plots[0].axis.high >= 130


def test_one_site_is_no_comparison() -> None:
    assert site_panel(Teller(result([by_site("M-TTR", {"S-1": (0.8, 0.6, 0.95)})]), "en")) is None


def test_more_figures_than_a_page_holds_are_left_to_the_tables() -> None:
    names = ("M-TTR", "M-FRT", "M-ACK", "M-FCR", "M-OPEN", "M-ESC", "M-FILE", "M-FU-COV")
    made = site_panel(Teller(result([by_site(name, ALIKE) for name in names]), "en"))
    assert made is not None and isinstance(made.chart, Multiples)
    assert len(made.chart.plots) == MOST_PLOTS
