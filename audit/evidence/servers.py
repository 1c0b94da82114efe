"""Tables that audit.yaml takes from a database server, with what can be wrong in audit.yaml or its variables."""

from __future__ import annotations

import duckdb

from audit.engagement import LoadedEngagement
from audit.errors import UsageError
from audit.evidence.names import hint
from audit.evidence.readers.database import ConnectionUnusable, RelationUnknown, read_database
from audit.evidence.readers.source import Source
from audit.text import Text, message

VARIABLE_UNSET = message(
    "A-DATABASE-VARIABLE",
    zh="环境变量 {variable} 未设置或为空",
    en="the environment variable {variable} is not set, or empty",
    mend=Text(
        zh="请先设置，例如 export {variable}=postgresql://用户:密码@主机/库名；不要写入 audit.yaml",
        en="set it first, such as export {variable}=postgresql://user:password@host/name; keep it out of audit.yaml",
    ),
)
VARIABLE_UNPARSABLE = message(
    "A-DATABASE-URL",
    zh="环境变量 {variable} 的内容不是连接串（内容不予显示）",
    en="the environment variable {variable} holds no connection string (its content is not shown)",
    mend=Text(
        zh="写法：postgresql://用户:密码@主机:端口/库名；密码中的特殊字符须按 URL 编码",
        en="write postgresql://user:password@host:port/name; characters such as @ in a password are percent-encoded",
    ),
)
LIBRARY_MISSING = message(
    "A-DATABASE-LIBRARY",
    zh="读取数据库需要另装程序库（缺少 {module}）",
    en="reading a database needs libraries that are not installed ({module} is missing)",
    mend=Text(
        zh="请运行：pip install 'service-gap-audit[database]'；PostgreSQL 以外的数据库还须安装其驱动",
        en="run pip install 'service-gap-audit[database]'; databases other than PostgreSQL need their driver as well",
    ),
)
TABLE_UNKNOWN = message(
    "A-DATABASE-TABLE",
    zh="数据库（{variable}）中没有表“{name}”，{hint}",
    en="the database ({variable}) has no table “{name}”; {hint}",
)


def server_table(
    con: duckdb.DuckDBPyConnection, loaded: LoadedEngagement, table: str, relation: str
) -> Source:
    """Read the table of a server that audit.yaml names into a relation.

    Raises:
        UsageError: the environment variable, the libraries or the table are not there.
        Unreadable: the server cannot be reached or read.
    """
    wanted = loaded.engagement.evidence[table].database
    if wanted is None:
        raise ValueError(f"{table} does not come from a database")
    place = ("evidence", table, "database")
    try:
        return read_database(con, wanted.connection, wanted.table, relation)
    except ConnectionUnusable as error:
        said = {
            "unset": VARIABLE_UNSET(variable=wanted.connection),
            "unparsable": VARIABLE_UNPARSABLE(variable=wanted.connection),
            "missing": LIBRARY_MISSING(module=error.module),
        }[error.why]
        raise UsageError([loaded.file.at((*place, "connection"), said)]) from None
    except RelationUnknown as error:
        said = TABLE_UNKNOWN(
            variable=wanted.connection, name=wanted.table, hint=hint(wanted.table, error.known)
        )
        raise UsageError([loaded.file.at((*place, "table"), said)]) from None
