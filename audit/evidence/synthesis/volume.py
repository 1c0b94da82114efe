"""How much service was given: the denominators, in step with the complaints."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from audit.evidence.synthesis.clock import END, START
from audit.evidence.synthesis.complaints import site_ids
from audit.evidence.synthesis.drawing import Columns
from audit.evidence.synthesis.organisation import KINDS, Organisation

COMPLAINTS_PER_EPISODE = 0.009
CHANNELS = ("store", "phone", "web", "app")
_MIX = {
    "head_office": (0.0, 1.0, 0.0, 0.0),
    "call_centre": (0.0, 1.0, 0.0, 0.0),
    "web": (0.0, 0.0, 0.45, 0.55),
    "store": (0.7, 0.05, 0.1, 0.15),
    "branch": (0.55, 0.1, 0.15, 0.2),
    "agent": (0.9, 0.1, 0.0, 0.0),
}


def contacts_volume(of: Organisation) -> Iterator[Columns]:
    """Episodes by month, site and channel, so many that one in a hundred or so ends in a complaint."""
    rng = of.rng("contacts_volume")
    months = np.arange(START.astype("datetime64[M]"), END.astype("datetime64[M]")).astype("datetime64[D]")
    total = of.scale.complaints / COMPLAINTS_PER_EPISODE
    mix = np.array([_MIX[KINDS[kind]] for kind in of.kind])
    mean = total * of.demand.of_months()[:, None, None] * of.size[None, :, None] * mix[None, :, :]
    month, site, channel = np.nonzero(mean)
    usual = mean[month, site, channel]
    episodes = np.rint(usual * np.exp(0.06 * rng.standard_normal(len(usual)))).astype(np.int64) + 1
    contacts = np.rint(episodes * np.where(channel == CHANNELS.index("phone"), 1.15, 0.3)).astype(np.int64)
    lost = rng.binomial(contacts, 0.05)
    yield {
        "period_month": pa.array(months[month]),
        "site_id": site_ids(site),
        "channel": pa.DictionaryArray.from_arrays(pa.array(channel.astype(np.int16)), pa.array(CHANNELS)),
        "episodes": pa.array(episodes),
        "customers": pa.array(np.rint(episodes * 0.7).astype(np.int64)),
        "contacts": pa.array(contacts),
        "abandoned": pa.array(lost),
    }
