"""What ``audit`` takes beside hand-written SQL, bare imports and stock Pandera: ``make bench``.

Each line is a process of its own. Ratios are within one run: the seconds of a busy machine mean little by
themselves. Made-up evidence is kept in .cache/benchmarks; --rows 10_000_000 needs a few GB there and in memory.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks import sections
from benchmarks.table import HEADER, Line

SECTIONS: dict[str, Callable[[argparse.Namespace], Iterable[Line]]] = {
    "startup": lambda given: sections.startup(given.times),
    "reading": lambda given: sections.reading(given.rows),
    "validation": lambda given: sections.validation(given.rows),
    "figures": lambda given: sections.figures(given.rows, given.respondents),
    "report": lambda given: sections.report(),
}


def main() -> None:
    """Print the table line by line, as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="complaints, and rows of Parquet")
    parser.add_argument("--respondents", type=int, default=10_000, help="respondents of the survey")
    parser.add_argument("--times", type=int, default=5, help="runs of which start-up is the median")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION")
    given = parser.parse_args()
    print(HEADER)
    for name in given.only:
        for line in SECTIONS[name](given):
            print(line, flush=True)


if __name__ == "__main__":
    main()
