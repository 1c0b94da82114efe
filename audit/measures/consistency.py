"""Compensation: do like cases end alike?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.compensation import paid
from audit.measures.content import failures_with_actions
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Cell, Computed, Minimum, Rows
from audit.measures.sources import CONSTRUCT, cited
from audit.measures.statistics.proportions import wilson
from audit.text import Text

_DIGITS = 9


@measure(
    "M-CONSIST",
    title=Text(zh="同类个案的一致性", en="Consistency of like cases"),
    formula=Text(
        zh="一致的组所含失误 ÷ 各组所含失误；组 = 失误类别 × 严重程度。补偿与损失之比的变异系数不超过 0.5（或补偿全为零），且最常见的措施组合覆盖 60% 以上的，为一致。",
        en="Failures in consistent cells ÷ failures in cells; a cell is a class of failure at one severity, consistent where the "
        "coefficient of variation of compensation over loss is at most 0.5 (or all is 0) and the most frequent set of action "
        "types covers 60% of its failures.",
    ),
    tex=r"C = \frac{\sum_k n_k \mathbf{1}[V_k \le 0.5] \mathbf{1}[a_k \ge 0.6]}{\sum_k n_k}, \qquad V_k = "
    r"\frac{s_k}{\bar{\rho}_k}",
    inclusion=Text(
        zh="周期内归类且评定了严重程度的失误，每组至少 5 起，至少 5 组；组内没有损失金额的，以补偿金额的变异系数代之；补偿金额不明的不计入变异系数。",
        en="Failures of the period with a class and a severity, 5 or more in a cell, 5 cells or more; where no loss is "
        "recorded in a cell, the variation of the amounts stands in; unknown amounts leave it.",
    ),
    source=cited(CONSTRUCT, Text(zh="Wilson (1927)，用于各单元格", en="Wilson (1927) for the cells")),
    needs={
        "failures": ("failure_id", "severity"),
        "recovery_actions": ("amount", "type"),
    },
    results={
        "consistent": Text(zh="一致的比例（按失误加权）", en="Consistent, weighted by failures"),
        "cells": Text(zh="一致的组所占比例", en="Consistent cells"),
    },
    headline="consistent",
    better="higher",
    excludes={
        "no_cell": Text(zh="未归类或未评定严重程度", en="without a class or a severity"),
        "small_cell": Text(zh="该组失误不足 5 起", en="fewer than 5 failures in the cell"),
    },
    params={
        "least": Param(5, "failures", "D"),
        "cells": Param(5, "classes", "D"),
        "variation": Param(0.5, "1", "D"),
        "alike": Param(0.60, "1", "D"),
    },
)
def consistency(ev: Evidence, p: Params) -> Iterator[Described]:
    """Like cases that end unlike are unfair to somebody."""
    f = failures_with_actions(ev)
    f = f.mutate(kind=f[ev.adopted_class], types=f.types.fill_null(0), paid=paid(f))
    no_cell = f.kind.isnull() | f.severity.isnull()
    size = f.count().over(ibis.window(group_by=[f.kind, f.severity]))
    f = f.mutate(no_cell=no_cell, small=~no_cell & (size < p.least))
    judged = [_consistent(one, p) for one in _cells(ev, f.filter(~f.no_cell & ~f.small))]
    rows = Rows(f, excluded={"no_cell": f.no_cell, "small_cell": f.small})
    yield Computed(
        "consistent",
        rows,
        {},
        lambda t, known: {},
        lambda row: _weighed(judged, row["n"]),
        kind_of_cells="share",
        minimum=Minimum(int(p.cells), int(p.cells)),
    )


def _cells(ev: Evidence, f: ir.Table) -> list[list[dict[str, Any]]]:
    """The rows of every cell, one for each set of action types, with the moments of amount and ratio."""
    ratio = ibis.ifelse(f.loss_amount > 0, f.paid / f.loss_amount, ibis.null("float64"))
    counted = f.mutate(ratio=ratio).group_by("kind", "severity", "types")
    rows = ev.run(
        counted.aggregate(
            n=ibis._.count(),
            paid=ibis._.paid.count(),
            paid_sum=ibis._.paid.sum(),
            paid_squares=(ibis._.paid**2).sum(),
            ratio=ibis._.ratio.count(),
            ratio_sum=ibis._.ratio.sum(),
            ratio_squares=(ibis._.ratio**2).sum(),
        )
    )
    ordered = sorted(rows, key=lambda row: (row["kind"], row["severity"], row["types"]))
    return [list(part) for _, part in groupby(ordered, key=lambda row: (row["kind"], row["severity"]))]


def _consistent(cell: list[dict[str, Any]], p: Params) -> tuple[int, bool]:
    """The failures of a cell, and whether it is consistent."""
    total = {name: sum(row[name] or 0 for row in cell) for name in cell[0] if name not in ("kind", "types")}
    by = "ratio" if total["ratio"] else "paid"
    n, mean = total[by], total[f"{by}_sum"] / max(total[by], 1)
    variance = max(0.0, total[f"{by}_squares"] - n * mean**2) / max(n - 1, 1)
    steady = mean == 0 or round(variance**0.5 / mean, _DIGITS) <= p.variation
    alike = max(row["n"] for row in cell) >= round(p.alike * total["n"], _DIGITS)
    return total["n"], bool(steady and alike)


def _weighed(judged: list[tuple[int, bool]], n: int) -> Iterator[Cell]:
    if not judged:
        yield Cell(None, n, smallest=0)
        return
    cells, consistent = len(judged), sum(one for _, one in judged)
    yield Cell(sum(size for size, one in judged if one) / n, n, smallest=cells)
    yield Cell(consistent / cells, cells, wilson(consistent, cells), "wilson", result="cells")
