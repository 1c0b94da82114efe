"""``python -m audit``, and the command ``audit``."""

from __future__ import annotations

import gc
import os
import sys

_OBJECTS_BETWEEN_COLLECTIONS = 100_000


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # Read when numpy is loaded. Matrices are as wide as a questionnaire: several threads wait for each other longer
    # than one takes, and add up in another order on another machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from audit.cli import main as command_line

    # Modules and expressions are many objects that live on; at 700 a tenth of a short run is spent on them.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    code = command_line()
    gc.freeze()  # and none of them need be looked through once more when the process ends
    sys.exit(code)


if __name__ == "__main__":
    main()
