"""Why a file cannot be read, in words; every one of them ends the run with exit code 5."""

from __future__ import annotations

from audit.evidence.problems import problem
from audit.text import Text

CANNOT_OPEN = problem(
    "E-OPEN",
    zh="文件无法打开：{reason}",
    en="the file cannot be opened: {reason}",
    mend=Text(zh="请检查路径与读取权限", en="check the path and the permission to read it"),
)
EMPTY = problem(
    "E-EMPTY",
    zh="文件是空的",
    en="the file is empty",
    mend=Text(
        zh="请重新导出；确无记录时，也应保留表头一行",
        en="export it again; where there are no records, keep the header line",
    ),
)
BINARY = problem(
    "E-BINARY",
    zh="不是文本文件，其内容是 {what}",
    en="not a text file but {what}",
    mend=Text(
        zh="请另存为 CSV 或 XLSX；若是压缩包，请先解压",
        en="save it as CSV or XLSX; unpack an archive first",
    ),
)
ENCRYPTED = problem(
    "E-ENCRYPTED",
    zh="工作簿已加密",
    en="the workbook is encrypted",
    mend=Text(
        zh="请在 Excel 的“文件—信息—保护工作簿”中取消打开密码，再保存",
        en="open it, take the password off under File, Info, Protect Workbook, and save it",
    ),
)
WORKBOOK_OTHER = problem(
    "E-WORKBOOK-FORMAT",
    zh="{what} 格式的工作簿不予读取：其中的错误单元格与空单元格无法区分",
    en="a workbook in the format {what} is not read: its error cells could not be told from empty ones",
    mend=Text(zh="请另存为 XLSX", en="save it as XLSX"),
)
WORKBOOK_DAMAGED = problem(
    "E-WORKBOOK",
    zh="工作簿已损坏：{reason}",
    en="the workbook is damaged: {reason}",
    mend=Text(
        zh="请重新传送或重新导出；也可用 Excel 的“打开并修复”，再另存为 XLSX",
        en="send or export it again; or let Excel open and repair it, and save it as XLSX",
    ),
)
WORKBOOK_TOO_LARGE = problem(
    "E-WORKBOOK-SIZE",
    zh="工作簿解压后为 {size} MiB，超过上限 {limit} MiB",
    en="the workbook unpacks to {size} MiB, the limit is {limit} MiB",
    mend=Text(zh="请拆分，或另存为 CSV", en="split it, or save it as CSV"),
)
SHEET_TOO_LARGE = problem(
    "E-SHEET-SIZE",
    zh="工作表一直延伸到 {last}，超过 {limit} 个单元格的上限",
    en="the sheet reaches as far as {last}, the limit is {limit} cells",
    mend=Text(
        zh="请删除数据以外的单元格内容，或另存为 CSV",
        en="delete what stands far outside the data, or save it as CSV",
    ),
)
UNCALCULATED = problem(
    "E-UNCALCULATED",
    zh="公式没有计算结果",
    en="the formula has no result",
    mend=Text(zh="请用 Excel 打开该工作簿并保存", en="open the workbook in Excel and save it"),
)
NUL = problem(
    "E-NUL",
    zh="含有空字节（NUL），第 {offset} 字节",
    en="holds a NUL byte at byte {offset}",
    mend=Text(
        zh="请重新导出；若为 UTF-16，请在 encoding 中写明",
        en="export it again; if it is UTF-16, say so under encoding",
    ),
)
ENCODING_UNKNOWN = problem(
    "E-ENCODING-UNKNOWN",
    zh="没有名为“{encoding}”的编码",
    en="there is no encoding called {encoding}",
    mend=Text(zh="常用：utf-8、gb18030、big5、cp949", en="common ones: utf-8, gb18030, big5, cp949"),
)
NOT_IN_ENCODING = problem(
    "E-ENCODING",
    zh="第 {offset} 字节（0x{byte}）不能按声明的 {encoding} 解码",
    en="byte {offset} (0x{byte}) cannot be decoded as {encoding}, which was declared",
    mend=Text(
        zh="该文件应为 {fits}；请改写 encoding，或删去以便自动识别",
        en="the file looks like {fits}; correct encoding, or leave it out to have it detected",
    ),
)
DAMAGED = problem(
    "E-DAMAGED",
    zh="第 {offset} 字节（0x{byte}）不是合法的 {encoding}，而文件其余部分是",
    en="byte {offset} (0x{byte}) is not valid {encoding}, as the rest of the file is",
    mend=Text(
        zh="该处文字已损坏，或混入了其他编码；请改正该行，或重新导出",
        en="the text is damaged there or mixed with another encoding; mend the line or export again",
    ),
)
NO_HEADER = problem(
    "E-HEADER-ROW",
    zh="第 {header_row} 行没有表头，文件共 {lines} 行",
    en="there is no header in line {header_row}; the file has {lines} lines",
    mend=Text(zh="请改写 header_row", en="correct header_row"),
)
HEADER_TWICE = problem(
    "E-HEADER-TWICE",
    zh="表头“{name}”出现在第 {first} 列和第 {second} 列（不分大小写）",
    en="the header “{name}” stands in columns {first} and {second} (upper and lower case are one)",
    mend=Text(zh="请给其中一列另起名称", en="give one of them another name"),
)
HEADER_RESERVED = problem(
    "E-HEADER-RESERVED",
    zh="表头“{name}”由本工具用来记录来源",
    en="the header “{name}” is used by this toolkit to record the source",
    mend=Text(zh="请给该列另起名称", en="give that column another name"),
)
RAGGED = problem(
    "E-RAGGED",
    zh="该行有 {found} 个字段，表头有 {expected} 个",
    en="the line has {found} fields, the header has {expected}",
    mend=Text(
        zh="字段内若含分隔符，须加双引号；也可能是 delimiter 或 header_row 有误",
        en="a field that holds the delimiter must be quoted; or delimiter or header_row is wrong",
    ),
)
BAD_QUOTE = problem(
    "E-QUOTE",
    zh="双引号之后既不是分隔符，也不是行尾",
    en="a closing quote is followed by neither a delimiter nor the end of the line",
    mend=Text(zh="字段内的双引号须写成两个", en="write a quote inside a quoted field twice"),
)
UNCLOSED_QUOTE = problem(
    "E-QUOTE-UNCLOSED",
    zh="此行开始的双引号没有闭合，其后内容无法判读",
    en="a quote that opens here is never closed; what follows cannot be told apart",
    mend=Text(zh="请补上缺少的双引号", en="add the missing quote"),
)
