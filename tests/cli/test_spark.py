"""``engine: spark`` changes what measures, and nothing of what is found."""

from __future__ import annotations

import importlib.util
import json

import pytest

from audit import spark
from tests.cli.conftest import AUDIT, HEADER

LOG = HEADER + "".join(
    f"A{i},2026-01-{5 + i % 20:02d} 10:00,{('phone', 'web')[i % 2]},"
    f"2026-01-{5 + i % 20 + i % 3:02d} 11:00,{'' if i % 7 == 0 else f'2026-02-{1 + i % 9:02d} 10:00'}\n"
    for i in range(40)
)


def test_an_engine_that_is_none_is_refused_before_anything_is_read(run, engagement):
    folder = engagement(complaints=None, audit=AUDIT + "engine: spark://host:7077\n")
    ended = run("assess", folder, "-o", folder / "result.json")
    assert ended.code == 2
    assert any("[A-ENGINE]" in line for line in ended.err)


def test_an_assessment_on_spark_without_pyspark_ends_before_anything_is_read(run, engagement, monkeypatch):
    monkeypatch.setattr(spark, "installed", lambda: False)
    folder = engagement(audit=AUDIT + "engine: spark\n")
    ended = run("assess", folder, "-o", folder / "result.json")
    assert ended.code == 2
    assert any("[A-SPARK-PYSPARK]" in line for line in ended.err)
    assert run("validate", folder).code == 0


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="PySpark is not installed")
@pytest.mark.skipif(spark.java() is None, reason="there is no Java")
def test_an_assessment_on_spark_finds_the_same(run, engagement):
    folder = engagement(complaints=LOG)
    found = {}
    for engine in ("duckdb", "spark://local[2]"):
        (folder / "audit.yaml").write_text(f'{AUDIT}engine: "{engine}"\n', encoding="utf-8")
        assert run("assess", folder, "-o", folder / "result.json").code == 4
        found[engine] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    here, there = found.values()
    assert there["tool"]["engine"].partition(", ")[2].startswith("spark 4.3.")
    assert sum(one["estimates"] != [] for one in here["measurements"]) == 3
    for name in ("measurements", "items", "scores", "findings", "manifest"):
        assert here[name] == there[name]
