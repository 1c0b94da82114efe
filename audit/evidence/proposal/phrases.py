"""The words of the comments in a proposed audit.yaml."""

from __future__ import annotations

from audit.text import Text

HEAD = Text(
    zh="由 service-gap-audit {version} 的 audit init 起草。标有“请填写”之处由审查人员填写；\n"
    "以 # 注释的行存疑，核对后去掉 # 即可生效。下一步：audit validate",
    en="Begun by audit init of service-gap-audit {version}. Fill in what is marked “fill in”; lines behind # are\n"
    "doubtful: check them and take the # away. Next: audit validate",
)
FILL = Text(zh="请填写：{what}", en="fill in: {what}")
ORGANISATION = Text(
    zh="组织名称与行业（retail、ecommerce、insurance、banking、telecom、hospitality、health、public、other）",
    en="name and sector (retail, ecommerce, insurance, banking, telecom, hospitality, health, public, other)",
)
SCOPE = Text(zh="审查范围", en="the scope of the audit")
PERIOD_FOUND = Text(
    zh="由记录的起止推出的整月，结束日不计入；请按审查期间核对",
    en="the whole months that the records span, end exclusive; compare with the period of the audit",
)
PERIOD_NOT = Text(
    zh="请填写：审查期间与数据截止日（文件中没有可用的日期）",
    en="fill in: the period and the day of the extract (no file tells a date)",
)
AS_OF = Text(zh="数据截止日：最后一条记录的次日", en="the day of the extract: the day after the last record")
ZONE = Text(zh="请填写：数据所用的时区", en="fill in: the time zone of the records")
ZONE_GUESSED = Text(zh="时区据此推断：{why}，请核对", en="the time zone is guessed: {why}; please check")
CURRENCY = Text(zh="按取值或表头中的货币符号", en="by the signs of money in values or headers")
CRITERIA = Text(zh="适用的检查表", en="the checklists to be applied")
PARTICULARS = Text(
    zh="出具报告时可另填：report（编号、签发日期）、body（出具机构）、client（委托方）、"
    "participants（参加人员）、sites（受审查场所及地址）、documents_seen（查阅的文件）",
    en="for a report that is issued, as you need them: report (number, issued_on), body, client, participants, "
    "sites (with addresses), documents_seen",
)
TAKEN_AS = Text(zh="{sure}（{figure}）：{why}", en="{sure} ({figure}): {why}")
COULD_BE = Text(zh="也可能是 {table}", en="it could be {table} as well")
MISSING = Text(
    zh="必需列“{title}”没有找到，请写：{name}: 表头，或 {name}: {{constant: 值}}",
    en="the required column “{title}” was not found; write {name}: HEADER or {name}: {{constant: VALUE}}",
)
DOUBT = Text(zh="存疑（{figure}）：{why}", en="doubtful ({figure}): {why}")
SWAPPED = Text(zh="也可能是 {form}，请核对", en="could be {form} as well; please check")
ROC_YEARS = Text(
    zh="年份按民国纪年读取（115 年即 2026 年）",
    en="the years are those of the Republic of China: 115 is 2026",
)
EITHER = Text(
    zh="{name}：两位数的年份在前还是在后无法判断，去掉其中一行的 #",
    en="{name}: the values do not tell whether the year of two digits stands first or last; take one # away",
)
LABELS = Text(
    zh="“{header}”中下列取值未能识别，请在 values 中写明（可用：{codes}）",
    en="values of “{header}” that are not understood; say under values what they mean (known: {codes})",
)
LABELS_HIDDEN = Text(
    zh="“{header}”另有 {count} 种取值像是个人信息，未在此写出：请在文件中改正",
    en="“{header}” has {count} more values that look personal and are not written here: mend them in the file",
)
UNUSED = Text(zh="未使用的列：{headers}", en="columns not used: {headers}")
STAMPS = Text(
    zh="像是从 1970 年起以秒或毫秒计的时间：{headers}。不能当作日期读取，请对方按日期重新导出",
    en="these look like times counted in seconds or milliseconds since 1970: {headers}. They cannot be read as dates; "
    "ask for an export with dates",
)
SHEETS = Text(
    zh="这几张工作表合为一张表；另有用途的请删去",
    en="these sheets are taken as one table; take out what is something else",
)
PERSONAL = Text(
    zh="像是个人信息的列：{headers}\n交付前请删除或换成代码，否则 audit validate 会拒绝该表；"
    "必须保留的，写 personal_data: {{columns: [...], reason: {{zh: ..., en: ...}}, approved_by: ...}}",
    en="columns that look like personal data: {headers}\ntake them out or replace them by codes before sending, else "
    "audit validate refuses the table;\nwhat has to stay: personal_data: {{columns: [...], reason: {{zh: ..., "
    "en: ...}}, approved_by: ...}}",
)
UNKNOWN_FILES = Text(
    zh="以下文件未归入任何表，请确认：", en="Files that were not taken for any table; please check:"
)
UNREADABLE = Text(zh="以下文件无法读取：", en="Files that cannot be read:")
IGNORED = Text(zh="以下文件不是证据，未读取：", en="Files that are no evidence and were not read:")
UNDECIDED = Text(
    zh="存疑（{figure}）：{why}。确认后去掉每行的 #",
    en="doubtful ({figure}): {why}. Take the # away when it is right",
)
EXCLUDED = Text(
    zh="回答“{label}”者未作答任何题目，不属于调查总体",
    en="those who answered “{label}” were asked none of the questions: outside the population",
)
GROUPED = Text(
    zh="{headers}：每个逗号（或句点）之后都是三位数字。逗号按千位分隔符读取，句点按小数点读取；如不对，去掉下一行的 #",
    en="{headers}: three digits follow every comma (or point). A comma is read as parting thousands, a point as a "
    "decimal point; if that is wrong, take the # of the next line away",
)
LATEST = Text(
    zh="同一编号有多条记录，取最后一次更新的状态",
    en="several records bear the same number: the last state of each counts",
)
HEADER_ROW = Text(
    zh="下面几行也可能是表头，取第一行，请核对", en="the rows below could be the header as well; please check"
)
STRAYS = Text(zh="表头的其余各行，不是记录", en="further rows of the header, no records")
ENCODING = Text(zh="编码不确定，请核对", en="the encoding is uncertain; please check")
STANDARD_ROW = Text(
    zh="请填写：标准名称、时限（target_value、unit）与 required_share",
    en="fill in: the title, the target (target_value, unit) and required_share of the standard",
)
NOTHING_SURE = Text(
    zh="没有足够确定的表；请看下面的注释", en="no table is sure enough; see the comments below"
)


def filled_in(text: Text, **params: object) -> Text:
    """A text with its placeholders filled; a Text is filled by its language, any line breaks become spaces."""
    words = {
        language: {
            name: " ".join((value.in_(language) if isinstance(value, Text) else str(value)).split())
            for name, value in params.items()
        }
        for language in ("zh", "en")
    }
    return Text(zh=text.zh.format(**words["zh"]), en=text.en.format(**words["en"]))
