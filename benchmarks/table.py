"""The table that is printed: what was done, by what, how long, how much memory, against which yardstick."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.measuring import Measured

HEADER = "| what | of | by | seconds | CPU | peak MB | ratio | |\n|---|---|---|--:|--:|--:|--:|---|"


@dataclass(frozen=True)
class Line:
    """One measurement; its ratio is that of its seconds to those of the yardstick, if it has one.

    ``measured`` is None where it was not done, or not in time; the note says why.
    """

    what: str
    of: str
    by: str
    measured: Measured | None
    yardstick: Measured | None = None
    note: str = ""

    def __str__(self) -> str:
        figures = ["", "", "", ""]
        if self.measured is not None:
            seconds, cpu, peak = self.measured.seconds, self.measured.cpu, self.measured.peak_mb
            ratio = f"{seconds / self.yardstick.seconds:.2f}x" if self.yardstick else ""
            figures = [f"{seconds:.2f}", f"{cpu:.2f}", f"{peak:,.0f}", ratio]
        return "| " + " | ".join((self.what, self.of, self.by, *figures, self.note)) + " |"
