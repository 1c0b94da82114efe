"""Which engines audit.yaml may name, and what is said where Spark cannot run."""

from __future__ import annotations

import pytest

from audit import spark
from audit.errors import UsageError


def refused(engine: str) -> str:
    with pytest.raises(UsageError) as caught:
        spark.require(engine)
    (only,) = caught.value.located
    return only.in_("en")


@pytest.mark.parametrize(
    ("engine", "master"),
    [
        ("duckdb", None),
        ("spark", "local[*]"),
        ("spark://local", "local"),
        ("spark://local[*]", "local[*]"),
        ("spark://local[4]", "local[4]"),
    ],
)
def test_an_engine_is_duckdb_or_spark_on_this_machine(engine, master):
    assert spark.master_of(engine) == master


@pytest.mark.parametrize(
    "engine", ["polars", "spark://host:7077", "spark://local[0]", "spark://", "Spark", ""]
)
def test_another_engine_is_refused_with_what_there_is(engine):
    assert refused(engine) == (
        f"audit.yaml  the engine “{engine}” is not supported — write engine: duckdb, or engine: spark or "
        "spark://local[4] (four cores) to measure on Spark on this machine; no evidence is sent to another, "
        "so there is no cluster   [A-ENGINE]"
    )


def test_spark_without_pyspark_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(spark, "installed", lambda: False)
    assert refused("spark") == (
        "audit.yaml  the engine is “spark”, and PySpark is not installed — run pip install "
        "'service-gap-audit[spark]', or write engine: duckdb   [A-SPARK-PYSPARK]"
    )


def test_spark_without_java_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(spark, "installed", lambda: True)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert refused("spark://local[2]") == (
        "audit.yaml  the engine is “spark://local[2]”, and there is no Java — install Java 17 or later and put it "
        "on the PATH (or set JAVA_HOME), or write engine: duckdb   [A-SPARK-JAVA]"
    )


def test_duckdb_needs_neither(monkeypatch):
    monkeypatch.setattr(spark, "installed", lambda: False)
    monkeypatch.setattr(spark, "java", lambda: None)
    spark.require("duckdb")
