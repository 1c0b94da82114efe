"""``python -m audit``, and the command ``audit``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from audit.cli import main as command_line

    sys.exit(command_line())


if __name__ == "__main__":
    main()
