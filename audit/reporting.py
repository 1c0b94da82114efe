"""Results that were written, and the reports that are made of them: needs no evidence, and loads no engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from audit.errors import Located, Unreadable, UsageError
from audit.report.branding.brand import load_brand
from audit.report.formats import FORMATS, render_bilingual, render_format
from audit.report.libraries import NoPango
from audit.report.options import FINAL
from audit.report.options import Options as ReportOptions
from audit.result import AuditResult, ValidationResult
from audit.text import Language, Template, Text, message

__all__ = [
    "BILINGUAL_FORMS",
    "FINAL",
    "REPORT_FORMS",
    "NoPango",
    "ReportOptions",
    "load_brand",
    "load_result",
    "load_validation",
    "render",
    "report",
]

Read = TypeVar("Read", AuditResult, ValidationResult)

REPORT_FORMS = tuple(FORMATS)
"""The forms in which ``report`` writes a result."""

BILINGUAL_FORMS = tuple(name for name, form in FORMATS.items() if form.bilingual)
"""Those that it writes in two languages at once."""

NOT_READ = message("A-RESULT-UNREADABLE", zh="无法读取：{why}", en="cannot be read: {why}")
NO_FILE = message(
    "A-RESULT-MISSING",
    zh="找不到文件",
    en="no such file",
    mend=Text(zh="请检查路径", en="check the path"),
)
IS_FOLDER = message(
    "A-RESULT-FOLDER",
    zh="这是文件夹，不是文件",
    en="this is a folder, not a file",
    mend=Text(zh="请给出文件夹中的结果文件，如 result.json", en="name the result in it, such as result.json"),
)
NOT_A_RESULT = message(
    "A-RESULT",
    zh="不是第 1 版的审查结果文件（{place}：{why}）",
    en="not an audit result of version 1 ({place}: {why})",
    mend=Text(zh="请用 audit assess 重新生成", en="make it anew with audit assess"),
)
NOT_A_VALIDATION = message(
    "A-VALIDATION",
    zh="不是第 1 版的证据校验结果（{place}：{why}）",
    en="not a validation of version 1 ({place}: {why})",
    mend=Text(
        zh="请用 audit validate --format json 重新生成",
        en="make it anew with audit validate --format json",
    ),
)


def load_result(path: Path) -> AuditResult:
    """Read a result.json.

    Raises:
        UsageError: it is not there, or not a result of version 1.
        Unreadable: it cannot be read.
    """
    return _read(path, AuditResult.from_json, NOT_A_RESULT)


def load_validation(path: Path) -> ValidationResult:
    """Read what ``audit validate --format json`` wrote.

    Raises:
        UsageError: it is not there, or not a validation of version 1.
        Unreadable: it cannot be read.
    """
    return _read(path, ValidationResult.model_validate_json, NOT_A_VALIDATION)


def _read(path: Path, parse: Callable[[bytes], Read], otherwise: Template) -> Read:
    try:
        return parse(Path(path).read_bytes())
    except FileNotFoundError:
        raise UsageError([Located(file=str(path), message=NO_FILE())]) from None
    except IsADirectoryError:
        raise UsageError([Located(file=str(path), message=IS_FOLDER())]) from None
    except OSError as error:
        raise Unreadable([Located(file=str(path), message=NOT_READ(why=error.strerror or ""))]) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "—"
        said = otherwise(place=place, why=first["msg"])
        raise UsageError([Located(file=str(path), message=said)]) from None


def render(result: AuditResult, language: str = "en", *, draft: bool = False) -> bytes:
    """The PDF report of a result, in ``zh`` or ``en``; from the result alone."""
    chosen: Language = "zh" if language.startswith("zh") else "en"
    (content,) = render_format("pdf", result, chosen, ReportOptions(draft=draft)).values()
    return content


def report(
    result: AuditResult,
    form: str,
    language: Language | tuple[Language, Language],
    options: ReportOptions = FINAL,
) -> dict[str, bytes]:
    """The report of a result in one form and language, from the result alone.

    Args:
        result: what ``assess`` returned or ``load_result`` read.
        form: one of ``REPORT_FORMS``; for two languages one of ``BILINGUAL_FORMS``.
        language: of the report, or the two languages of one that holds both.
        options: how it is issued.

    Returns:
        File name, or path below the output folder -> content.
    """
    if isinstance(language, tuple):
        return dict(render_bilingual(form, result, language, options))
    return dict(render_format(form, result, language, options))
