"""Spark on this machine, for measures alone: files are read, checked and typed by DuckDB whatever measures them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audit.engines import Connected, Engine, by_each
from audit.errors import Located, UsageError
from audit.text import Text, message

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends.pyspark import Backend
    from pyspark.sql import SparkSession

NO_ENGINE = message(
    "A-ENGINE",
    zh="不支持引擎“{engine}”",
    en="the engine “{engine}” is not supported",
    mend=Text(
        zh="请写 engine: duckdb；如在本机用 Spark 计算指标，请写 engine: spark 或 engine: spark://local[4]（4 为核数）。"
        "证据不会送往其他机器，因此不支持集群",
        en="write engine: duckdb, or engine: spark or spark://local[4] (four cores) to measure on Spark on this machine; "
        "no evidence is sent to another, so there is no cluster",
    ),
)
PYSPARK_MISSING = message(
    "A-SPARK-PYSPARK",
    zh="engine 写的是“{engine}”，但未安装 PySpark",
    en="the engine is “{engine}”, and PySpark is not installed",
    mend=Text(
        zh="请运行 pip install 'service-gap-audit[spark]'，或写 engine: duckdb",
        en="run pip install 'service-gap-audit[spark]', or write engine: duckdb",
    ),
)
JAVA_MISSING = message(
    "A-SPARK-JAVA",
    zh="engine 写的是“{engine}”，但找不到 Java",
    en="the engine is “{engine}”, and there is no Java",
    mend=Text(
        zh="请安装 Java 17 或更高版本并加入 PATH（或设置 JAVA_HOME），或写 engine: duckdb",
        en="install Java 17 or later and put it on the PATH (or set JAVA_HOME), or write engine: duckdb",
    ),
)

_URL = re.compile(r"spark(?:://(local(?:\[(?:\*|[1-9]\d{0,3})\])?))?")
_FUNCTIONS = (
    "epoch_ms(moment TIMESTAMP) RETURNS BIGINT RETURN unix_millis(moment)",
    "divide(dividend BIGINT, divisor BIGINT) RETURNS BIGINT RETURN dividend DIV divisor",
    "list_extract(elements ARRAY<BIGINT>, place BIGINT) RETURNS BIGINT RETURN element_at(elements, CAST(place AS INT))",
)
"""What clocks take from DuckDB, in Spark's words."""
_ROWS = 100_000
"""Rows that are handed over at a time."""


def master_of(engine: str) -> str | None:
    """The Spark master that an engine of audit.yaml stands for, None for DuckDB.

    >>> master_of("duckdb"), master_of("spark"), master_of("spark://local[2]")
    (None, 'local[*]', 'local[2]')

    Raises:
        UsageError: an engine that measures do not run on.
    """
    if engine == "duckdb":
        return None
    found = _URL.fullmatch(engine)
    if found is None:
        raise UsageError([Located(file="audit.yaml", message=NO_ENGINE(engine=engine))])
    return found[1] or "local[*]"


def java() -> str | None:
    """Where Java is: in JAVA_HOME, or on the PATH."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin") if home else None)


def installed() -> bool:
    """Whether PySpark is there."""
    return importlib.util.find_spec("pyspark") is not None


def require(engine: str) -> None:
    """Raise UsageError where an engine of audit.yaml is Spark, and PySpark or Java is missing; nothing is loaded."""
    if master_of(engine) is None:
        return
    for there, missing in ((installed(), PYSPARK_MISSING), (java() is not None, JAVA_MISSING)):
        if not there:
            raise UsageError([Located(file="audit.yaml", message=missing(engine=engine))])


@dataclass(frozen=True, slots=True)
class Spark(Connected):
    """A session of Spark, which ends with its connection, and the folder of its tables."""

    session: SparkSession
    con: Backend
    folder: Path

    def fetch(self, rows: ir.Expr) -> pa.Table:
        """See ``audit.engines.Measuring``."""
        asked = rows.as_table()
        return self._found(self.con.compile(asked), asked)

    def fetch_by_each(self, grouped: ir.Table, columns: int, *, by_none: bool = True) -> pa.Table:
        """See ``audit.engines.Measuring``."""
        return self._found(by_each(self.con.compile(grouped), columns, by_none=by_none), grouped)

    def _found(self, statement: str, asked: ir.Table) -> pa.Table:
        # Ibis would come by way of pandas, where whole numbers with gaps are floats and NaN is no value.
        return self.session.sql(statement).toArrow().cast(asked.schema().to_pyarrow())

    def keep(self, name: str, rows: ir.Table) -> ir.Table:
        """See ``audit.engines.Measuring``."""
        # A file forgets how it came about; a cached table is planned again, whole, with every query on it.
        file = self.folder / f"{name}.parquet"
        self.session.sql(self.con.compile(rows)).write.parquet(str(file), mode="overwrite")
        return self.con.read_parquet(file, table_name=name)

    def name(self, name: str, rows: ir.Table) -> ir.Table:
        """See ``audit.engines.Measuring``."""
        self.session.sql(f"CREATE OR REPLACE TEMPORARY VIEW `{name}` AS {self.con.compile(rows)}")
        return self.con.table(name)

    def take(self, engine: Engine, name: str, rows: ir.Table) -> ir.Table:
        """The rows of an expression on DuckDB as a table of Spark, by way of a Parquet file of this session."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - only where Spark is asked for

        file = self.folder / f"{name}.parquet"
        # Through Arrow: an engine that is sealed writes no files.
        batches = engine.con.to_pyarrow_batches(rows, chunk_size=_ROWS)
        with pq.ParquetWriter(file, batches.schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        return self.con.read_parquet(file, table_name=name)


def _quiet(folder: Path) -> Path:
    """A file that has Spark log to standard error what stops it, and nothing else."""
    file = folder / "log4j2.properties"
    file.write_text(
        "rootLogger.level = fatal\nrootLogger.appenderRef.stderr.ref = stderr\n"
        "appender.stderr.type = Console\nappender.stderr.name = stderr\nappender.stderr.target = SYSTEM_ERR\n"
        "appender.stderr.layout.type = PatternLayout\nappender.stderr.layout.pattern = Spark: %m%n\n",
        encoding="utf-8",
    )
    return file


def start(master: str = "local[*]", *, memory: str = "4g", java_options: str = "") -> Spark:
    """Start Spark on this machine, out of reach of any other; ``memory`` is that of Java.

    Needs PySpark and Java; see ``require``.
    """
    import ibis  # noqa: PLC0415 - half a second that `audit --help` does not need
    from pyspark.sql import SparkSession as Session  # noqa: PLC0415 - an extra

    folder = Path(tempfile.mkdtemp(prefix="service-gap-audit-"))
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": memory,
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_quiet(folder)} {java_options}",
        "spark.local.dir": str(folder / "spill"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        # On one machine, planning anew between stages takes longer than it saves.
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        # A clock with its changes and holidays is one large expression: Java code for it takes longer to
        # compile than to run, or is refused as too long.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }
    try:
        builder = Session.builder.master(master).appName("service-gap-audit")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        for function in _FUNCTIONS:
            session.sql(f"CREATE TEMPORARY FUNCTION {function}")
        con = ibis.pyspark.connect(session)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Spark(session, con, folder)
