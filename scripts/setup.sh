#!/usr/bin/env bash
# Make .venv with the locked packages and this project, and look for the libraries that PDF needs.
# Quick when nothing has changed: the stamp holds what .venv was made from.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/made-from
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

# --- system packages -------------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# dpkg looks for ldconfig in PATH, where `su` does not always put it.
apt_get() {
    as_root env PATH="$PATH:/usr/sbin:/sbin" DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=2 -o Acquire::http::Timeout=30 \
        -o DPkg::Lock::Timeout=120 "$@" </dev/null
}

# The package lists of a fresh image are empty: a first failure may only mean that they are to be fetched.
# What apt-get says is kept back, because the caller names the packages in one line.
install_packages() {
    can_install || return 1
    say "setup: installing $* with apt-get"
    apt_get install --no-install-recommends -y "$@" >/dev/null 2>&1 && return
    apt_get update >/dev/null 2>&1 || true
    apt_get install --no-install-recommends -y "$@" >/dev/null 2>&1
}

# --- Python ----------------------------------------------------------------------------------------

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

has_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# The first Python that can make a virtual environment, or else the first that is recent enough.
find_python() {
    local name recent=
    for name in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3; do
        is_recent "$name" || continue
        if has_venv "$name"; then say "$name"; return; fi
        recent=${recent:-$name}
    done
    say "$recent"
}

make_environment() {
    local python package
    python=$(find_python)
    [ -n "$python" ] || stop "setup: Python 3.11 or later is needed: apt-get install python3"
    if ! has_venv "$python"; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        install_packages "$package" || stop "setup: $python cannot make virtual environments: apt-get install $package"
    fi
    say "setup: making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# --- .venv -----------------------------------------------------------------------------------------

made_from() {
    pwd
    .venv/bin/python --version
    cat pyproject.toml requirements/dev.txt | cksum
}

# The scripts of an environment name its folder: one that was moved is made again.
is_usable() {
    is_recent .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null || return 1
    [ ! -f "$stamp" ] || [ "$(head -n 1 "$stamp")" = "$(pwd)" ]
}

# The lock names every package, so that nothing is left to resolve (--no-deps).
fill_environment() {
    say "setup: installing the locked packages, about a minute"
    .venv/bin/python -m pip install -qq --require-hashes --no-deps -r requirements/dev.txt
    .venv/bin/python -m pip install -qq --no-deps --no-build-isolation --editable .
    made_from >"$stamp"
}

is_usable || make_environment
fresh=false
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$(made_from)" ]; then
    fresh=true
    fill_environment
fi

# apt-get is tried only when something else is set up too: without a network it takes long to give up.
if ! missing=$(.venv/bin/python scripts/pdf_libraries.py); then
    # shellcheck disable=SC2086  # a list of package names
    if $fresh; then install_packages $missing || true; fi
    missing=$(.venv/bin/python scripts/pdf_libraries.py) ||
        say "setup: no PDF can be made, its libraries are missing: apt-get install $missing"
fi
