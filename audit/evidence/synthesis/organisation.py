"""The made-up organisation itself: its sites, how good each is, who works there, what its roles may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from audit.criteria.checklist import Checklist
from audit.criteria.instrument import Instrument
from audit.evidence.synthesis.clock import START, Bools, Demand, Floats, Moments, Office, demand, office
from audit.evidence.synthesis.drawing import NAT, Rng, Whole, chances, generator, weighted
from audit.evidence.synthesis.scale import Scale

BLOCK = 100_000
"""Cases drawn at a time: what bounds the memory."""

SERVICES = ("门店零售", "网上商城", "送货安装", "售后维修")
SUPERVISOR = "值班主管"
ROLES = {"客服专员": 500.0, "门店店员": 200.0, "安装技师": 300.0, SUPERVISOR: 2000.0}
"""Front-line roles as the organisation calls them, and the amount up to which each may compensate a customer on its own."""

KINDS = ("head_office", "call_centre", "web", "store", "branch", "agent")
_ROLE_MIX = (0.3, 0.42, 0.16, 0.12)
_STABLE = 0.6


@dataclass(frozen=True, slots=True)
class Block:
    """A run of cases; the number of complaints in it is exact, so that a size means what it says."""

    number: int
    first: int
    last: int
    first_complaint: int
    last_complaint: int

    @property
    def cases(self) -> int:
        """How many cases there are in it."""
        return self.last - self.first

    def share(self, of: int, scale: Scale) -> tuple[int, int]:
        """The part of ``of`` things that belongs to these cases."""
        return of * self.first // scale.cases, of * self.last // scale.cases


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose evidence is made up. ``quality`` of a site is standard normal; everything there follows it."""

    seed: int
    scale: Scale
    instrument: Instrument
    checklists: tuple[Checklist, ...]
    demand: Demand
    office: Office
    kind: Whole
    size: Floats
    quality: Floats
    staff_site: Whole
    staff_role: Whole
    hired: Moments
    left: Moments

    def rng(self, purpose: str, part: int = 0) -> Rng:
        """The random numbers of a table, or of a part of it."""
        return generator(self.seed, purpose, part)

    def blocks(self) -> Iterator[Block]:
        """All cases in order of time, in parts."""
        of = self.scale
        for number, first in enumerate(range(0, of.cases, BLOCK)):
            last = min(first + BLOCK, of.cases)
            complaints = (of.complaints * first // of.cases, of.complaints * last // of.cases)
            yield Block(number, first, last, *complaints)

    def parts(self, rows: int) -> Iterator[tuple[int, int, int]]:
        """Number, first and last of the parts of a table that has nothing to do with cases."""
        for number, first in enumerate(range(0, rows, BLOCK)):
            yield number, first, min(first + BLOCK, rows)

    @property
    def complaint_share(self) -> Floats:
        """The share of complaints that each site gets: the large ones, and the poor ones."""
        weights = self.size * np.exp(-0.45 * self.quality)
        return np.asarray(weights / weights.sum())

    def colleagues(self, rng: Rng, site: Whole) -> Whole:
        """For each site somebody who has worked there all year, by the number in the register."""
        each = self.scale.staff_per_site
        return site * each + (rng.random(len(site)) * max(1, int(_STABLE * each))).astype(np.int64)


def organisation(
    seed: int, scale: Scale, instrument: Instrument, checklists: tuple[Checklist, ...]
) -> Organisation:
    """Found an organisation of this scale."""
    rng = generator(seed, "organisation")
    sites = scale.sites
    kind = 3 + weighted(rng, (0.72, 0.18, 0.10), sites)
    kind[: min(sites, 3)] = (3,) if sites == 1 else tuple(range(min(sites, 3)))
    size = np.exp(0.5 * rng.standard_normal(sites)) * np.select([kind == 0, kind <= 2], [0.4, 1.8], 1.0)
    staff = sites * scale.staff_per_site
    stable = np.arange(staff) % scale.staff_per_site < max(1, int(_STABLE * scale.staff_per_site))
    hired, left = _careers(rng, stable)
    return Organisation(
        seed=seed,
        scale=scale,
        instrument=instrument,
        checklists=checklists,
        demand=demand(),
        office=office(),
        kind=kind,
        size=size / size.sum(),
        quality=rng.standard_normal(sites),
        staff_site=np.repeat(np.arange(sites), scale.staff_per_site),
        staff_role=weighted(rng, _ROLE_MIX, staff),
        hired=hired,
        left=left,
    )


def _careers(rng: Rng, stable: Bools) -> tuple[Moments, Moments]:
    """When each person came and went: the stable ones before and not at all, others through the year."""
    n = len(stable)
    before = START - (30 + rng.random(n) * 2500).astype("timedelta64[D]")
    within = START + (rng.random(n) * 330).astype("timedelta64[D]")
    hired = np.where(~stable & chances(rng, 0.4, n), within, before)
    leaves = ~stable & chances(rng, 0.35, n) & (hired < START)
    return hired, np.where(leaves, within, NAT)
