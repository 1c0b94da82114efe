"""Who was invited to the survey: the denominator of its response."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import SITE, SURVEY_CHANNELS
from audit.text import Text


class SurveyFrame(pa.DataFrameModel):
    """Who was invited; one row per instrument, wave, site and channel."""

    instrument_id: str = column(
        zh="问卷代码", en="Instrument", nullable=True,
        aliases=(
            "问卷", "问卷编号", "Instrument ID", "Questionnaire", "问卷名称", "問卷代碼", "Survey ID",
            "Questionnaire ID",
        ),
        note=Text(zh="空白时为 audit.yaml 中的问卷", en="empty means the instrument of audit.yaml"),
    )  # fmt: skip
    wave: str = column(zh="调查批次", en="Wave", aliases=(
            "批次", "期次", "轮次", "Survey wave", "Round", "调查期次", "调查轮次", "調查批次", "Survey round",
            "Fieldwork period",
        ))  # fmt: skip
    site_id: str = column(zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=SITE)
    channel: str = column(
        zh="渠道", en="Channel", nullable=True, aliases=(
            "调查渠道", "Survey channel", "发放渠道", "投放渠道", "調查渠道", "Distribution channel",
        ), labels=SURVEY_CHANNELS
    )  # fmt: skip
    method: str = column(
        zh="抽样方法", en="Sampling method", aliases=(
            "抽样方式", "方法", "Method", "Sampling", "样本类型", "取样方法", "抽樣方法", "Sample type",
            "Sampling design",
        ),
        note=Text(zh="方便抽样只得 C 级证据", en="a convenience sample is grade C evidence"),
        labels={
            "census": ("普查", "Census", "全部", "全量", "all"),
            "random": ("随机抽样", "Random", "随机", "概率抽样", "probability", "systematic", "stratified"),
            "quota": ("配额抽样", "Quota", "配额"),
            "convenience": ("方便抽样", "Convenience", "便利抽样", "自愿参与", "opt-in", "self-selected"),
        },
    )  # fmt: skip
    frame_size: int = column(
        zh="总体人数", en="Frame size", nullable=True, ge=0, unit="persons",
        aliases=(
            "抽样框", "抽样框人数", "合格人数", "Population", "Eligible", "Frame", "总体规模", "应调查人数", "目标总体", "總體人數",
            "Population size", "Eligible customers", "Universe",
        ),
    )  # fmt: skip
    invited: int = column(
        zh="邀请人数", en="Invited", nullable=True, ge=0, unit="persons",
        aliases=(
            "发放数", "发出数", "发放问卷数", "邀请数", "Sent", "Invitations", "发放问卷数量", "发放份数", "邀请数量", "邀請人數",
            "Invited persons", "Invites sent", "Surveys sent", "Emails sent", "Distributed",
        ),
    )  # fmt: skip
    undeliverable: int = column(
        zh="未送达人数", en="Undeliverable", nullable=True, ge=0, unit="persons",
        aliases=(
            "未送达", "退回数", "Bounced", "Returned", "Not delivered", "退信数", "无法送达数", "未送達人數", "Bounces",
            "Undelivered", "Emails bounced",
        ),
    )  # fmt: skip
    completed: int = column(
        zh="完成人数", en="Completed", ge=0, unit="persons",
        aliases=(
            "回收数", "有效问卷数", "完成数", "有效回收", "Completes", "Responses", "Respondents", "完成份数", "回收份数",
            "回收问卷数", "有效答卷数", "有效样本数", "完成人數", "Completed surveys", "Surveys completed",
            "Complete responses", "Valid responses",
        ),
    )  # fmt: skip

    @rule("E-AT-MOST", "completed", "invited")
    @staticmethod
    def no_more_complete_than_invited(t: ir.Table) -> ir.BooleanValue:
        """No more persons complete a survey than were invited."""
        return t.completed <= t.invited

    @rule("E-AT-MOST", "invited", "frame_size")
    @staticmethod
    def no_more_invited_than_eligible(t: ir.Table) -> ir.BooleanValue:
        """No more persons are invited than are eligible."""
        return t.invited <= t.frame_size

    @rule("E-AT-MOST", "undeliverable", "invited")
    @staticmethod
    def no_more_undeliverable_than_invited(t: ir.Table) -> ir.BooleanValue:
        """No more invitations come back than were sent."""
        return t.undeliverable <= t.invited

    @rule("E-KEY", "instrument_id", "wave", "site_id", "channel")
    @staticmethod
    def one_row_a_cell(t: ir.Table) -> ir.BooleanValue:
        """A wave, site and channel of an instrument stands once; empty parts are equal."""
        cell = ibis.window(group_by=[t.instrument_id, t.wave, t.site_id, t.channel])
        return t.count().over(cell) == 1

    class Config:
        name = "survey_frame"
        metadata = table(
            zh="调查抽样框", en="Survey frame", anchor=None,
            grain=Text(
                zh="每份问卷、批次、场所、渠道一行", en="one row per instrument, wave, site and channel"
            ),
            aliases=("抽样框", "发放回收表", "Sampling frame", "Response log"),
        )  # fmt: skip
