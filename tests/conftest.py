"""What every test meets: the same locale, time zone and random examples on every machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).parent.parent

# Set before anything is imported, and inherited by the commands that tests start.
os.environ.update(TZ="UTC", LANG="C.UTF-8", LC_ALL="C.UTF-8", NO_COLOR="1", COLUMNS="100")
for variable in ("LANGUAGE", "FORCE_COLOR", "CLICOLOR_FORCE"):
    os.environ.pop(variable, None)

# The generated examples are always the same, unless `HYPOTHESIS_PROFILE=search make test` looks for new ones.
# Of a mutant it is enough to know that some example fails.
settings.register_profile("repeatable", max_examples=50, deadline=None, derandomize=True, database=None)
settings.register_profile("search", max_examples=1000, deadline=None)
settings.register_profile(
    "mutants", settings.get_profile("repeatable"), phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files that are too large to be examples: $SHARED/data, or ../shared/data."""
    folder = Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"no shared data in {folder}: set SHARED to the folder that holds data/")
    return folder
