"""The files of a folder: which may hold evidence, and which are something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audit.errors import Located, UsageError
from audit.evidence.datapackage import PACKAGE
from audit.text import Text, message

NOT_INSIDE = message(
    "A-INIT-HOME",
    zh="该文件夹不在 audit.yaml 所在的文件夹“{home}”之内",
    en="the folder does not lie in “{home}”, where audit.yaml is to stand",
    mend=Text(
        zh="请把 audit.yaml 写到该文件夹或其上级文件夹中",
        en="write audit.yaml into the folder or one above it",
    ),
)
HIDDEN = Text(zh="隐藏文件或系统文件", en="a hidden or system file")
LOCK = Text(zh="办公软件打开文件时的临时文件", en="a lock file of an office program")
WORDS = Text(zh="说明文字，不是数据", en="words, not data")
PICTURE = Text(zh="图片、影音或版式文件，不是表格", en="a picture, a recording or a laid-out page, no table")
SETTINGS = Text(zh="本工具的设置或结果", en="settings or results of this toolkit")
OTHER = Text(zh="不是已知的表格格式", en="no known format of tables")
DOCUMENT = Text(
    zh="一份 JSON 文档（如本工具的结果），不是逐行的记录",
    en="one JSON document, such as a result of this toolkit, and not a record a line",
)
LINK = Text(zh="指向文件夹之外的链接", en="a link that leads out of the folder")

_TABLES = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".parquet", ".jsonl", ".ndjson",
           ".json", ".sqlite", ".sqlite3", ".db", ".gz", ".zip"}  # fmt: skip
_WORDS = {".md", ".rst", ".doc", ".docx", ".odt", ".rtf", ".html", ".htm", ".eml", ".msg"}
_PICTURES = {".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".heic", ".tif", ".tiff", ".bmp", ".ppt",
             ".pptx", ".mp3", ".mp4", ".m4a", ".wav", ".mov", ".ofd", ".wps"}  # fmt: skip
_SETTINGS = {".yaml", ".yml", ".toml", ".ini", ".lock"}
_OUR_OWN = ("audit.yaml", "instrument.yaml")
"""What an earlier run wrote is nothing to tell of."""

_README = ("readme", "license", "licence", "notice", "changelog", "说明", "使用说明", "填写说明")


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file that is not read, and why."""

    shown: str
    why: Text


@dataclass(frozen=True, slots=True)
class Found:
    """The files that may hold evidence, by the path to show, the data packages, and the others."""

    tables: tuple[tuple[Path, str], ...]
    packages: tuple[tuple[Path, str], ...]
    ignored: tuple[Ignored, ...]


def look(folder: Path, home: Path) -> Found:
    """Every file of a folder and its folders, in order of name; hidden folders are not entered.

    Paths are shown as audit.yaml in ``home`` writes them.

    Raises:
        UsageError: the folder does not lie in ``home``.
    """
    folder, home = folder.resolve(), home.resolve()
    if not folder.is_relative_to(home):
        raise UsageError([Located(file=str(folder), message=NOT_INSIDE(home=str(home)))])
    tables, packages, ignored = list[tuple[Path, str]](), list[tuple[Path, str]](), list[Ignored]()
    for path in _files(folder):
        shown = path.relative_to(home).as_posix()
        why = _no_table(path, folder)
        if why is not None:
            ignored.append(Ignored(shown, why))
        elif path.name == PACKAGE:
            packages.append((path, shown))
        else:
            tables.append((path, shown))
    return Found(tuple(tables), tuple(packages), tuple(ignored))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name in _OUR_OWN:
            continue
        if path.is_dir() and not path.is_symlink():
            if not path.name.startswith((".", "__MACOSX")):
                yield from _files(path)
        elif path.is_file() or path.is_symlink():
            yield path


def _no_table(path: Path, folder: Path) -> Text | None:
    """Why a file cannot hold evidence; None where it may."""
    name, suffix = path.name, path.suffix.lower()
    if not path.resolve().is_relative_to(folder.resolve()):
        return LINK
    reasons = (
        (LOCK, name.startswith(("~$", ".~lock"))),
        (HIDDEN, name.startswith(".") or name.lower() in ("thumbs.db", "desktop.ini")),
        (SETTINGS, suffix in _SETTINGS),
        (WORDS, suffix in _WORDS or path.stem.lower().startswith(_README)),
        (PICTURE, suffix in _PICTURES),
        (DOCUMENT, suffix == ".json" and name != PACKAGE and _spans_lines(path)),
        (OTHER, suffix not in _TABLES),
    )
    return next((why for why, holds in reasons if holds), None)


def _spans_lines(path: Path) -> bool:
    """Whether an object of JSON goes on behind its first line, as none does in JSON Lines."""
    try:
        with path.open("rb") as file:
            return file.readline(8).removeprefix(b"\xef\xbb\xbf").strip() == b"{"
    except OSError:
        return False
