"""Records: is a case fully on file, and linked to the customer's own?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.customers import identified
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Ratio, Rows, Share
from audit.measures.sources import DEFAULT, cited
from audit.text import Text, message

NO_ACTIONS_LOG = message(
    "M-NO-ACTIONS-LOG",
    zh="没有提交补救措施表，未检查成立的投诉是否有补救记录",
    en="no recovery log was handed over: whether upheld complaints have an action on file was not checked",
)

_TARGET = {
    "acknowledge": Param(24, "h", "D", declared="targets.acknowledge_h"),
    "respond": Param(72, "h", "D", declared="targets.respond_h"),
}


@measure(
    "M-REC-COMP",
    title=Text(zh="记录完整性", en="Record completeness"),
    formula=Text(
        zh="必填栏目全部填写的案卷的比例；另列已填栏目 ÷ 必填栏目。投诉与失误分别计算。",
        en="Share of cases with every required cell filled; separately filled ÷ required cells. Complaints and failures each "
        "for themselves.",
    ),
    tex=r"c = \frac{1}{n} \sum_{i=1}^{n} \prod_{k \in K_i} \mathbf{1}[x_{ik} \text{ filled}], \qquad z = "
    r"\frac{\sum_i \sum_{k \in K_i} \mathbf{1}[x_{ik} \text{ filled}]}{\sum_i |K_i|}",
    inclusion=Text(
        zh="失误：发现时间、场所、发现者、顾客（或注明匿名）、采用的类别。投诉：场所、渠道、受理时间、类别、应办结时间；已满确认、"
        "答复时限的，还须有确认、答复时间；已了结的，还须有办结或结案时间、结果、顾客（或注明匿名），成立或部分成立的至少有一条补救记录。",
        en="Failures: time of detection, site, who found it, customer (or the word anonymous), adopted class. Complaints: "
        "site, channel, receipt, category, due time; acknowledgement and first response once their targets have passed; and "
        "when no longer open the time of resolution or closing, outcome, customer (or the word anonymous), and for those "
        "upheld or partly upheld at least one recovery action.",
    ),
    source=cited(
        Text(zh="ISO 10002:2018 7.2、8.1（依其精神）", en="ISO 10002:2018 7.2, 8.1 (in spirit)"),
        "Wilson (1927)",
        DEFAULT,
    ),
    needs={"complaints": ("complaint_id", "received_ts")},
    results={
        "complaints": Text(zh="投诉案卷完整的比例", en="Complaints complete"),
        "complaint_cells": Text(zh="投诉栏目填写率", en="Cells of complaints filled"),
        "failures": Text(zh="失误案卷完整的比例", en="Failures complete"),
        "failure_cells": Text(zh="失误栏目填写率", en="Cells of failures filled"),
    },
    headline="complaints",
    better="higher",
    params=_TARGET,
)
def completeness(ev: Evidence, p: Params) -> Iterator[Described]:
    """A column that was not handed over is not filled."""
    c = _with_actions(ev)
    yield from _completeness("complaints", "complaint_cells", Rows(c), _cells_of_complaints(ev, c, p))
    if not ev.handed_over("recovery_actions", "complaint_id"):
        yield NO_ACTIONS_LOG()
    if ev.handed_over("failures"):
        f = ev.failures
        always = ("detected_ts", "site_id", "detected_by", "customer_id", ev.adopted_class)
        cells = [(ibis.literal(True), f[name].notnull()) for name in always]
        yield from _completeness("failures", "failure_cells", Rows(f, of=("failures",)), cells)


@measure(
    "M-FILE",
    title=Text(zh="顾客档案关联率", en="Linkage to the customer file"),
    formula=Text(
        zh="登记了顾客代码的投诉 ÷ 全部投诉（社交媒体、监管及其他渠道除外）。",
        en="Complaints with a customer code ÷ all complaints but those by social media, regulator and other channels.",
    ),
    tex=r"\ell = \frac{\sum_i \mathbf{1}[\text{customer}_i \text{ given}] \mathbf{1}[\text{channel}_i \in "
    r"C]}{\sum_i \mathbf{1}[\text{channel}_i \in C]}",
    inclusion=Text(
        zh="周期内经可识别顾客的渠道受理的投诉；顾客注明匿名的，计为未关联；档案中是否确有记录，由审查员追溯 10 例核实。",
        en="Complaints of the period by channels on which the customer is known; the word anonymous is no code; that the file "
        "holds a note is traced by the reviewer in ten cases.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"complaints": ("complaint_id", "customer_id", "channel")},
    results={"linked": Text(zh="已关联的比例", en="Linked")},
    headline="linked",
    better="higher",
    excludes={"channel": Text(zh="渠道无法识别顾客", en="a channel on which the customer is not known")},
)
def linkage(ev: Evidence, p: Params) -> Iterator[Described]:
    """Without the customer's code nobody sees that the same person suffers again."""
    c = ev.complaints
    rows = Rows(c, excluded={"channel": c.channel.isin(["social", "regulator", "other"]).fill_null(False)})
    yield Share("linked", rows, identified(c.customer_id), by=("site_id", "channel"))


_Cell = tuple[ir.BooleanValue, ir.BooleanValue]
"""Whether a cell is required of a case, and whether it is filled."""


def _cells_of_complaints(ev: Evidence, c: ir.Table, p: Params) -> list[_Cell]:
    open_h = ev.hours(c.received_ts, ev.as_of)
    always = ibis.literal(True)
    ended = (c.outcome != "open").fill_null(c.resolved_ts.notnull() | c.closed_ts.notnull())
    cells = [
        (always, c[name].notnull())
        for name in ("site_id", "channel", "received_ts", "category", "target_due_ts")
    ]
    cells += [
        ((open_h >= p.acknowledge).fill_null(False), c.acknowledged_ts.notnull()),
        ((open_h >= p.respond).fill_null(False), c.first_response_ts.notnull()),
        (ended, c.resolved_ts.notnull() | c.closed_ts.notnull()),
        (ended, c.outcome.notnull()),
        (ended, c.customer_id.notnull()),
    ]
    if "acted" in c.columns:
        cells.append((c.outcome.isin(["upheld", "partly"]).fill_null(False), c.acted))
    return cells


def _completeness(cases: str, cells_: str, rows: Rows, cells: Sequence[_Cell]) -> Iterator[Described]:
    complete = ibis.and_(*(~required | filled for required, filled in cells))
    yield Share(cases, rows, complete, by=("site_id",))
    required = [wanted.cast("int64") for wanted, _ in cells]
    there = [(wanted & filled).cast("int64") for wanted, filled in cells]
    yield Ratio(cells_, rows, sum(there[1:], there[0]), sum(required[1:], required[0]), part_of_whole=False)


def _with_actions(ev: Evidence) -> ir.Table:
    """The complaints, and whether any action is on file, where the recovery log was handed over."""
    c = ev.complaints
    if not ev.handed_over("recovery_actions", "complaint_id"):
        return c
    a = ev.recovery_actions
    acted = c.complaint_id.isin(a.filter(a.complaint_id.notnull()).complaint_id)
    if ev.handed_over("recovery_actions", "failure_id") and ev.handed_over("complaints", "failure_id"):
        acted |= c.failure_id.isin(a.filter(a.failure_id.notnull()).failure_id).fill_null(False)
    return c.mutate(acted=acted)
