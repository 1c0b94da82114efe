"""Tell whether the system libraries that the PDF is set with can be loaded; exit code 1 when not."""

from __future__ import annotations

import ctypes
import sys

# Shared object -> the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def missing_packages() -> list[str]:
    """The Debian packages whose library cannot be loaded."""
    return [package for library, package in LIBRARIES.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    packages = missing_packages()
    print(*packages)
    sys.exit(1 if packages else 0)
