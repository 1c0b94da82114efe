"""The system libraries that set pages: what is said where they cannot be loaded, instead of a crash."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from audit.errors import Located, UsageError
from audit.text import Text, message

NO_PANGO = message(
    "A-PANGO",
    zh="无法排版 PDF：未找到 Pango 等系统库（{why}）",
    en="a PDF cannot be set: Pango or a library that it needs is not to be found ({why})",
    mend=Text(
        zh="其他格式不受影响：--format html,docx,xlsx,csv,oscal。安装方法见 audit doctor 和 docs/installing.zh-CN.md",
        en="all other forms work: --format html,docx,xlsx,csv,oscal. How to install it: audit doctor, "
        "docs/installing.md",
    ),
)


class NoPango(UsageError):
    """This machine lacks the libraries that WeasyPrint lays pages out with."""


@contextmanager
def loading_layout() -> Iterator[None]:
    """Around the import of what lays pages out.

    Raises:
        NoPango: a library could not be loaded. While a module is imported, an ``OSError`` means nothing else.
    """
    try:
        # WeasyPrint prints a hint of its own, to where our data go.
        with redirect_stdout(io.StringIO()):
            yield
    except OSError as error:
        why = str(error).splitlines()[0].partition(".  Additionally")[0]
        raise NoPango([Located(file="report.pdf", message=NO_PANGO(why=why))]) from None
