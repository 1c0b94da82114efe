"""Answers in long form: one row for each respondent, item and facet, as most survey tools can export them."""

from __future__ import annotations

import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.evidence.catalogue.vocabulary import ANSWER, INSTRUMENT, LONG_RESPONDENT
from audit.text import Text


class SurveyAnswers(pa.DataFrameModel):
    """Answers to items; put beside their respondents in the survey that holds these."""

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
            zh="与顾客调查、管理者调查或补救后调查中的编号一致",
            en="as in the survey of customers, of managers, or after recovery",
        ),
    )  # fmt: skip
    item_id: str = column(
        zh="题项编号", en="Item",
        aliases=(
            "题项", "题号", "题目编号", "题项代码", "题目", "題項編號", "題號", "Item ID", "Item code", "Item no.", "Question",
            "Question ID", "Question code", "Question no.",
        ),
        note=Text(
            zh="问卷中的题项编号，如 01；补救后调查则为列名，如 dj1",
            en="the id in the instrument, such as 01; for the recovery survey the name of the column, such as dj1",
        ),
    )  # fmt: skip
    facet: str = column(
        zh="作答层面", en="Facet",
        aliases=(
            "层面", "作答类型", "问法", "答题层面", "评价层面", "作答層面", "Answer type", "Rating type", "Column group",
            "Response type", "Perspective",
        ),
        labels={
            "expected": (
                "期望", "Expected", "期望服务", "期望值", "理想服务", "期望服務", "expectation", "expectations", "desired",
                "desired service",
            ),
            "adequate": (
                "可接受", "Adequate", "最低可接受", "可接受服务", "适当服务", "可接受服務", "minimum", "adequate service",
                "minimum acceptable",
            ),
            "perceived": (
                "感知", "Perceived", "感知服务", "实际感受", "感知值", "感知服務", "perception", "perceptions",
                "perceived service", "performance",
            ),
            "importance": ("重要性", "Importance", "重要程度", "重要度", "important"),
            "belief": ("管理者判断", "Belief", "管理者认知", "管理者判斷", "beliefs", "managers' belief"),
            "answer": ("作答", "Answer", "回答", "答案", "得分", "response", "agreement"),
        },
    )  # fmt: skip
    value: float = column(
        zh="分值", en="Value", nullable=True, unit="points", aliases=ANSWER,
        note=Text(
            zh="按原始作答填写，不要反向计分；未作答的留空或不列出",
            en="as answered, never reversed; what was not answered is empty or has no row",
        ),
    )  # fmt: skip

    class Config:
        name = "survey_answers"
        unique = ["instrument_id", "respondent_id", "item_id", "facet"]
        metadata = table(
            zh="问卷作答明细", en="Survey answers", anchor=None,
            grain=Text(
                zh="每名答卷者、题项、层面一行", en="one row per respondent, item and facet"
            ),
            aliases=(
                "作答明细", "答题明细", "问卷明细", "长表作答", "問卷作答明細", "Answers", "Long answers", "Responses (long)",
                "Item responses",
            ),
        )  # fmt: skip
