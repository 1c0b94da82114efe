"""What customers say after a recovery: justice, satisfaction, loyalty."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.evidence.catalogue.vocabulary import COMPLAINT, SITE, SURVEY_CHANNELS
from audit.text import Text

DISTRIBUTIVE = Text(
    zh="结果是否公平；题目措辞由组织自定", en="was the outcome fair; the wording is the organisation's own"
)
PROCEDURAL = Text(
    zh="程序是否公平；题目措辞由组织自定", en="was the procedure fair; the wording is the organisation's own"
)
INTERACTIONAL = Text(
    zh="对待是否公平；题目措辞由组织自定", en="was the treatment fair; the wording is the organisation's own"
)


class SurveyRecovery(pa.DataFrameModel):
    """Survey of customers after recovery; one row per respondent.

    The three satisfaction columns get the organisation's scale from ``survey.recovery_definition``.
    """

    resp_id: str = column(
        zh="答卷编号", en="Respondent", pii="pseud",
        aliases=(
            "问卷编号", "答卷号", "受访者编号", "問卷編號", "序号", "Respondent ID", "Response ID", "ID", "答题序号", "样本ID",
            "答卷ID", "Respondent no.", "Response #", "Submission ID",
        ),
        note=Text(zh="假名代码，不得为电话或姓名", en="a pseudonym, never a telephone number or name"),
    )  # fmt: skip
    complaint_id: str = column(
        zh="投诉编号", en="Complaint number", nullable=True, refers="complaints.complaint_id",
        aliases=COMPLAINT,
    )  # fmt: skip
    survey_ts: dt.Timestamp = column(
        zh="答卷时间", en="Answered on",
        aliases=(
            "提交时间", "填写时间", "调查时间", "调查日期", "回访时间", "調查日期", "Timestamp", "Survey date", "Submitted at",
            "Date", "答卷提交时间", "提交日期", "填写日期", "回访日期", "提交時間", "Completion time", "Completed at",
            "Date submitted", "Recorded date", "Response date",
        ),
    )  # fmt: skip
    site_id: str = column(zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=SITE)
    channel: str = column(
        zh="渠道", en="Channel", nullable=True, labels=SURVEY_CHANNELS,
        aliases=(
            "服务渠道", "来源渠道", "服務渠道", "Service channel", "办理渠道", "Channel used",
        ),
    )  # fmt: skip
    segment: str = column(
        zh="顾客群", en="Segment", nullable=True,
        aliases=(
            "客户类型", "顾客类型", "客群", "顧客群", "Customer group", "Customer type", "客户分群", "顾客分群",
            "Customer segment",
        ),
        note=Text(zh="非有正当理由，不得使用受保护的特征", en="no protected attribute unless justified"),
    )  # fmt: skip
    tenure_m: float = column(
        zh="成为顾客的时长", en="Tenure", nullable=True, ge=0, unit="months",
        aliases=("客龄", "合作月数", "成為顧客的時長", "Tenure months"),
    )  # fmt: skip
    dj1: int = column(
        zh="结果公平第 1 题", en="Distributive justice 1", nullable=True, between=(1, 7), unit="points",
        aliases=("结果公平1", "分配公平1", "結果公平1", "Outcome fairness 1"), note=DISTRIBUTIVE,
    )  # fmt: skip
    dj2: int = column(
        zh="结果公平第 2 题", en="Distributive justice 2", nullable=True, between=(1, 7), unit="points",
        aliases=("结果公平2", "分配公平2", "結果公平2", "Outcome fairness 2"), note=DISTRIBUTIVE,
    )  # fmt: skip
    dj3: int = column(
        zh="结果公平第 3 题", en="Distributive justice 3", nullable=True, between=(1, 7), unit="points",
        aliases=("结果公平3", "分配公平3", "結果公平3", "Outcome fairness 3"), note=DISTRIBUTIVE,
    )  # fmt: skip
    dj4: int = column(
        zh="结果公平第 4 题", en="Distributive justice 4", nullable=True, between=(1, 7), unit="points",
        aliases=("结果公平4", "分配公平4", "結果公平4", "Outcome fairness 4"), note=DISTRIBUTIVE,
    )  # fmt: skip
    pj1: int = column(
        zh="程序公平第 1 题", en="Procedural justice 1", nullable=True, between=(1, 7), unit="points",
        aliases=("程序公平1", "過程公平1", "Process fairness 1"), note=PROCEDURAL,
    )  # fmt: skip
    pj2: int = column(
        zh="程序公平第 2 题", en="Procedural justice 2", nullable=True, between=(1, 7), unit="points",
        aliases=("程序公平2", "過程公平2", "Process fairness 2"), note=PROCEDURAL,
    )  # fmt: skip
    pj3: int = column(
        zh="程序公平第 3 题", en="Procedural justice 3", nullable=True, between=(1, 7), unit="points",
        aliases=("程序公平3", "過程公平3", "Process fairness 3"), note=PROCEDURAL,
    )  # fmt: skip
    pj4: int = column(
        zh="程序公平第 4 题", en="Procedural justice 4", nullable=True, between=(1, 7), unit="points",
        aliases=("程序公平4", "過程公平4", "Process fairness 4"), note=PROCEDURAL,
    )  # fmt: skip
    ij1: int = column(
        zh="互动公平第 1 题", en="Interactional justice 1", nullable=True, between=(1, 7), unit="points",
        aliases=("互动公平1", "交往公平1", "互動公平1", "Treatment fairness 1"), note=INTERACTIONAL,
    )  # fmt: skip
    ij2: int = column(
        zh="互动公平第 2 题", en="Interactional justice 2", nullable=True, between=(1, 7), unit="points",
        aliases=("互动公平2", "交往公平2", "互動公平2", "Treatment fairness 2"), note=INTERACTIONAL,
    )  # fmt: skip
    ij3: int = column(
        zh="互动公平第 3 题", en="Interactional justice 3", nullable=True, between=(1, 7), unit="points",
        aliases=("互动公平3", "交往公平3", "互動公平3", "Treatment fairness 3"), note=INTERACTIONAL,
    )  # fmt: skip
    ij4: int = column(
        zh="互动公平第 4 题", en="Interactional justice 4", nullable=True, between=(1, 7), unit="points",
        aliases=("互动公平4", "交往公平4", "互動公平4", "Treatment fairness 4"), note=INTERACTIONAL,
    )  # fmt: skip
    sat_recovery: float = column(
        zh="对补救的满意度", en="Satisfaction with the recovery", nullable=True,
        aliases=(
            "补救满意度", "处理满意度", "投诉处理满意度", "補救滿意度", "Recovery satisfaction", "投诉处理结果满意度", "对处理结果的满意度",
            "处理结果满意度", "投訴處理滿意度", "Satisfaction with complaint handling",
            "Complaint handling satisfaction", "Satisfaction with the outcome",
        ),
    )  # fmt: skip
    sat_overall: float = column(
        zh="总体满意度", en="Overall satisfaction", nullable=True,
        aliases=(
            "满意度", "整体满意度", "總體滿意度", "Satisfaction", "Overall sat", "CSAT", "总体评价", "总体满意度评分", "整體滿意度",
            "Overall rating", "CSAT score", "Satisfaction score",
        ),
        note=Text(zh="与顾客调查用同一问法", en="the same question as in the customer survey"),
    )  # fmt: skip
    trust: int = column(
        zh="信任", en="Trust", nullable=True, between=(1, 7), unit="points",
        aliases=(
            "信任度", "信任程度", "Trust score", "对本机构的信任", "Trust rating", "Trust in the company",
        ),
    )  # fmt: skip
    repurchase: int = column(
        zh="再次购买意愿", en="Repurchase intention", nullable=True, between=(1, 7), unit="points",
        aliases=(
            "复购意愿", "再次使用意愿", "再次購買意願", "Reuse", "继续使用意愿", "再次选择意愿", "Likelihood to repurchase",
            "Would buy again",
        ),
    )  # fmt: skip
    effort: int = column(
        zh="费力程度", en="Effort", nullable=True, between=(1, 7), unit="points",
        aliases=(
            "顾客费力度", "费力度", "費力程度", "Customer effort", "CES", "客户费力度", "CES得分", "CES score",
            "Customer effort score", "Ease of resolution effort",
        ),
    )  # fmt: skip
    told_others_n: int = column(
        zh="告诉他人人数", en="Others told", nullable=True, ge=0, unit="persons",
        aliases=(
            "告诉多少人", "向多少人说过", "告訴他人人數", "People told", "Told how many", "告知他人数量",
            "Number of people told", "How many people told",
        ),
    )  # fmt: skip
    nps: int = column(
        zh="推荐意愿", en="Recommendation", nullable=True, between=(0, 10),
        aliases=(
            "推荐分", "推荐可能性", "推薦意願", "Likelihood to recommend", "Net promoter score", "NPS得分", "NPS评分",
            "推荐指数", "推荐分值", "NPS score", "How likely are you to recommend us",
        ),
    )  # fmt: skip
    sat_before: float = column(
        zh="失误前满意度", en="Satisfaction before the failure", nullable=True,
        aliases=("事前满意度", "此前满意度", "失誤前滿意度", "Prior satisfaction", "Satisfaction before"),
        note=Text(
            zh="只填当时实际测得的结果，不得事后回忆", en="a true earlier measurement only, never from memory",
        ),
    )  # fmt: skip

    class Config:
        name = "survey_recovery"
        unique = ["resp_id"]
        metadata = table(
            zh="补救后调查", en="Recovery survey", anchor="survey_ts", fresh_days=366,
            grain=Text(zh="每名答卷者一行", en="one row per respondent"),
            aliases=("投诉回访调查", "补救满意度调查", "補救後調查", "Post-complaint survey", "Justice survey"),
        )  # fmt: skip
