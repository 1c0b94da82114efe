"""Synthetic evidence: a made-up organisation of any size, the same for the same seed, in an organisation's files.

The catalogue says which tables and columns there are; the generators say what is likely in them. One file
holds one family of tables; ``cases`` tells the story that those about failures and complaints share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from audit.criteria.checklist import load_shipped
from audit.criteria.instrument import load_instrument
from audit.errors import Located, UsageError
from audit.evidence.names import TABLE_UNKNOWN, hint
from audit.evidence.synthesis.dirt import Dirt, Target, dirtied, fault_log
from audit.evidence.synthesis.engagement import Entry, audit_yaml, ratings_yaml, readme
from audit.evidence.synthesis.organisation import Organisation, organisation
from audit.evidence.synthesis.scale import parsed_size
from audit.evidence.synthesis.style import Headers, dressed, look, style_of
from audit.evidence.synthesis.tables import GENERATORS, batches, definition_of
from audit.evidence.synthesis.writing import Form, Sheet, check_length, write
from audit.resources import shipped
from audit.text import Text, message

INSTRUMENT = "servqual-22"
CRITERIA = ("five-gap", "recovery")
EVIDENCE = "evidence"
WRITING = Text(zh="生成{table}", en="Making up {table}")

NOT_EMPTY = message(
    "S-NOT-EMPTY",
    zh="文件夹不是空的",
    en="the folder is not empty",
    mend=Text(
        zh="请另选文件夹；加 --force 则写入其中，同名文件会被覆盖",
        en="choose another one, or --force to write into it and over files of the same names",
    ),
)
NOT_WRITABLE = message("S-NOT-WRITABLE", zh="无法写入：{why}", en="cannot be written: {why}")
BAD_SHARE = message(
    "S-DIRTY", zh="{given} 不是 0 与 1 之间的比例", en="{given} is no share between 0 and 1",
)  # fmt: skip

Progress = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What was written: rows by table, and how many places were made dirty."""

    folder: Path
    rows: Mapping[str, int]
    faults: int


def synthesise(
    folder: Path | str,
    *,
    seed: int = 0,
    size: str | int = "small",
    tables: Sequence[str] | None = None,
    forms: Sequence[Form] = ("csv",),
    headers: Headers = "ours",
    dirty: float = 0.0,
    force: bool = False,
    progress: Progress | None = None,
) -> Synthesis:
    """Write a made-up organisation: ``evidence/``, ``audit.yaml``, ``ratings.yaml``, ``README.md``.

    Args:
        folder: where; made if it is not there.
        seed: the same seed, size and version give the same bytes.
        size: ``site``, ``small``, ``medium``, ``large``, or the number of complaints in the year.
        tables: which of the catalogue; all by default. A table is the same whatever others are written.
        forms: ``csv``, ``parquet``, ``xlsx``; of several the tables take turns.
        headers: ``ours``, those of the catalogue in Chinese or English, or ``mixed`` as departments have them.
        dirty: the share of rows of each table in which something is wrong; ``dirty.csv`` lists every place.
        force: write into a folder that is not empty.
        progress: told what is being done.

    Raises:
        UsageError: no such table or size, a folder that cannot be written to or is not empty, a sheet that
            cannot hold the rows.
    """
    folder = Path(folder)
    chosen = _chosen(tables)
    if not 0 <= dirty <= 1:
        raise UsageError([Located(file="--dirty", message=BAD_SHARE(given=dirty))])
    of = found(seed, size)
    dirt = Dirt(seed, dirty, frozenset(chosen)) if dirty else None
    sheets = {name: _sheet(folder, name, forms, turn, of) for turn, name in enumerate(GENERATORS)}
    for name in chosen:
        if sheets[name].path.suffix == ".xlsx":
            check_length(name, _rows(of, name))
    try:
        _prepare(folder, force=force)
        made = _write(of, folder, {name: sheets[name] for name in chosen}, headers, dirt, progress)
        command = command_of(seed=seed, size=size, tables=tables, forms=forms, headers=headers, dirty=dirty)
        _put(folder / "README.md", readme(command))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError([Located(file=str(folder), message=NOT_WRITABLE(why=why))]) from error
    return made


def found(seed: int, size: str | int) -> Organisation:
    """The made-up organisation of a seed and size, which ``batches`` of ``tables`` take."""
    path = shipped("checklists") / "instruments" / f"{INSTRUMENT}.yaml"
    checklists = tuple(load_shipped(name) for name in CRITERIA)
    return organisation(seed, parsed_size(size), load_instrument(path, path.name).instrument, checklists)


def _chosen(tables: Sequence[str] | None) -> list[str]:
    wanted = list(GENERATORS) if tables is None else list(tables)
    strangers = [name for name in wanted if name not in GENERATORS]
    if strangers:
        raise UsageError(
            Located(file="--tables", message=TABLE_UNKNOWN(name=name, hint=hint(name, GENERATORS)))
            for name in strangers
        )
    return [name for name in GENERATORS if name in wanted]


def _prepare(folder: Path, *, force: bool) -> None:
    if folder.exists() and not force and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError([Located(file=str(folder), message=NOT_EMPTY())])
    (folder / EVIDENCE).mkdir(parents=True, exist_ok=True)


def _sheet(folder: Path, name: str, forms: Sequence[Form], turn: int, of: Organisation) -> Sheet:
    form = forms[turn % len(forms)]
    title = definition_of(name, of).title.zh if form == "xlsx" else None
    return Sheet(folder / EVIDENCE / f"{name}.{form}", title)


def _rows(of: Organisation, name: str) -> int:
    """How many rows a table has; making them up takes little beside writing them into a sheet."""
    return sum(batch.num_rows for batch in batches(name, of))


def _write(
    of: Organisation,
    folder: Path,
    sheets: Mapping[str, Sheet],
    headers: Headers,
    dirt: Dirt | None,
    progress: Progress | None,
) -> Synthesis:
    entries, rows, faults = {}, {}, 0
    with fault_log(folder if dirt else None) as log:
        for turn, name in enumerate(GENERATORS):
            if name not in sheets:
                continue
            definition = definition_of(name, of)
            if progress:
                title = definition.title
                progress(Text(zh=WRITING.zh.format(table=title.zh), en=WRITING.en.format(table=title.en)))
            entry = Entry(sheets[name], look(definition, style_of(headers, turn)))
            parts: Iterator[pa.RecordBatch] = (
                dressed(batch, definition, entry.look) for batch in batches(name, of)
            )
            if dirt:
                file = entry.sheet.path.relative_to(folder).as_posix()
                parts = dirtied(parts, Target(definition, entry.sheet, entry.look, file), dirt, log)
            rows[name] = write(parts, entry.sheet, slashed=entry.look.slashed)
            entries[name] = entry
        faults = log.count
    _put(folder / "audit.yaml", audit_yaml(of, entries, folder))
    _put(folder / "ratings.yaml", ratings_yaml(of))
    return Synthesis(folder, rows, faults)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def command_of(
    *,
    seed: int,
    size: str | int,
    tables: Sequence[str] | None,
    forms: Sequence[str],
    headers: str,
    dirty: float,
) -> str:
    """The command line that writes the same again."""
    told: dict[str, object] = {"size": size, "seed": seed, "format": ",".join(forms), "headers": headers}
    told |= {"tables": ",".join(tables)} if tables is not None else {}
    told |= {"dirty": dirty} if dirty else {}
    return " ".join(
        ["audit evidence synthesise FOLDER", *(f"--{name} {value}" for name, value in told.items())]
    )
