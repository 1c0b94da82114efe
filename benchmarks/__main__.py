"""What ``audit`` takes beside hand-written SQL, bare imports and other validators, as Markdown: ``make bench``.

Each line is a process of its own. Ratios are within one run: the seconds of a busy machine mean little by
themselves. Made-up evidence is kept in .cache/benchmarks; --rows 10_000_000 needs a few GB there and in memory.
The other validators are measured where they are installed: ``python -m benchmarks --peers`` does that once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks import peers, sections
from benchmarks.table import HEADER, Line

SECTIONS: dict[str, Callable[[argparse.Namespace], Iterable[Line]]] = {
    "startup": lambda given: sections.startup(given.times),
    "reading": lambda given: sections.reading(given.rows),
    "workbooks": lambda given: sections.workbooks(given.sheet_rows),
    "validation": lambda given: sections.validation(given.rows, given.best_of, given.limit),
    "figures": lambda given: sections.figures(given.rows, given.respondents),
    "report": lambda given: sections.report(given.best_of),
}


def main() -> None:
    """Print the table line by line, as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="complaints, and rows of Parquet")
    parser.add_argument("--sheet-rows", type=int, default=100_000, help="rows of the XLSX file")
    parser.add_argument("--respondents", type=int, default=10_000, help="respondents of the survey")
    parser.add_argument("--times", type=int, default=5, help="runs of which start-up is the median")
    parser.add_argument("--best-of", type=int, default=3, help="runs of which validation is the quickest")
    parser.add_argument("--limit", type=float, default=600, help="seconds after which a peer is given up")
    parser.add_argument("--peers", action="store_true", help="install the other validators, and nothing else")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION")
    given = parser.parse_args()
    if given.peers:
        peers.install()
        return
    print(HEADER)
    for name in given.only:
        for line in SECTIONS[name](given):
            print(line, flush=True)


if __name__ == "__main__":
    main()
