"""What the toolkit needs around it: system libraries, fonts, data, and versions that work together."""

from __future__ import annotations

import ctypes.util
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from audit import spark
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
        *(_library(*one) for one in LIBRARIES),
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


def _library(name: str, title: Text, library: str, package: str) -> Check:
    find: Callable[[str], str | None] = ctypes.util.find_library
    return Check(name, title, find(library) is not None, _package(package))


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
