"""Other validators, each in an environment of its own, for some cannot live beside another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PINS = Path(__file__).parent.parent / "peers.txt"
ENVIRONMENTS = Path(__file__).parent.parent.parent / ".cache" / "benchmarks" / "peers"


def _pins() -> dict[str, list[str]]:
    """Peer -> what its environment holds."""
    lines = [
        line.split() for line in PINS.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    return {name: pins for name, *pins in lines}


NAMES = tuple(_pins())


def python(name: str) -> Path:
    """The interpreter of a peer's environment, whether it is there or not."""
    return ENVIRONMENTS / name / "bin" / "python"


def install() -> None:
    """Make the environments that are not there yet."""
    for name, pins in _pins().items():
        if not python(name).is_file():
            subprocess.run([sys.executable, "-m", "venv", ENVIRONMENTS / name], check=True)
            subprocess.run([python(name), "-m", "pip", "install", "-q", *pins], check=True)
