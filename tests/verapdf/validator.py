"""veraPDF for the tests: an independent judge of PDF/A and PDF/UA, run by Java; never used at run time."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("Vera.java")
CACHE = Path(__file__).parents[2] / ".cache" / "verapdf"
JAXB = tuple(Path("/usr/share/java") / name for name in ("jaxb-runtime.jar", "jaxb-core.jar"))
INSTALL = "scripts/slow_tools.sh installs it"


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file under one profile; ``failures`` holds one line per broken rule."""

    profile: str
    file: str
    failures: tuple[str, ...]


def missing() -> str | None:
    """Why veraPDF cannot run here, or None."""
    if shutil.which("javac") is None:
        return f"no Java development kit: {INSTALL}"
    if not _jars():
        return f"no veraPDF in {CACHE.name}: {INSTALL}"
    if absent := [jar.name for jar in JAXB if not jar.exists()]:
        return f"no {absent[0]}: {INSTALL}"
    return None


def validate(files: Sequence[Path], profiles: Sequence[str] = ("3a", "ua1")) -> list[Verdict]:
    """Judge every file under every profile in one Java process."""
    classpath = ":".join(str(jar) for jar in (*_jars(), *JAXB))
    done = subprocess.run(
        ["java", "-Xmx3g", "-cp", classpath, str(SOURCE), ",".join(profiles), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    verdicts: list[Verdict] = []
    for line in done.stdout.splitlines():
        if line.startswith("\t"):
            last = verdicts.pop()
            verdicts.append(Verdict(last.profile, last.file, (*last.failures, line.strip())))
        elif line.count("\t") == 3:
            profile, file, verdict, _ = line.split("\t")
            verdicts.append(Verdict(profile, file, () if verdict == "PASS" else ("not compliant",)))
    return verdicts


def _jars() -> list[Path]:
    return sorted(CACHE.glob("*.jar"))
