"""The table that is printed: what was done, by what, how long, how much memory, against which yardstick."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.measuring import Measured

HEADER = f"{'what':26} {'of':24} {'by':26} {'seconds':>9} {'cpu':>8} {'peak MB':>9} {'ratio':>8}"


@dataclass(frozen=True)
class Line:
    """One measurement; its ratio is that of its seconds to those of the yardstick, if it has one."""

    what: str
    of: str
    by: str
    measured: Measured
    yardstick: Measured | None = None

    def __str__(self) -> str:
        ratio = f"{self.measured.seconds / self.yardstick.seconds:7.2f}x" if self.yardstick else ""
        seconds, cpu, peak = self.measured.seconds, self.measured.cpu, self.measured.peak_mb
        return f"{self.what:26} {self.of:24} {self.by:26} {seconds:9.2f} {cpu:8.2f} {peak:9,.0f} {ratio:>8}"
