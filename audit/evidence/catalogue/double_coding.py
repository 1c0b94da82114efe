"""Failures that two persons put into classes, independently."""

from __future__ import annotations

import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.evidence.catalogue.vocabulary import CODING_SCHEMES, FAILURE
from audit.text import Text


class DoubleCoding(pa.DataFrameModel):
    """Cases coded twice; one row per case."""

    failure_id: str = column(
        zh="失误编号", en="Failure number", refers="failures.failure_id", aliases=(*FAILURE, "编号"),
    )  # fmt: skip
    scheme: str = column(
        zh="分类方案", en="Scheme", aliases=(
            "编码方案", "分类体系", "分類方案", "Coding scheme", "Taxonomy", "分类标准", "Coding system", "Typology",
        ),
        labels=CODING_SCHEMES,
    )  # fmt: skip
    coder_a: str = column(
        zh="编码甲", en="Coder A", aliases=(
            "编码员甲", "甲的分类", "編碼甲", "Code A", "First code", "Rater 1", "编码员A", "编码者甲", "第一编码",
            "Coder 1", "Rater A",
        ),
        note=Text(zh="类别代码，不写姓名", en="the class code, no names"),
    )  # fmt: skip
    coder_b: str = column(
        zh="编码乙", en="Coder B", aliases=(
            "编码员乙", "乙的分类", "編碼乙", "Code B", "Second code", "Rater 2", "编码员B", "编码者乙", "第二编码",
            "Coder 2", "Rater B",
        ),
        note=Text(zh="类别代码，不写姓名", en="the class code, no names"),
    )  # fmt: skip

    class Config:
        name = "double_coding"
        unique = ["failure_id"]
        metadata = table(
            zh="双人编码", en="Double coding", anchor=None,
            grain=Text(zh="每个个案一行", en="one row per case"),
            aliases=("双人编码表", "编码复核", "雙人編碼", "Coding check", "Intercoder sample"),
        )  # fmt: skip
