"""Answers given once a dimension, in long form: weights, formality of standards, ability to meet them."""

from __future__ import annotations

import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.evidence.catalogue.vocabulary import ANSWER, INSTRUMENT, LONG_RESPONDENT
from audit.text import Text


class SurveyDimAnswers(pa.DataFrameModel):
    """Answers to what is asked once a dimension; put beside their respondents in the survey that holds these."""

    instrument_id: str = column(
        zh="问卷代码", en="Instrument", nullable=True, aliases=INSTRUMENT,
        note=Text(
            zh="空白时为 audit.yaml 中的问卷；其他问卷的作答不予采用",
            en="empty means the instrument of audit.yaml; answers to another are not used",
        ),
    )  # fmt: skip
    respondent_id: str = column(
        zh="答卷编号", en="Respondent", pii="pseud", aliases=LONG_RESPONDENT,
        note=Text(
            zh="与顾客调查、管理者调查或一线员工调查中的编号一致",
            en="as in the survey of customers, of managers or of contact staff",
        ),
    )  # fmt: skip
    dim_id: str = column(
        zh="维度代码", en="Dimension",
        aliases=(
            "维度", "维度编号", "质量维度", "维度ID", "維度", "維度代碼", "Dimension ID", "Dimension code", "Quality dimension",
        ),
        note=Text(zh="问卷中的维度代码，如 tan", en="the id in the instrument, such as tan"),
    )  # fmt: skip
    kind: str = column(
        zh="作答内容", en="Kind",
        aliases=(
            "作答类型", "内容", "类型", "作答內容", "Answer type", "Question kind", "Kind of answer", "Type",
        ),
        labels={
            "weight": ("权重", "Weight", "维度权重", "分配点数", "權重", "weights", "points", "allocation"),
            "std_formality": (
                "标准正式程度", "Formality of standards", "标准化程度", "標準正式程度", "formality", "standards",
                "formal standards",
            ),
            "ability": (
                "达标能力", "Ability to meet standards", "达到标准的能力", "能力", "達標能力", "ability to perform", "performance",
            ),
        },
    )  # fmt: skip
    value: float = column(
        zh="分值", en="Value", nullable=True, unit="points", aliases=ANSWER,
        note=Text(
            zh="权重为百分点，其余为 1–7 分；未作答的留空或不列出",
            en="points of 100 for weights, otherwise 1-7; what was not answered is empty or has no row",
        ),
    )  # fmt: skip

    class Config:
        name = "survey_dim_answers"
        unique = ["instrument_id", "respondent_id", "dim_id", "kind"]
        metadata = table(
            zh="维度作答明细", en="Answers by dimension", anchor=None,
            grain=Text(
                zh="每名答卷者、维度、内容一行", en="one row per respondent, dimension and kind"
            ),
            aliases=(
                "维度作答", "维度权重明细", "維度作答明細", "Dimension answers", "Dimension weights (long)",
            ),
        )  # fmt: skip
