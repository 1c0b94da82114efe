"""What the toolkit needs around it: system libraries, fonts, data, and versions that work together."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec

from packaging.requirements import Requirement

from audit import spark
from audit.report.libraries import NoPango, loading_layout
from audit.resources import shipped
from audit.text import Text

INSTALL = Text(
    zh="请安装 Debian/Ubuntu 软件包 {package}", en="install the Debian or Ubuntu package {package}"
)
REINSTALL = Text(zh="请重新安装 service-gap-audit", en="install service-gap-audit again")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``required`` is false where only a part of the work needs it."""

    id: str
    title: Text
    ok: bool
    mend: Text
    required: bool = True


def checks() -> list[Check]:
    """Everything that ``audit doctor`` looks at."""
    return [
        *_layout(),
        _folder("fonts", Text(zh="随附字体", en="Vendored fonts"), "templates", "fonts/noto-sans-sc-400.ttf"),
        _folder("templates", Text(zh="报告模板", en="Report templates"), "templates", "report/report.css"),
        _folder("checklists", Text(zh="检查表", en="Checklists"), "checklists", "five-gap/checklist.yaml"),
        *_packages(),
        Check(
            "java",
            Text(zh="Java（仅 Spark 需要）", en="Java (only for Spark)"),
            spark.java() is not None,
            _package("default-jre-headless"),
            required=False,
        ),
        Check(
            "pyspark",
            Text(zh="PySpark（仅 Spark 需要）", en="PySpark (only for Spark)"),
            spark.installed(),
            Text(
                zh="请运行 pip install 'service-gap-audit[spark]'",
                en="run pip install 'service-gap-audit[spark]'",
            ),
            required=False,
        ),
        Check(
            "pyhanko",
            Text(zh="pyHanko（仅签名与验签需要）", en="pyHanko (only to sign and to check signatures)"),
            find_spec("pyhanko") is not None,
            Text(
                zh="请运行 pip install 'service-gap-audit[signing]'",
                en="run pip install 'service-gap-audit[signing]'",
            ),
            required=False,
        ),
    ]


LIBRARIES = (
    ("pango", Text(zh="Pango（PDF 排版）", en="Pango (PDF layout)"), "pango-1.0", "libpango-1.0-0"),
    (
        "pangoft2",
        Text(zh="PangoFT2（PDF 排版）", en="PangoFT2 (PDF layout)"),
        "pangoft2-1.0",
        "libpangoft2-1.0-0",
    ),
    (
        "harfbuzz-subset",
        Text(zh="HarfBuzz-subset（字体子集）", en="HarfBuzz-subset (font subsetting)"),
        "harfbuzz-subset",
        "libharfbuzz-subset0",
    ),
)

ELSEWHERE = {
    "darwin": Text(zh="请运行 brew install pango", en="run brew install pango"),
    "win32": Text(
        zh="请安装 MSYS2 并在其中运行 pacman -S mingw-w64-ucrt-x86_64-pango，其他办法见 docs/installing.zh-CN.md",
        en="install MSYS2 and run pacman -S mingw-w64-ucrt-x86_64-pango in it; other ways stand in docs/installing.md",
    ),
}
"""Where there are no Debian packages: what brings all of the libraries at once."""


def _layout() -> list[Check]:
    """Whether pages can be laid out: tried, because every system finds libraries in a way of its own."""
    title = Text(zh="PDF 排版（WeasyPrint）", en="PDF layout (WeasyPrint)")
    try:
        with loading_layout():
            from weasyprint.text import ffi  # noqa: PLC0415  to see whether it can be loaded
    except NoPango as missing:
        why = missing.located[0].message
        mend = Text(zh=f"{why.in_('zh')}；{why.mend_in('zh')}", en=f"{why.in_('en')}; {why.mend_in('en')}")
        return [Check("layout", title, False, mend), *(_library(*one) for one in LIBRARIES)]
    loaded = {"pango": ffi.pango, "pangoft2": ffi.pangoft2, "harfbuzz-subset": ffi.harfbuzz_subset}
    parts = [
        Check(name, of, loaded[name] is not None, _brings(package)) for name, of, _, package in LIBRARIES
    ]
    return [Check("layout", title, True, REINSTALL), *parts]


def _library(name: str, title: Text, library: str, package: str) -> Check:
    find: Callable[[str], str | None] = ctypes.util.find_library
    return Check(name, title, find(library) is not None, _brings(package))


def _brings(package: str) -> Text:
    return ELSEWHERE.get(sys.platform) or _package(package)


def _folder(name: str, title: Text, folder: str, file: str) -> Check:
    return Check(name, title, (shipped(folder) / file).is_file(), REINSTALL)


def _packages() -> list[Check]:
    """The packages whose versions are pinned, compared with what is installed."""
    try:
        declared = [Requirement(line) for line in requires("service-gap-audit") or ()]
    except PackageNotFoundError:
        return []
    found = []
    for requirement in declared:
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        wanted = f"{requirement.name}{requirement.specifier}"
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            installed = ""
        ok = bool(installed) and requirement.specifier.contains(installed, prereleases=True)
        mend = Text(zh=f"请安装 {wanted}", en=f"install {wanted}")
        found.append(
            Check(
                requirement.name,
                Text(zh=f"{requirement.name} {installed}", en=f"{requirement.name} {installed}"),
                ok,
                mend,
            )
        )
    return found


def _package(name: str) -> Text:
    return Text(zh=INSTALL.zh.format(package=name), en=INSTALL.en.format(package=name))
