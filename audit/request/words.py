"""The words of the data request, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from audit.request.needs import Need, State
from audit.text import Text

TITLE = Text(zh="审查资料清单", en="Data request")

ABOUT = Text(zh="致受审查组织", en="To the organisation")
ABOUT_SHORT = Text(zh="说明", en="About")
INTRODUCTION = (
    Text(zh="受审查组织：{name}；审查范围：{scope}。", en="Organisation: {name}. Scope: {scope}."),
    Text(zh="审查依据：{criteria}。", en="Audited against: {criteria}."),
    Text(
        zh="资料所属期间：{start} 至 {end}（含首尾两日）；数据提取时点：{as_of}，请写明实际提取日期和来源系统。",
        en="Period: {start} to {end}, both days included. Extract as of {as_of}; please state the day of the "
        "extract and the system that it comes from.",
    ),
    Text(
        zh="请按“资料清单”提供文件，“必填”列须完整；“需要”列缺少时，对应的检查项无法评定。",
        en="Please provide the files of the list. Required columns must be complete; where a needed column is "
        "missing, the items that stand on it cannot be assessed.",
    ),
    Text(
        zh="请提供系统导出的原始明细，不要汇总、筛选或改写；没有相关记录的，请书面说明，不要补造。",
        en="Please give the records as exported: neither summed up, filtered nor reworded. Where no records "
        "exist, say so in writing; do not make them up.",
    ),
    Text(
        zh="格式：CSV（UTF-8 或注明编码）、XLSX、Parquet、JSON Lines，或所附模板；一个文件一类数据，首行为表头。"
        "表头不必改成我方列名，可由我方对应。",
        en="Formats: CSV (UTF-8, or say which encoding), XLSX, Parquet, JSON Lines, or our templates; one kind "
        "of data a file, the header first. Your own headers will do: we map them.",
    ),
    Text(
        zh="如对某项资料有疑问或提供确有困难，请在提交前与审查组联系，商定替代证据。",
        en="If something is unclear or cannot be provided, please contact the team before the deadline to agree "
        "on other evidence.",
    ),
)

LIST = Text(zh="资料清单", en="What we ask for")
LIST_HEADS = (
    Text(zh="序号", en="No."),
    Text(zh="资料", en="File"),
    Text(zh="每行是什么", en="A row is"),
    Text(zh="必填列", en="Required columns"),
    Text(zh="需要的列", en="Needed columns"),
    Text(zh="用途（指标）", en="Why (measures)"),
    Text(zh="相关检查项", en="Items that stand on it"),
    Text(zh="时间范围", en="Period"),
    Text(zh="提交情况", en="Status"),
    Text(zh="缺少或须改正之处", en="What is missing or to be mended"),
)
BY_DAY = Text(
    zh="{start} 至 {end} 的全部记录（按“{anchor}”）", en="all records from {start} to {end}, by {anchor}"
)
CURRENT = Text(zh="数据提取时点的有效记录", en="as in force at the extract")
NO_ITEM = Text(zh="（已提交；本次检查表未直接引用）", en="(handed over; no item stands on it)")
STATES: dict[State, Text] = {
    "absent": Text(zh="未提交", en="not handed over"),
    "unreadable": Text(zh="已提交，无法读取", en="handed over, cannot be read"),
    "unchecked": Text(zh="已提交，尚未校验", en="handed over, not checked yet"),
    "broken": Text(zh="已提交，不能使用", en="handed over, cannot be used"),
    "partial": Text(zh="已提交，缺文件", en="handed over, files missing"),
    "lacking": Text(zh="已提交，缺列", en="handed over, columns missing"),
    "faulty": Text(zh="已提交，部分记录有误", en="handed over, some records have errors"),
    "complete": Text(zh="已提交，符合要求", en="handed over as asked"),
}
AWAITED = Text(zh="尚未收到：{files}", en="not received yet: {files}")
LACKS = Text(zh="缺列：{columns}", en="missing columns: {columns}")
MORE = Text(zh="等 {count} 列", en=" and others, {count} in all")
PLACES = Text(zh="{message}（{place}，共 {count} 处）", en="{message} ({place}; {count} in all)")

COLUMNS = Text(zh="各列要求", en="The columns")
COLUMN_HEADS = (
    Text(zh="资料", en="File"),
    Text(zh="列", en="Column"),
    Text(zh="列名", en="Name"),
    Text(zh="要求", en="Need"),
    Text(zh="填什么", en="What to give"),
    Text(zh="说明", en="Meaning"),
    Text(zh="用于指标", en="For the measures"),
    Text(zh="个人信息处理", en="Personal data"),
    Text(zh="是否已提交", en="Handed over"),
)
NEEDS: dict[Need, Text] = {
    "required": Text(zh="必填", en="required"),
    "wanted": Text(zh="需要", en="needed"),
    "optional": Text(zh="可选", en="optional"),
}
THERE = {
    True: Text(zh="有", en="yes"),
    False: Text(zh="无", en="no"),
    None: Text(zh="待核", en="to be checked"),
}

DOCUMENTS = Text(zh="文件与记录", en="Documents")
DOCUMENT_HEADS = (
    Text(zh="文件或记录", en="Document"),
    Text(zh="类型", en="Type"),
    Text(zh="相关检查项", en="Items"),
)

WAITING = Text(zh="缺少资料而无法评定的检查项", en="Items that cannot be assessed for want of evidence")
WAITING_SHORT = Text(zh="待补资料的检查项", en="Items waiting")
WAITING_HEADS = (
    Text(zh="检查项", en="Item"),
    Text(zh="要求", en="Requirement"),
    Text(zh="指标", en="Measure"),
    Text(zh="缺少的资料", en="Files that are missing"),
    Text(zh="缺少的列", en="Columns that are missing"),
)
NONE_WAITING = Text(
    zh="按现有资料，各项依据数据的检查项均可评定。",
    en="With what has been handed over, every item that stands on data can be assessed.",
)

PRIVACY = Text(zh="提交前须去除的内容（个人信息）", en="What to remove before sending (personal data)")
PRIVACY_SHORT = Text(zh="个人信息", en="Personal data")
REMOVE = (
    Text(
        zh="姓名、电话、身份证号、银行卡号、电子邮箱、住址、车牌号和录音一律不要提交；含这些内容的列请整列删除。",
        en="Names, telephone, identity and card numbers, e-mail and postal addresses, number plates and call "
        "recordings are not to be sent: delete such columns as a whole.",
    ),
    Text(
        zh="确需区分个人的列（见下表），请改为假名代码：对原编号作加盐散列，例如 HMAC-SHA-256 取前 16 位十六进制数。",
        en="Where persons must be told apart (table below), replace the original number by a pseudonym: a salted "
        "hash, such as the first 16 hexadecimal digits of HMAC-SHA-256.",
    ),
    Text(
        zh="盐值（密钥）由贵组织专人保管，不得提交给审查组，也不得写入任何文件；各文件使用同一盐值，同一人才能对应。",
        en="The salt (the key) stays with one person of your organisation: it is neither sent nor written into "
        "any file. Use the same salt for every file, so that one person has one code.",
    ),
    Text(
        zh="不加盐的 MD5、SHA 等散列可被穷举还原，不能视为假名化。",
        en="A hash without a salt (MD5, SHA) can be turned back by trying all numbers, and is no pseudonym.",
    ),
    Text(
        zh="投诉内容等自由文本默认不需要；确需提供的，请先去除其中的个人信息。",
        en="Free text such as the words of a complaint is not needed; if it is given, take personal data out first.",
    ),
    Text(
        zh="校验程序会检查列名和内容；发现个人信息的文件不予采用，并告知所在的列，不显示具体内容。",
        en="The validator looks at headers and values: a file with personal data is refused, and the column is "
        "named without showing what it holds.",
    ),
)
PRIVACY_HEADS = (
    Text(zh="资料", en="File"),
    Text(zh="列", en="Column"),
    Text(zh="列名", en="Name"),
    Text(zh="处理方式", en="What to do"),
)

RETENTION = Text(zh="保存与删除", en="Retention")
KEEPING = (
    Text(
        zh="资料仅用于本次审查，只由审查组成员在受控设备上本地处理，不上传任何网络服务。",
        en="The files serve this audit alone, and are processed locally by its team on controlled machines; "
        "nothing is uploaded.",
    ),
    Text(
        zh="审查报告和结果文件只含统计数、文件散列值和经遮盖的问题位置，不含原始记录。",
        en="Report and result hold figures, hashes of files and masked places of problems, no records.",
    ),
    Text(
        zh="保存期限以审查合同约定为准；到期后删除原始资料和中间文件，只保留文件散列清单作为留痕。",
        en="Files are kept as long as the audit contract says; then they and all intermediate files are deleted, "
        "and only the list of hashes is kept.",
    ),
)

VALIDATING = Text(zh="提交前自行校验", en="Checking the files on your own premises")
VALIDATING_SHORT = Text(zh="自行校验", en="Checking")
CHECKING = (
    Text(
        zh="校验在贵组织的计算机上运行，不改动任何资料，也不把资料传出；只有第 1 步的安装需要联网。",
        en="The check runs on your own machine, changes no file and sends none; only the installation (step 1) needs a "
        "network.",
    ),
    Text(
        zh="校验所用的审查期间、时区、量表、问卷等，与审查组的设置相同，写在随本清单发送的 self-check.yaml 中。",
        en="Period, time zone, scales and questionnaire are those of the audit team: they stand in self-check.yaml, which "
        "comes with this request.",
    ),
    Text(
        zh="以下命令适用于 Windows；在 macOS 和 Linux 上，请把 python 换成 python3，把 audit-env\\Scripts\\ 换成 audit-env/bin/。",
        en="The commands are those of Windows; on macOS and Linux write python3 for python, and audit-env/bin/ for "
        "audit-env\\Scripts\\.",
    ),
)


@dataclass(frozen=True, slots=True)
class CheckingStep:
    """What the organisation does, and the commands that do it."""

    words: Text
    commands: tuple[str, ...] = ()


AUDIT = "audit-env\\Scripts\\audit"

CHECKING_STEPS = (
    CheckingStep(
        Text(
            zh="第 1 步：安装 Python 3.11 或更高版本（python.org），新建一个文件夹，在其中打开命令行窗口，依次运行下列命令。"
            "不能联网的计算机，请向审查组索取安装文件（wheels 文件夹），并在第二条命令后加上 --no-index --find-links wheels。",
            en="Step 1: install Python 3.11 or later (python.org), make a new folder, open a command line in it and run "
            "these commands. For a machine without a network ask the team for the folder wheels, and add "
            "--no-index --find-links wheels to the second command.",
        ),
        (
            "python -m venv audit-env",
            "audit-env\\Scripts\\python -m pip install service-gap-audit=={version}",
        ),
    ),
    CheckingStep(
        Text(
            zh="第 2 步：把 {files} 放进该文件夹；在其中新建子文件夹 evidence，把准备提交的资料文件都放进 evidence。",
            en="Step 2: put {files} into that folder; make a folder evidence in it, and put all files that you will send "
            "into evidence.",
        ),
    ),
    CheckingStep(
        Text(
            zh="没有现成导出、需要空白表格的，可用下列命令生成；填好后删去示例行和未填的工作表，把文件放进 evidence。",
            en="Where you have no export and need a form, this makes one; fill it in, delete the example rows and the "
            "sheets that stay empty, and put it into evidence.",
        ),
        (AUDIT + " evidence template --audit self-check.yaml -o templates --lang {lang}",),
    ),
    CheckingStep(
        Text(
            zh="第 3 步：运行下列命令，生成 audit.yaml；有疑问的列会逐一询问，不清楚的直接按回车。"
            "以后增换了文件的，请加 --force 重新生成。",
            en="Step 3: run this command, which writes audit.yaml; it asks about columns that are doubtful, and the Enter "
            "key passes a question. When files were added or replaced, run it again with --force.",
        ),
        (AUDIT + " init evidence --known self-check.yaml -o audit.yaml --lang {lang}",),
    ),
    CheckingStep(
        Text(
            zh="第 4 步：运行下列命令，问题按文件、行（单元格）、列逐条列出；改正资料后再次运行，直到没有错误。"
            "警告和提示不影响提交，但请逐条确认。",
            en="Step 4: run this command; problems are named by file, line or cell, and column. Mend the files and run it "
            "again until no error is left. Warnings and notes do not stop you; please look through them.",
        ),
        (AUDIT + " validate audit.yaml --lang {lang}",),
    ),
    CheckingStep(
        Text(
            zh="结束码：0 没有错误，2 audit.yaml 有误，3 有须改正的记录，4 没有资料，5 有文件无法读取。",
            en="It ends with 0 where there is no error, 2 where audit.yaml is wrong, 3 where records are to be mended, 4 "
            "where there is no file, 5 where a file cannot be read.",
        ),
    ),
    CheckingStep(
        Text(
            zh="第 5 步：运行下列命令，保存校验结果（不含个人信息）。",
            en="Step 5: run this command, which keeps the result (it holds no personal data).",
        ),
        (AUDIT + " validate audit.yaml --format json --output problems.json",),
    ),
    CheckingStep(
        Text(
            zh="第 6 步：提交 evidence 文件夹、audit.yaml 和 problems.json。",
            en="Step 6: send the folder evidence, audit.yaml and problems.json.",
        ),
    ),
)
