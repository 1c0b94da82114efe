"""The generated pages say what the definitions say."""

from __future__ import annotations

from pathlib import Path

from docs.__main__ import FOLDER, pages


def test_the_generated_pages_are_not_stale() -> None:
    stale = [name for name, page in pages().items() if written(name) != page]
    assert stale == [], "run `make docs`"


def test_every_page_of_a_measure_is_that_of_a_measure() -> None:
    there = {f"measures/{page.name}" for page in (FOLDER / "measures").iterdir()}
    assert there == {name for name in pages() if name.startswith("measures/")}


def written(name: str) -> str | None:
    """The page as it lies in the folder; None where it does not."""
    page = FOLDER / name
    return page.read_text(encoding="utf-8") if page.exists() else None


def test_links_between_the_written_pages_lead_somewhere() -> None:
    root = FOLDER.parent
    written = [root / "README.md", root / "CONTRIBUTING.md", *sorted(FOLDER.rglob("*.md"))]
    broken = [
        f"{page.name}: {link}"
        for page in written
        for link in links(page)
        if not (page.parent / link).exists()
    ]
    assert broken == []


def links(page: Path) -> list[str]:
    """The relative targets of a page's links and pictures."""
    parts = page.read_text(encoding="utf-8").split("](")[1:]
    targets = [part.partition(")")[0].partition("#")[0] for part in parts]
    return [target for target in targets if target and "://" not in target]
