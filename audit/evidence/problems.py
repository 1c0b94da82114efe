"""The catalogue of problem codes with their words, and how places become problems and groups of them.

A code begins with its level: E error, W warning, N note. Rows with an error are set aside, warnings
and notes stay. Values of personal columns are masked here, when a Problem is built, so that nothing
downstream can give them away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.evidence.privacy import MASKED, Pii, Stray, quoted, shown
from audit.evidence.privacy.patterns import masked
from audit.result.problem import Level, Problem, ProblemGroup
from audit.text import Scalar, Template, Text, message

LEVELS: Mapping[str, Level] = {"E": "error", "W": "warning", "N": "note"}
PROBLEMS: dict[str, Template] = {}


def problem(code: str, *, zh: str, en: str, mend: Text | None = None, or_warning: bool = False) -> Template:
    """Declare a problem. ``or_warning`` also declares the same words as ``W-...``, for rules that only warn.

    Raises:
        ValueError: the code is taken, or does not begin with a level.
    """
    for one in (code, "W" + code[1:]) if or_warning else (code,):
        if one in PROBLEMS or one[:2] not in {"E-", "W-", "N-"}:
            raise ValueError(f"{one} is taken or does not begin with E-, W- or N-")
        PROBLEMS[one] = message(one, zh=zh, en=en, mend=mend)
    return PROBLEMS[code]


def at_level(template: Template, level: Level) -> Template:
    """The same problem as an error or as a warning."""
    return PROBLEMS[level[0].upper() + template.code[1:]]


def level_of(code: str) -> Level:
    """The level that a code stands for."""
    return LEVELS[code[0]]


# A cell that is not what its column needs.

DATE = problem(
    "E-DATE",
    zh="不是日期：{why}",
    en="not a date: {why}",
    mend=Text(
        zh="请改正该单元格；全列都是这种写法的，请在 dates 中写明格式",
        en="mend the cell; where the whole column is written so, declare its format under dates",
    ),
    or_warning=True,
)
DATE_FORM = problem(
    "E-DATE-FORM",
    zh="不是格式为 {format} 的日期",
    en="not a date in {format}",
    mend=Text(
        zh="请改正该单元格，或改正 dates 中该列的格式",
        en="mend the cell, or the column's format under dates",
    ),
    or_warning=True,
)
TIME = problem(
    "E-TIME",
    zh="时刻无法读取：{why}",
    en="the time cannot be read: {why}",
    mend=Text(
        zh="请改正该单元格，时刻写作 14:05 这样；表示“没有”的写法请列入 missing",
        en="mend the cell; a time is written like 14:05. A spelling of “none” is declared under missing",
    ),
    or_warning=True,
)
DATE_AMBIGUOUS = problem(
    "E-DATE-AMBIGUOUS",
    zh="日期的年月日次序不明：{why}",
    en="which part is day, month and year cannot be told: {why}",
    mend=Text(
        zh="请在 audit.yaml 的 dates 中写明该列的次序或格式，例如 day-first 或 “%d-%m-%Y”",
        en='declare under dates in audit.yaml the column\'s order or format: day-first, or "%d-%m-%Y"',
    ),
    or_warning=True,
)
NUMBER = problem(
    "E-NUMBER",
    zh="不是数字：{why}",
    en="not a number: {why}",
    mend=Text(
        zh="请改正该单元格，或在 values 中写明它是多少",
        en="mend the cell, or say under values which number it stands for",
    ),
    or_warning=True,
)
NUMBER_AMBIGUOUS = problem(
    "E-NUMBER-AMBIGUOUS",
    zh="是多少不明：{why}",
    en="which number it is cannot be told: {why}",
    mend=Text(
        zh="请改正该单元格；小数点的写法请用 decimal 写明，货币请用 currency 写明",
        en="mend the cell; the decimal mark is declared with decimal, the currency with currency",
    ),
    or_warning=True,
)
WHOLE_NUMBER = problem(
    "E-WHOLE-NUMBER",
    zh="不是整数",
    en="not a whole number",
    mend=Text(
        zh="请改正该单元格，或在 values 中写明它是多少",
        en="mend the cell, or say under values which number it stands for",
    ),
    or_warning=True,
)
MISSING_WORD = problem(
    "E-MISSING-WORD",
    zh="“{word}”不是该列的值，看来表示“没有”",
    en="“{word}” is no value of this column and seems to mean “missing”",
    mend=Text(
        zh='确是“缺失”的，请在 audit.yaml 中写 missing: ["{word}"]',
        en='if it does, declare missing: ["{word}"] in audit.yaml',
    ),
    or_warning=True,
)
CODE_ROUNDED = problem(
    "E-CODE-ROUNDED",
    zh="编号被表格软件改成了科学计数法，末几位已经丢失",
    en="a spreadsheet turned this code into a rounded number; its last digits are lost",
    mend=Text(
        zh="请把该列设为文本格式后重新导出",
        en="export the column again, formatted as text",
    ),
    or_warning=True,
)
CODE_DECIMAL = problem(
    "W-CODE-DECIMAL",
    zh="编号带小数，可能被表格软件当作数字处理过；按原样采用",
    en="a code with a decimal, which a spreadsheet may have taken for a number; kept as it is written",
    mend=Text(
        zh="请把该列设为文本格式后重新导出，以免与其他表对不上",
        en="export the column again, formatted as text, or it may match no other table",
    ),
)
DAY_FIRST = problem(
    "N-DAY-FIRST",
    zh="全列按“日/月/年”读取：此处的“日”大于 12，且没有相反的例子",
    en="the whole column is read as day/month/year: the day here is above 12, and nothing contradicts it",
    mend=Text(zh="如不对，请在 dates 中写明", en="if that is wrong, declare the order under dates"),
)
MONTH_FIRST = problem(
    "N-MONTH-FIRST",
    zh="全列按“月/日/年”读取：此处的“日”大于 12，且没有相反的例子",
    en="the whole column is read as month/day/year: the day here is above 12, and nothing contradicts it",
    mend=Text(zh="如不对，请在 dates 中写明", en="if that is wrong, declare the order under dates"),
)
DECIMAL_COMMA = problem(
    "N-DECIMAL-COMMA",
    zh="全列以逗号为小数点：此处如此，且没有相反的例子",
    en="the whole column is read with decimal commas: here is one, and nothing contradicts it",
    mend=Text(zh='如不对，请写 decimal: "."', en='if that is wrong, declare decimal: "."'),
)
THOUSANDS = problem(
    "N-THOUSANDS",
    zh="逗号按千位分隔符读取；全列没有小数可作佐证",
    en="the comma is read as a thousands separator; no decimal in the column confirms it",
    mend=Text(zh='如是小数点，请写 decimal: ","', en='if it is a decimal comma, declare decimal: ","'),
)
POINT_THOUSANDS = problem(
    "N-POINT-THOUSANDS",
    zh="全列以句点为千位分隔符：此处只能如此，且没有相反的例子",
    en="the whole column is read with points between thousands: here it can be nothing else, and nothing contradicts it",
    mend=Text(zh='如不对，请写 decimal: "."', en='if that is wrong, declare decimal: "."'),
)
POINT_DECIMAL = problem(
    "N-POINT-DECIMAL",
    zh="句点按小数点读取；全列的句点后都是三位数字，也可能是千位分隔符",
    en="the point is read as a decimal point; three digits follow every point of the column, so it may part thousands",
    mend=Text(
        zh='如是千位分隔符，请写 decimal: ","；确是小数点的，写 decimal: "."',
        en='if it parts thousands, declare decimal: ","; if it is a decimal point, decimal: "."',
    ),
)
CLOCK_DURATION = problem(
    "N-CLOCK-DURATION",
    zh="时长按“{how}”读取",
    en="the duration is read as {how}",
    mend=Text(
        zh="如不对，请改写为带单位的时长，如 1小时30分",
        en="if that is wrong, write it with its units, such as 1h30m",
    ),
)
BOOL = problem(
    "E-BOOL",
    zh="不是“是/否”值；{hint}",
    en="neither yes nor no; {hint}",
    mend=Text(
        zh="请使用 是/否、true/false 或 1/0，或在 values 中写明对应关系",
        en="write yes/no, true/false or 1/0, or map the labels under values",
    ),
    or_warning=True,
)
LABEL = problem(
    "E-LABEL",
    zh="“{label}”不是该列的取值；{hint}",
    en="“{label}” is not a value of this column; {hint}",
    mend=Text(zh="请在 values 中写明它对应哪个代码", en="map it to one of the codes under values"),
    or_warning=True,
)
NULL = problem(
    "E-NULL",
    zh="不得为空",
    en="must not be empty",
    or_warning=True,
)
RANGE = problem(
    "E-RANGE",
    zh="超出允许范围 {range}",
    en="outside {range}",
    mend=Text(zh="请改正该单元格，或核对单位和量表", en="mend the cell, or check unit and scale"),
    or_warning=True,
)
PATTERN = problem("E-PATTERN", zh="不符合格式 {pattern}", en="does not match {pattern}", or_warning=True)

CELL_ERROR = problem(
    "E-CELL-ERROR",
    zh="单元格中的公式出错",
    en="the formula of this cell failed",
    mend=Text(
        zh="请改正公式；确属“缺失”的，请把该写法列入 missing",
        en="mend the formula; an error that means “missing” goes under missing",
    ),
    or_warning=True,
)
EXAMPLE_ROW = problem(
    "E-EXAMPLE",
    zh="这是模板中的示例行，不计入证据",
    en="this is the example row of the template; it is no evidence",
    mend=Text(zh="请删除该行", en="delete the row"),
)
SERIAL_DATE = problem(
    "N-SERIAL-DATE",
    zh="未设日期格式的数字，按该工作簿的 {system} 日期系统读作日期",
    en="a number without a date format, read as a date in the {system} date system of the workbook",
    mend=Text(
        zh="如不是日期，请在 columns 中改正该列的对应关系",
        en="if it is no date, correct under columns which header holds this column",
    ),
)

# Rows whose cells do not go together.

ORDER = problem(
    "E-ORDER",
    zh="早于“{other}”（{other_value}）",
    en="before {other} ({other_value})",
    or_warning=True,
)
AFTER_AS_OF = problem(
    "W-AFTER-AS-OF",
    zh="晚于证据截止日 {as_of}（as_of），当时尚未发生",
    en="after {as_of}, the day of the extract (as_of), when it had not happened yet",
    mend=Text(
        zh="请核对日期和 audit.yaml 的 as_of；尚未发生的，请留空",
        en="see whether the date and as_of in audit.yaml are right; leave empty what has not happened",
    ),
)
AT_MOST = problem(
    "E-AT-MOST",
    zh="大于“{other}”（{other_value}）",
    en="more than {other} ({other_value})",
    or_warning=True,
)
OTHER_INSTRUMENT = problem(
    "E-OTHER-INSTRUMENT",
    zh="是另一份问卷的答卷：audit.yaml 写明的是“{asked}”",
    en="answers to another instrument: audit.yaml names “{asked}”",
    mend=Text(
        zh="请核对 audit.yaml 的 instrument；确为另一份问卷的，用 rows.exclude 排除；只是名称不同的，在 values 中写明",
        en="see whether audit.yaml names the right instrument; leave answers to another one out with rows.exclude; "
        "where only the name differs, say so under values",
    ),
)
CONTRADICTION = problem("E-CONTRADICTION", zh="{why}", en="{why}", or_warning=True)
KEY = problem(
    "E-KEY",
    zh="主键“{key}”重复",
    en="the key {key} occurs again",
    mend=Text(
        zh="同一记录只应出现一次；流水记录请用 rows.latest_per 取最后状态",
        en="a record may occur once; for event logs take the last state with rows.latest_per",
    ),
)
REFERENCE = problem(
    "E-REF",
    zh="在“{table}”的 {key} 中找不到该值",
    en="not found in {key} of {table}",
    or_warning=True,
)

# Whole columns and tables.

COLUMN_MISSING = problem(
    "E-COLUMN-MISSING",
    zh="缺少必需列“{title}”（{name}）",
    en="the required column {name} ({title}) is missing",
    mend=Text(
        zh="请在 audit.yaml 的 columns 中写明它对应哪个表头",
        en="name the header that holds it under columns in audit.yaml",
    ),
)
COLUMN_UNKNOWN = problem(
    "N-COLUMN-UNKNOWN",
    zh="列“{header}”未使用",
    en="the column “{header}” is not used",
    mend=Text(
        zh="如需使用，请在 columns 中写明它对应哪一列",
        en="if it is needed, say under columns which of ours it is",
    ),
)
COLUMN_AMBIGUOUS = problem(
    "W-COLUMN-AMBIGUOUS",
    zh="多个表头都可能是“{title}”（{name}）：{headers}；均未采用",
    en="several headers could be {name} ({title}): {headers}; none was taken",
    mend=Text(zh="请在 columns 中写明是哪一个", en="say which one under columns"),
)
KEY_NOT_READ = problem(
    "N-NOT-READ",
    zh="本版本不读取“{key}”，其内容对结果没有影响",
    en="“{key}” is not read by this version and changes nothing",
)
COLUMN_TAKEN = problem(
    "N-COLUMN-TAKEN",
    zh="按常见别名识别为“{title}”（{name}）",
    en="read as {name} ({title}), of which it is a common name",
    mend=Text(
        zh="如不对，请在 columns 中写明正确的表头；没有则写 {name}: null",
        en="if that is wrong, name the right header under columns, or {name}: null for none",
    ),
)
COLUMN_OTHERWISE = problem(
    "N-COLUMN-OTHERWISE",
    zh="本文件没有 audit.yaml 所写的表头“{named}”，以“{header}”作“{title}”（{name}）",
    en="this file lacks the header “{named}” of audit.yaml; “{header}” is read as {name} ({title}) instead",
    mend=Text(
        zh="如不对，请统一各文件的表头",
        en="if that is wrong, give the files the same header",
    ),
)
COLUMN_ABSENT_HERE = problem(
    "W-COLUMN-ABSENT-HERE",
    zh="本文件没有列“{header}”，而同表的其他文件有",
    en="this file has no column “{header}”, other files of the table have it",
)
REFERENCE_UNCHECKED = problem(
    "N-REF-UNCHECKED",
    zh="未核对：没有提交数据表“{table}”",
    en="not checked: {table} was not handed over",
)
EXCLUDED_NEVER = problem(
    "W-EXCLUDED-NEVER",
    zh="要排除的“{label}”在列“{header}”中从未出现",
    en="“{label}”, which is to be excluded, never occurs in “{header}”",
    mend=Text(zh="请核对 rows.exclude 的写法", en="check the spelling under rows.exclude"),
)
COMPLETED = problem(
    "W-COMPLETED",
    zh="完成人数合计 {completed}，而提交的答卷为 {rows} 份（采用 {used} 份）",
    en="{completed} persons completed the survey, but {rows} answers were handed over ({used} used)",
)
SITE_SHARE = problem(
    "W-SITE-SHARE",
    zh="该场所占答卷的 {answers}，占服务量的 {episodes}，相差超过 10 个百分点",
    en="this site gives {answers} of the answers, but {episodes} of the service episodes: more than 10 points apart",
    mend=Text(
        zh="请核对场所代码；样本确实偏向某些场所的，总体结果不能代表全部服务",
        en="check the site codes; where the sample does lean to some sites, its overall figures do not stand for all service",
    ),
)
MONTHS = problem(
    "W-MONTHS",
    zh="缺少以下月份：{months}",
    en="these months of the period are missing: {months}",
)
UNIT = problem(
    "W-UNIT",
    zh="单位 {unit} 与标准 {standard} 的单位 {other} 不可换算",
    en="the unit {unit} cannot be converted to {other}, the unit of the standard {standard}",
)
TIES = problem(
    "N-TIES",
    zh="{count} 个“{case}”的最后时刻（{by}）有多条记录，取文件中的最后一条",
    en="{count} values of “{case}” have several records at their last “{by}”; the last in the file was taken",
)


PACKAGE_BYTES = problem(
    "E-PACKAGE-BYTES",
    zh="文件为 {found} 字节，数据包写明为 {declared} 字节",
    en="the file has {found} bytes, its data package says {declared}",
    mend=Text(
        zh="文件在打包后被改动，或传输不完整：请重新提交，或重新生成 datapackage.json",
        en="it was changed or cut off after packing: hand it over again, or make datapackage.json anew",
    ),
)
PACKAGE_HASH = problem(
    "E-PACKAGE-HASH",
    zh="文件的校验值是 {found}，数据包写明为 {declared}",
    en="the hash of the file is {found}, its data package says {declared}",
    mend=Text(
        zh="文件在打包后被改动，或传输不完整：请重新提交，或重新生成 datapackage.json",
        en="it was changed or cut off after packing: hand it over again, or make datapackage.json anew",
    ),
)

# How far a table reaches.

STALE = problem(
    "W-STALE",
    zh="最后一条记录为 {last}，距审查期间结束还有 {days} 天（时效要求：{window} 天以内）",
    en="the newest record is of {last}, {days} days before the end of the period (freshness window: {window} days)",
    mend=Text(
        zh="请补交之后的记录，或说明为何没有", en="hand over what came later, or say why there is nothing"
    ),
)
PERIOD_GAP = problem(
    "W-PERIOD-GAP",
    zh="审查期间以下月份没有记录：{months}",
    en="these months of the period have no record: {months}",
    mend=Text(
        zh="请补交这些月份的记录，或说明为何没有", en="hand over these months, or say why there is nothing"
    ),
)
UNIT_CONVERTED = problem(
    "N-UNIT-CONVERTED",
    zh="按文件所写的单位“{told}”读取，并换算为“{unit}”",
    en="read in {told}, as the file says, and converted to {unit}",
)
UNIT_APART = problem(
    "E-UNIT-APART",
    zh="文件写明的单位“{told}”不能换算为本列的“{unit}”，或与其他文件不一；该列未采用",
    en="the file says {told}, which cannot be converted to {unit}, or other files say otherwise; the column is not used",
    mend=Text(
        zh="请按“{unit}”重新导出，或改正表头中的单位",
        en="export it in {unit}, or correct the unit in the header",
    ),
)
UNIT_TOLD = problem(
    "N-UNIT-TOLD",
    zh="文件未写明每行的单位，按表头所写的单位“{told}”读取",
    en="no row gives its unit: read in {told}, as the header says",
)
UNIT_UNKNOWN = problem(
    "W-UNIT-UNKNOWN",
    zh="表头所写的单位“{told}”无法读取，各行视为未写单位",
    en="the header says {told}, which is no unit that can be read: the rows stand without one",
    mend=Text(
        zh="请换算为秒、分钟、小时或天，或逐行填写“单位”一列",
        en="export it in seconds, minutes, hours or days, or give each row its unit",
    ),
)
NO_RECORDS = problem(
    "N-NO-RECORDS",
    zh="只有表头，没有记录",
    en="a header and no records",
    mend=Text(
        zh="确无记录的，请书面说明；否则请重新导出",
        en="where there really are none, say so in writing; else export it again",
    ),
)

# Personal data where none belongs.

PERSONAL_DATA = problem(
    "E-PERSONAL",
    zh="含个人信息（{kind}）：{count} 个单元格，占非空单元格的 {share}；该表不予采用",
    en="personal data ({kind}) in {share} of the filled cells, {count} in all; the table is not used",
    mend=Text(
        zh="请删除该列或换成无法还原的代码后重新提交；确有必要保留的，在 personal_data 中写明理由和批准人",
        en="remove the column or replace it by codes that cannot be turned back; if it must stay, say why and "
        "who approved it under personal_data",
    ),
)
PERSONAL_SOME = problem(
    "W-PERSONAL",
    zh="含个人信息（{kind}）：{count} 个单元格，占非空单元格的 {share}；输出中一律遮盖",
    en="personal data ({kind}) in {share} of the filled cells, {count} in all; no output shows them",
    mend=Text(zh="提交前请删除或遮盖", en="remove or mask them before handing the file over"),
)
PERSONAL_NAMES = problem(
    "N-PERSONAL-NAMES",
    zh="该列的值形似姓名",
    en="the values of this column look like personal names",
    mend=Text(
        zh="如确为姓名，请在提交前删除该列", en="if they are, remove the column before handing the file over"
    ),
)
PERSONAL_ADMITTED = problem(
    "N-PERSONAL-ADMITTED",
    zh="含个人信息（{kind}）：{count} 个单元格，占非空单元格的 {share}；经 {by} 批准采用：{reason}",
    en="personal data ({kind}) in {share} of the filled cells, {count} in all; admitted by {by}: {reason}",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem stands. ``at`` is the physical line of a text file or the cell of a sheet."""

    table: str | None
    file: str
    sheet: str | None = None
    at: str | None = None
    their_column: str | None = None
    column: str | None = None
    pii: Pii = "none"
    among: Stray = "text"


def at_place(template: Template, place: Place, value: object = None, **params: Text | Scalar) -> Problem:
    """A problem with its value shown or masked; ``params`` fill the words of the template.

    A parameter that repeats the value of a personal column is masked as well, and so is whatever looks
    personal in a header or a label: a file without a header line has somebody's record there.
    """
    seen = shown(value, place.pii, place.among)
    if isinstance(seen, Text):
        params = {name: seen if param == value else param for name, param in params.items()}
    params = {name: _harmless(param) for name, param in params.items()}
    return Problem(
        code=template.code,
        level=level_of(template.code),
        table=place.table,
        file=masked(place.file),
        sheet=quoted(place.sheet) if place.sheet else None,
        at=place.at,
        their_column=quoted(place.their_column) if place.their_column else None,
        column=place.column,
        shown=MASKED.en if isinstance(seen, Text) else seen,
        message=template(**params),
    )


def _harmless(param: Text | Scalar) -> Text | Scalar:
    if isinstance(param, Text):
        return param if quoted(param.zh) == param.zh and quoted(param.en) == param.en else MASKED
    if isinstance(param, str):
        return param if quoted(param) == param else MASKED
    return param


def group(count: int, examples: Iterable[Problem]) -> ProblemGroup:
    """One rule broken in one file: ``count`` is exact, the examples are the first places.

    Raises:
        ValueError: without an example there is nothing to say.
    """
    examples = tuple(examples)
    if not examples or count < len(examples):
        raise ValueError(f"{count} places with {len(examples)} examples")
    first = examples[0]
    return ProblemGroup(
        code=first.code,
        level=first.level,
        table=first.table,
        file=first.file,
        column=first.column,
        count=count,
        examples=examples,
    )
