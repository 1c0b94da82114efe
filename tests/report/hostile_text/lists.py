"""The texts, and what of each stands in the forms.

``pages``: the PDF, the page for browsers and the Word document, which are made of the same HTML. ``cells``: the
workbook and the CSV files, read without undoing the apostrophe. ``oscal``: the assessment results, where white space
in a row is one space. A text that is given once stands everywhere as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.harmless import LONGEST_RUN, MAX_LENGTH
from audit.text import Text


@dataclass(frozen=True)
class Hostile:
    """A text and what a reader sees of it, form by form."""

    what: Text
    text: str
    pages: str
    cells: str
    oscal: str


def same(zh: str, en: str, text: str) -> Hostile:
    """A text that every form shows as it is."""
    return Hostile(Text(zh=zh, en=en), text, text, text, text)


def told(zh: str, en: str, text: str, shown: str, *, pages: str = "", cells: str = "") -> Hostile:
    """A text that is shown otherwise than it is; pages or cells may differ from the rest."""
    return Hostile(Text(zh=zh, en=en), text, pages or shown, cells or shown, " ".join(shown.split()))


def armed(zh: str, en: str, text: str, *, pages: str = "", oscal: str = "") -> Hostile:
    """A text that a spreadsheet would calculate, so it bears an apostrophe there."""
    return Hostile(Text(zh=zh, en=en), text, pages or text, f"'{text}", oscal or text)


_LONG = "A" * 10_000
_BROKEN = "⟦↵⟧ ".join(["A" * LONGEST_RUN] * (MAX_LENGTH // LONGEST_RUN) + ["A" * (MAX_LENGTH % LONGEST_RUN)])
_HAN = "服务" * 1500

UNSEEN = (
    told(
        "空字符和控制字符", "NUL and control characters", "a\x00b\x1bc\x7fd", "a⟦U+0000⟧b⟦U+001B⟧c⟦U+007F⟧d"
    ),
    told("C1 控制字符", "C1 control characters", "a\x80b\x9fc", "a⟦U+0080⟧b⟦U+009F⟧c"),
    told(
        "行分隔符和段落分隔符", "line and paragraph separators", "one\u2028two\u2029three", "one\ntwo\nthree"
    ),
    told("各种换行", "new lines of every kind", "a\r\nb\rc\x85d\x0ce", "a\nb\nc\nd\ne"),
    told("各种空白", "white space of every kind", "a\tb\u2003c\u202fd", "a b c d"),
    told(
        "双向覆盖：伪造扩展名",
        "a bidirectional override: a false file name",
        "user\u202egpj.exe",
        "user⟦U+202E⟧gpj.exe",
    ),
    told(
        "双向隔离",
        "bidirectional isolates",
        "a\u2066b\u2067c\u2068d\u2069e",
        "a⟦U+2066⟧b⟦U+2067⟧c⟦U+2068⟧d⟦U+2069⟧e",
    ),
    told("零宽字符", "zero-width characters", "ze\u200bro\u200d\ufeffx", "ze⟦U+200B⟧ro⟦U+200D⟧⟦U+FEFF⟧x"),
    told("软连字符", "a soft hyphen", "soft\u00adhyphen", "soft⟦U+00AD⟧hyphen"),
    told("看不见的填充字", "fillers that draw nothing", "a\u3164b\u115fc", "a⟦U+3164⟧b⟦U+115F⟧c"),
    told("标签字符", "tag characters", "a\U000e0041b", "a⟦U+E0041⟧b"),
    told("私用区", "private use", "a\ue000b\U0010fffdc", "a⟦U+E000⟧b⟦U+10FFFD⟧c"),
    told("非字符", "noncharacters", "a\ufffeb\ufdd0c", "a⟦U+FFFE⟧b⟦U+FDD0⟧c"),
    told("未分配的码位", "a code point that is not assigned", "a\u0378b", "a⟦U+0378⟧b"),
    told("冒充本报告的标记", "an imitation of our own marks", "⟦U+202E⟧", "⟦U+27E6⟧U+202E⟦U+27E7⟧"),
)
SCRIPTS = (
    same("生僻字（通用规范汉字）", "rare characters of names", "镕喆堃䶮"),
    told(
        "扩展 B 区汉字",
        "CJK Extension B",
        "𠮷野家",
        "𠮷野家",
        pages="⟦U+20BB7⟧野家",
    ),
    told(
        "阿拉伯文",
        "Arabic",
        "خدمة",
        "خدمة",
        pages="⟦U+062E⟧⟦U+062F⟧⟦U+0645⟧⟦U+0629⟧",
    ),
    told("希伯来文", "Hebrew", "שלום", "שלום", pages="⟦U+05E9⟧⟦U+05DC⟧⟦U+05D5⟧⟦U+05DD⟧"),
    told(
        "带连接符和肤色的表情",
        "emoji with joiner and skin tone",
        "👩🏽‍⚖️",
        "👩🏽⟦U+200D⟧⚖⟦U+FE0F⟧",
        pages="⟦U+1F469⟧⟦U+1F3FD⟧⟦U+200D⟧⟦U+2696⟧⟦U+FE0F⟧",
    ),
    told(
        "叠加的组合记号",
        "a stack of combining marks",
        "q\u0301\u0302\u0303\u0304",
        "q\u0301\u0302\u0303\u0304",
        pages="q\u0301\u0302⟦U+0303⟧⟦U+0304⟧",
    ),
    told("未组合的字母", "a letter that is not composed", "cafe\u0301", "cafe\u0301", pages="café"),
)
MARKUP = (
    same("HTML", "HTML", "</td><script>alert(1)</script><img src=x onerror=alert(1)>"),
    same("提前结束脚本", "the end of a script", "</script><script>alert(1)//"),
    same("提前结束样式", "the end of a style sheet", "}</style><style>*{display:none}"),
    same("CSS", "CSS", "red;background:url(http://198.51.100.1/x)}"),
    same("属性", "an attribute", '" onmouseover="alert(1)" x=\''),
    same("SVG", "SVG", '</text><svg onload="alert(1)"><image href="file:///etc/passwd"/></svg>'),
    same("实体", "entities", '&lt;b&gt; &#x3C; &nbsp; <!ENTITY x SYSTEM "file:///etc/passwd"> &x;'),
    same("CDATA", "CDATA", "]]><a/><![CDATA["),
    same("Jinja 模板", "Jinja", "{{ 7*7 }}{% raw %}{# x #}"),
    same("格式占位符", "format fields", "{n} {0} {name.__class__} %s ${x}"),
    same("Markdown", "Markdown", "[click](javascript:alert(1)) **x** |"),
    same("脚本地址", "an address that is a script", "javascript:alert(document.cookie)"),
    same("本地文件地址", "an address of a file", "file:///etc/passwd"),
    same("网址", "an address", "http://198.51.100.1/?q=<>&x"),
    same("SQL", "SQL", "Robert'); DROP TABLE x; --"),
)
FORMULAS = (
    armed("公式", "a formula", '=HYPERLINK("http://198.51.100.1/","x")'),
    armed("加号", "a plus sign", "+1+1"),
    armed("减号", "a minus sign", "-2+3"),
    armed("@ 符号", "an at sign", "@SUM(A1)"),
    armed("全角等号", "a full-width equals sign", "＝1＋1"),
    Hostile(Text(zh="制表符后的公式", en="a formula after a tabulator"), "\t=1", "=1", "' =1", "=1"),
    Hostile(Text(zh="空格后的公式", en="a formula after spaces"), "  =1", "=1", "'  =1", "=1"),
    armed("动态数据交换", "a command", "=cmd|' /C calc'!A0"),
    armed("已有撇号的公式", "a formula behind an apostrophe", "'=1+1"),
    same("工作簿的转义", "an escape of workbooks", "_x003D_1+1"),
)
LONG = (
    told(
        "一万个连写字母",
        "10,000 letters without a break",
        _LONG,
        _LONG,
        pages=f"{_BROKEN}…⟦+{len(_LONG) - MAX_LENGTH}⟧",
    ),
    told(
        "三千个汉字",
        "3,000 Chinese characters",
        _HAN,
        _HAN,
        pages=f"{_HAN[:MAX_LENGTH]}…⟦+{len(_HAN) - MAX_LENGTH}⟧",
    ),
    same("带路径的散列值", "a path and a hash", "evidence/" + "9f86d081" * 16),
)
LISTS = UNSEEN + SCRIPTS + MARKUP + FORMULAS + LONG
