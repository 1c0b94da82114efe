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
CHANGED = problem(
    "E-CHANGED",
    zh="文件在读取期间被改动或移走",
    en="the file was changed or removed while it was read",
    mend=Text(zh="请待文件不再变动后重新运行", en="run again once nothing writes to it any more"),
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
        zh="请另存为 CSV、XLSX 或 Parquet 后提交",
        en="save it as CSV, XLSX or Parquet",
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
    zh="{column}列有 {count} 个公式没有计算结果（{cells}）：文件由程序写出，未经电子表格软件计算",
    en="formulas in the column {column} have no result ({cells}, {count} in all): a program wrote the file, and nothing has "
    "calculated it yet",
    mend=Text(
        zh="请用 Excel、WPS 或 LibreOffice 打开该工作簿，保存后再提交",
        en="open the workbook in Excel or LibreOffice, save it, and hand that over",
    ),
)
PAGE_EMPTY = problem(
    "E-PAGE",
    zh="内容是网页（HTML），其中没有表格；可能是登录超时或导出失败的页面",
    en="a web page (HTML) without a table, perhaps that of a failed export or a session that had ended",
    mend=Text(zh="请重新导出，并打开查看", en="export it again, and look into it"),
)
PAGE_TABLES = problem(
    "E-PAGE-TABLES",
    zh="内容是网页（HTML），其中有 {count} 张表格，无法判定是哪一张",
    en="a web page (HTML) with {count} tables; which one is meant cannot be told",
    mend=Text(
        zh="请用 Excel 或 WPS 打开，只留所需的表，另存为 XLSX",
        en="open it in Excel, keep the table that is needed, and save it as XLSX",
    ),
)
PAGE_TOO_LARGE = problem(
    "E-PAGE-SIZE",
    zh="内容是网页（HTML），超过上限：{limit} MiB，或展开合并单元格后 {cells} 个单元格",
    en="a web page (HTML) beyond the limit of {limit} MiB, or of {cells} cells once merged ones are counted out",
    mend=Text(
        zh="请用 Excel 或 WPS 打开，另存为 XLSX 或 CSV", en="open it in Excel and save it as XLSX or CSV"
    ),
)
XML_SHEET = problem(
    "E-XML-SHEET",
    zh="内容是 XML 表格（Excel 2003），不予读取",
    en="a workbook in XML, as Excel 2003 wrote it, which is not read",
    mend=Text(zh="请用 Excel 或 WPS 打开，另存为 XLSX", en="open it in Excel and save it as XLSX"),
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
HEADER_RIVALS = problem(
    "E-HEADER-AMBIGUOUS",
    zh="第 {rows} 行都可能是表头，无法判定",
    en="rows {rows} could each be the header; which one cannot be told",
    mend=Text(
        zh="请写明 header_row: {first}；几行合为表头时写 header_row: [{rows}]",
        en="say header_row: {first}, or header_row: [{rows}] where they belong together",
    ),
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

# Encodings.

ENCODING_OPEN = problem(
    "E-ENCODING-OPEN",
    zh="无法确定编码：按 {candidates} 解读都说得通，或都说不通",
    en="its encoding cannot be told: read as {candidates} it makes about equal sense, or none",
    mend=Text(
        zh="请在 encoding 中写明编码，或另存为 UTF-8",
        en="say which one it is under encoding, or save it as UTF-8",
    ),
)
ENCODING_DOUBTFUL = problem(
    "W-ENCODING-DOUBTFUL",
    zh="按 {encoding} 解读；按 {candidates} 解读也有可能",
    en="read as {encoding}; it could also be {candidates}",
    mend=Text(
        zh="请核对文字是否正常，并在 encoding 中写明编码",
        en="look whether its words make sense, and say which one it is under encoding",
    ),
)
OTHER_ENCODING = problem(
    "E-ENCODING-MIXED",
    zh="该行是 {other} 编码，而文件其余部分是 {encoding}（第 {offset} 字节 0x{byte}）",
    en="this line is in {other}, the rest of the file in {encoding} (byte {offset}, 0x{byte})",
    mend=Text(
        zh="不同编码的文件被合并成了一个：请转换为同一编码后再合并",
        en="files of different encodings were joined: convert them to one encoding first",
    ),
)
REPLACED = problem(
    "W-REPLACED",
    zh="含有替代字符“�”：原来的文字在此前的转换中已经丢失",
    en="holds the replacement character “�”: an earlier conversion has lost what stood there",
    mend=Text(zh="请从原系统重新导出", en="export it again from the system that it came from"),
)
GARBLED = problem(
    "W-GARBLED",
    zh="该行文字疑似乱码：UTF-8 文字曾被按另一种编码读取后再保存",
    en="the words look garbled: UTF-8 was read in another encoding and saved again",
    mend=Text(zh="请从原系统重新导出", en="export it again from the system that it came from"),
)
MARK_WITHIN = problem(
    "W-MARK-WITHIN",
    zh="行首有字节顺序标记（BOM），已忽略；文件可能由多个文件拼接而成",
    en="the line begins with a byte order mark, which was ignored; the file was probably joined from several",
    mend=Text(
        zh="请检查该行是否又是一行表头；可将各文件分别列入 files",
        en="look whether the line is another header; the files may be listed one by one under files",
    ),
)
END_OF_TEXT = problem(
    "N-END-OF-TEXT",
    zh="文件末尾有 DOS 结束符（0x1A），已忽略",
    en="the file ends with the end-of-file mark of DOS (0x1A), which was ignored",
)

# Containers.

PACKED_OTHERWISE = problem(
    "E-PACKED-OTHERWISE",
    zh="{what} 格式的压缩文件不予读取",
    en="a file packed with {what} is not read",
    mend=Text(zh="请解压后提交，或改用 ZIP 或 GZIP", en="unpack it, or pack it with ZIP or GZIP"),
)
PACKED_DAMAGED = problem(
    "E-PACKED-DAMAGED",
    zh="压缩文件已损坏：{reason}",
    en="the packed file is damaged: {reason}",
    mend=Text(zh="请重新传送，或重新压缩", en="send or pack it again"),
)
PACKED_LARGE = problem(
    "E-PACKED-LARGE",
    zh="解压后超过 {limit} MiB 的上限",
    en="it unpacks to more than {limit} MiB, which is the limit",
    mend=Text(zh="请解压后提交，或拆分为多个文件", en="hand it over unpacked, or split it"),
)
PACKED_BOMB = problem(
    "E-PACKED-RATIO",
    zh="解压后超过原大小的 {limit} 倍，不像是数据文件",
    en="it unpacks to more than {limit} times its size, which no table does",
    mend=Text(zh="确为数据文件的，请解压后提交", en="if it is a table all the same, hand it over unpacked"),
)
PACKED_SECRET = problem(
    "E-PACKED-SECRET",
    zh="压缩包中的“{member}”已加密",
    en="{member} in the archive is encrypted",
    mend=Text(zh="请解密后提交，或不设密码重新压缩", en="unpack it, or pack it again without a password"),
)
PACKED_NESTED = problem(
    "E-PACKED-NESTED",
    zh="压缩包中套有压缩包",
    en="an archive within an archive",
    mend=Text(zh="请先解开里层的压缩包", en="unpack the inner one first"),
)
PACKED_EMPTY = problem(
    "E-PACKED-EMPTY",
    zh="压缩包中没有可以读取的文件",
    en="the archive holds no file that could be read",
    mend=Text(
        zh="可读取：CSV、XLSX、Parquet、JSON、SQLite", en="CSV, XLSX, Parquet, JSON and SQLite are read"
    ),
)

# Records of other formats.

PARQUET_DAMAGED = problem(
    "E-PARQUET",
    zh="Parquet 文件无法读取：{reason}",
    en="the Parquet file cannot be read: {reason}",
    mend=Text(zh="请重新导出", en="export it again"),
)
NESTED = problem(
    "E-NESTED",
    zh="列“{name}”的类型是 {type}，不是单个的值",
    en="the column “{name}” is of type {type}, which is no single value",
    mend=Text(
        zh="请将其展开为若干普通列，或从 columns 之外去除该列后重新导出",
        en="unfold it into plain columns, or leave it out of the export",
    ),
)
JSON_BROKEN = problem(
    "E-JSON",
    zh="不是合法的 JSON：{reason}",
    en="not valid JSON: {reason}",
    mend=Text(zh="请改正该行，或重新导出", en="mend the line, or export it again"),
)
JSON_NO_OBJECT = problem(
    "E-JSON-OBJECT",
    zh="应为一个对象（{{列: 值}}），而此处是 {found}",
    en="an object ({{column: value}}) is needed here, not {found}",
    mend=Text(zh="每条记录应是一个 JSON 对象", en="every record must be a JSON object"),
)
JSON_KEY_TWICE = problem(
    "E-JSON-KEY-TWICE",
    zh="同一对象中“{name}”出现两次",
    en="“{name}” occurs twice in one object",
    mend=Text(zh="请改名或删去其中一个", en="rename or remove one of them"),
)
DATABASE_DAMAGED = problem(
    "E-DATABASE",
    zh="数据库无法读取：{reason}",
    en="the database cannot be read: {reason}",
    mend=Text(zh="请检查文件是否完整，或重新导出", en="look whether the file is whole, or export it again"),
)
DATABASE_VALUE = problem(
    "E-DATABASE-VALUE",
    zh="列“{name}”第 {row} 条记录是二进制数据",
    en="the column “{name}” holds binary data in record {row}",
    mend=Text(
        zh="请用视图去除该列，或转换为文字", en="leave the column out with a view, or convert it to text"
    ),
)
