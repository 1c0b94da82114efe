"""A table of a database server -> a text table in DuckDB, through SQLAlchemy, in one transaction that only reads.

The connection string comes from an environment variable and goes nowhere else. What a driver says of an error
may quote it, or a row; so nobody is told more than the class of the error, and its cause is cut off.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from audit.errors import Located, Unreadable
from audit.evidence.problems import problem
from audit.evidence.readers import unreadable
from audit.evidence.readers.records import Loader
from audit.evidence.readers.source import Source
from audit.evidence.readers.written import NotSingle, as_written
from audit.text import Message, Text

if TYPE_CHECKING:
    import sqlalchemy as sa

CONNECTION_FAILED = problem(
    "E-DATABASE-CONNECTION",
    zh="无法连接数据库（{variable}）：{reason}",
    en="the database ({variable}) cannot be reached: {reason}",
    mend=Text(
        zh="请检查环境变量 {variable} 中的地址、用户和密码，以及网络",
        en="check the address, user and password in the environment variable {variable}, and the network",
    ),
)

QUERY_FAILED = problem(
    "E-DATABASE-QUERY",
    zh="读取 {table} 时数据库报错：{reason}",
    en="the database failed while {table} was read: {reason}",
    mend=Text(
        zh="请检查读取权限，或请数据库管理员查看日志",
        en="check the permission to read it, or ask its administrator for the log",
    ),
)

_FETCHED = 10_000
_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
_READ_ONLY = {"mysql": "SET TRANSACTION READ ONLY", "mariadb": "SET TRANSACTION READ ONLY"}
_END_OF_CELL, _END_OF_ROW, _NULL = b"\x1f", b"\x1e", b"\\N"

_REASONS: Mapping[str, Text] = {
    "08": Text(zh="连接中断", en="the connection was lost"),
    "28": Text(zh="用户名或密码不被接受", en="user name or password are not accepted"),
    "3D": Text(zh="没有这个数据库", en="there is no such database"),
    "42501": Text(zh="没有读取权限", en="no permission to read it"),
    "53": Text(zh="服务器资源不足", en="the server is short of resources"),
    "57": Text(zh="服务器中止了查询", en="the server broke the query off"),
}
_NO_ANSWER = Text(zh="没有应答，或拒绝登录", en="no answer, or the login is refused")
_WORDS = {"password authentication failed": "28", "no password supplied": "28", "does not exist": "3D"}
"""What a PostgreSQL server says, in English, before there is a connection that could carry an SQLSTATE."""
_OTHER = Text(zh="服务器报告错误 {code}", en="the server reports the error {code}")


class ConnectionUnusable(Exception):
    """The environment variable cannot be used: ``unset``, ``unparsable``, or without the library ``module``."""

    def __init__(self, why: str, module: str = "") -> None:
        super().__init__(why)
        self.why, self.module = why, module


class RelationUnknown(Exception):
    """The database has no such table; ``known`` are those that it has in the schema."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__("no such table")
        self.known = known


def read_database(con: duckdb.DuckDBPyConnection, variable: str, name: str, table: str) -> Source:
    """Read ``schema.table`` or ``table`` into the relation ``table``; ``_row`` is the number of the record, from 1.

    Rows come in the order of the primary key, or else of all columns that can be ordered, so that numbers and the
    hash are the same every time.

    Raises:
        ConnectionUnusable: the variable is not set or holds no connection string, or a library is missing.
        RelationUnknown: there is no such table.
        Unreadable: the server cannot be reached, fails, or gives values that are no single ones.
    """
    shown = f"database {variable} {name}"
    loader = Loader(con, table, shown)
    digest, count = hashlib.sha256(), 0
    try:
        with _connected(variable, shown, name) as connection:
            source = _table(connection, name)
            columns = [column.name for column in source.columns]
            for column in columns:
                _raise(shown, loader.declare(column))
            for count, values in enumerate(_rows(connection, source), 1):
                cells = _cells(shown, count, columns, values)
                _hash(digest, cells)
                _raise(shown, loader.add(count, cells))
    except Exception:
        loader.drop()
        raise
    header, rows = loader.close()
    return Source(
        shown=shown,
        sha256=digest.hexdigest(),
        bytes=None,
        encoding=None,
        delimiter=None,
        header=header,
        rows=rows,
        path_taken="records",
    )


@contextmanager
def _connected(variable: str, shown: str, name: str) -> Iterator[sa.Connection]:
    """A connection in a transaction that cannot write and is rolled back."""
    try:
        import sqlalchemy  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise ConnectionUnusable("missing", "sqlalchemy") from None
    engine = _engine(variable)
    failed: Message | None = None
    try:
        try:
            connection = engine.connect()
        except sqlalchemy.exc.DBAPIError as error:
            failed = CONNECTION_FAILED(variable=variable, reason=_reason(error))
            raise _stop(shown, failed) from None
        with connection:
            connection = connection.execution_options(stream_results=True, yield_per=_FETCHED)
            statement = _READ_ONLY.get(engine.dialect.name)
            if statement:
                connection.exec_driver_sql(statement)
            try:
                yield connection
            except sqlalchemy.exc.DBAPIError as error:
                raise _stop(shown, QUERY_FAILED(table=name, reason=_reason(error))) from None
            finally:
                connection.rollback()
    finally:
        engine.dispose()


def _engine(variable: str) -> sa.Engine:
    import sqlalchemy  # noqa: PLC0415 - an extra

    address = os.environ.get(variable, "").strip()
    if not address:
        raise ConnectionUnusable("unset")
    try:
        url = sqlalchemy.make_url(address)
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        options: dict[str, Any] = (
            {"postgresql_readonly": True} if url.get_backend_name() == "postgresql" else {}
        )
        return sqlalchemy.create_engine(url, hide_parameters=True, execution_options=options)
    except ModuleNotFoundError as error:
        raise ConnectionUnusable("missing", error.name or "") from None
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise ConnectionUnusable("unparsable") from None


def _table(connection: sa.Connection, name: str) -> sa.Table:
    import sqlalchemy  # noqa: PLC0415 - an extra

    schema, _, bare = name.rpartition(".")
    try:
        return sqlalchemy.Table(bare, sqlalchemy.MetaData(), schema=schema or None, autoload_with=connection)
    except sqlalchemy.exc.NoSuchTableError:
        looked_at = sqlalchemy.inspect(connection)
        try:
            known = [*looked_at.get_table_names(schema or None), *looked_at.get_view_names(schema or None)]
        except sqlalchemy.exc.SQLAlchemyError:  # no such schema, on some servers
            known = []
        prefix = f"{schema}." if schema else ""
        raise RelationUnknown(tuple(prefix + one for one in known)) from None


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[tuple[object, ...]]:
    import sqlalchemy  # noqa: PLC0415 - an extra

    key = list(table.primary_key.columns)
    order = key or [one for one in table.columns if not isinstance(one.type, _unordered())]
    for row in connection.execute(sqlalchemy.select(table).order_by(*order)):
        yield tuple(row)


def _unordered() -> tuple[type, ...]:
    import sqlalchemy  # noqa: PLC0415 - an extra

    return (sqlalchemy.JSON, sqlalchemy.LargeBinary, sqlalchemy.types.NullType)


def _cells(shown: str, number: int, columns: list[str], values: tuple[object, ...]) -> dict[str, str | None]:
    cells: dict[str, str | None] = {}
    for name, value in zip(columns, values, strict=True):
        try:
            cells[name] = as_written(value)
        except NotSingle as error:
            _raise(shown, _no_single(name, number, error.kind))
    return cells


def _no_single(name: str, number: int, kind: str) -> Message:
    if kind == "binary":
        return unreadable.DATABASE_VALUE(name=name, row=number)
    return unreadable.NESTED(name=name, type=kind)


def _hash(digest: Any, cells: Mapping[str, str | None]) -> None:
    for cell in cells.values():
        digest.update(_NULL if cell is None else cell.encode())
        digest.update(_END_OF_CELL)
    digest.update(_END_OF_ROW)


def _reason(error: sa.exc.DBAPIError) -> Text:
    """The class of an error by its SQLSTATE; never the words of the server or the driver."""
    said = str(error.orig)
    state = getattr(error.orig, "sqlstate", None) or next(
        (state for words, state in _WORDS.items() if words in said), ""
    )
    for start, reason in _REASONS.items():
        if state.startswith(start):
            return reason
    if not state:
        return _NO_ANSWER
    return Text(zh=_OTHER.zh.format(code=state), en=_OTHER.en.format(code=state))


def _raise(shown: str, said: Message | None) -> None:
    if said is not None:
        raise _stop(shown, said)


def _stop(shown: str, message: Message) -> Unreadable:
    return Unreadable([Located(file=shown, message=message)])
