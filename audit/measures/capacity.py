"""Gap 3: do customers get through, or give up waiting?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Params, measure
from audit.measures.figures import NotMeasurable, Ratio, Rows
from audit.measures.sources import DEFAULT, cited
from audit.text import Text, message

NO_QUEUE = message(
    "M-NO-QUEUE",
    zh="没有同时记录联系量和放弃量的渠道",
    en="no channel has both contacts and abandoned contacts on record",
)
MONTHS = message(
    "M-CAP-MONTHS",
    zh="各月放弃率在 {least}% 至 {most}% 之间，最高为 {month}",
    en="by month between {least}% and {most}% gave up, most in {month}",
)
WORST_CHANNEL = message(
    "M-CAP-CHANNEL", zh="放弃率最高的渠道：{channel}（{share}%）", en="most gave up on: {channel} ({share}%)"
)


@measure(
    "M-G3-CAP",
    title=Text(zh="容量紧张程度", en="Capacity strain"),
    formula=Text(
        zh="放弃量之和 ÷ 联系量之和；另按渠道、场所和月份列示，注明最高的月份和渠道。",
        en="Sum of abandoned contacts ÷ sum of contacts; also by channel, site and month, with the worst month and channel.",
    ),
    tex=r"a = \frac{\sum_k \text{abandoned}_k}{\sum_k \text{contacts}_k}",
    inclusion=Text(
        zh="联系量与放弃量均有记录的行，即有排队的渠道；联系量为全部呼入（含放弃）。没有此类渠道的不适用。",
        en="Rows with both contacts and abandoned contacts, that is channels with a queue; contacts are those offered, the "
        "abandoned included. Without such a channel it does not apply.",
    ),
    source=cited(Text(zh="Wilson (1927)，按接触次数", en="Wilson (1927) on contacts"), DEFAULT),
    needs={"contacts_volume": ("period_month", "contacts", "abandoned")},
    results={"abandoned": Text(zh="放弃的比例", en="Gave up waiting")},
    headline="abandoned",
    better="lower",
    excludes={"no_queue": Text(zh="联系量或放弃量未记录", en="contacts or abandoned contacts not recorded")},
)
def strain(ev: Evidence, p: Params) -> Iterator[Described]:
    """Months and channels differ by more than chance: what a customer meets is the worst of them."""
    v = ev.contacts_volume
    recorded = v.contacts.notnull() & v.abandoned.notnull()
    queues = v.filter(recorded)
    months, channels = _shares(ev, queues, "period_month"), _shares(ev, queues, "channel")
    if not ev.run(queues.limit(1)):
        yield NotMeasurable(NO_QUEUE())
        return
    yield Ratio(
        "abandoned",
        Rows(v, excluded={"no_queue": ~recorded}),
        v.abandoned,
        v.contacts,
        by=("channel", "site_id", "period_month"),
    )
    if len(months) > 1:
        (least, _), (most, month) = months[0], months[-1]
        yield MONTHS(least=least, most=most, month=f"{month:%Y-%m}")
    if len(channels) > 1:
        share, channel = channels[-1]
        yield WORST_CHANNEL(share=share, channel=ev.title("channel", channel) or channel)


def _shares(ev: Evidence, queues: ir.Table, column: str) -> list[tuple[float, Any]]:
    """The share that gave up, in percent to one decimal, by the values of a column; the worst last."""
    sums = queues.group_by(column).aggregate(lost=queues.abandoned.sum(), all=queues.contacts.sum())
    rows = [row for row in ev.run(sums) if row["all"] and row[column] is not None]
    return sorted((round(100 * row["lost"] / row["all"], 1), row[column]) for row in rows)
