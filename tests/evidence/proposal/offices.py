"""Exports of Chinese systems and ledgers of offices; headers are theirs, records are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.evidence.proposal.corpus import Case
from tests.evidence.proposal.desks import ZH_PEOPLE, iso
from tests.evidence.proposal.fields import Field, Record, answers, header, records
from tests.evidence.proposal.making import Row, export, text, workbook

CASES: list[Case] = []


def day(moment: dt.datetime) -> str:
    return f"{moment.year}-{moment.month}-{moment.day}"


YONYOU = [
    Field("单据号", "complaint_id", lambda r: f"KHTS{r.n + 1:010d}"),
    Field("单据日期", "received_ts", lambda r: f"{r.at:%Y-%m-%d}"),
    Field("客户编码", "customer_id", lambda r: f"0{r.rng.randint(1, 40):04d}"),
    Field("客户简称", None, lambda r: r.one("华东商贸", "新源电器", "百汇超市")),
    Field("投诉方式", "channel", lambda r: r.one("电话", "传真", "上门", "邮件")),
    Field("投诉类型", "category", lambda r: r.one("交期", "质量", "服务")),
    Field("存货名称", None, lambda r: r.one("热水器", "净水机")),
    Field("责任部门", None, lambda r: r.one("物流部", "质检部")),
    Field("要求完成日期", "target_due_ts", lambda r: f"{r.due:%Y-%m-%d}"),
    Field("实际完成日期", "resolved_ts", lambda r: r.some(0.8, f"{r.done:%Y-%m-%d}")),
    Field("损失金额", None, lambda r: r.some(0.4, round(r.rng.uniform(20, 900), 2))),
    Field("制单人", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("审核人", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("备注", None, lambda r: r.some(0.1, "已电话沟通")),
]


@export(CASES, "用友", "complaints", answers(YONYOU), free=["text", "closed_ts", "resolved_ts"])
def _yonyou(folder: Path) -> None:
    total: Row = ["合计", *[None] * 9, 18432.5, None, None, None]
    lines: list[Row] = [["客户投诉单列表"], ["账套：[001]某某电器　　日期：2026-01-01 - 2026-06-30"]]
    workbook(folder / "客户投诉单列表.xlsx", "Sheet1", [*lines, header(YONYOU), *records(YONYOU, 88), total])


KINGDEE = [
    Field("单据编号", "episode_id", lambda r: f"SHFW{r.n + 1:06d}"),
    Field("单据状态", None, lambda r: r.one("已审核", "已关闭")),
    Field("申请时间", "start_ts", lambda r: r.at),
    Field("客户编码", "customer_id", lambda r: f"CUST{r.rng.randint(1, 50):04d}"),
    Field("服务类型", "standard_id", lambda r: r.one("安装", "维修", "保养")),
    Field("故障类型", None, lambda r: r.one("不制冷", "噪音", "漏水")),
    Field("服务网点", "site_id", lambda r: r.one("苏州一部", "苏州二部", "无锡")),
    Field("服务人员", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("要求完工时间", "due_ts", lambda r: r.at + dt.timedelta(days=3)),
    Field("实际完工时间", "end_ts", lambda r: r.some(0.9, r.done)),
    Field("是否一次修复", "first_time_right", lambda r: r.one("是", "是", "否")),
]


@export(
    CASES, "金蝶", "service_delivery", answers(KINGDEE), free=["delivery_id", "episode_id", "standard_id"]
)  # fmt: skip
def _kingdee(folder: Path) -> None:
    workbook(folder / "售后服务单_20260701.xlsx", "单据列表", [header(KINGDEE), *records(KINGDEE, 105)])


DINGTALK = [
    Field("审批编号", "complaint_id", lambda r: f"20260{r.at.month}{r.at.day:02d}1030{r.n:08d}"),
    Field("标题", None, lambda r: f"{r.one(*ZH_PEOPLE)}提交的客户投诉登记"),
    Field("审批状态", None, lambda r: r.one("已完成", "审批中")),
    Field("审批结果", None, lambda r: r.one("审批通过", "审批拒绝", "")),
    Field("发起时间", "received_ts", lambda r: iso(r.at)),
    Field("完成时间", "closed_ts", lambda r: r.some(0.9, iso(r.closed))),
    Field("发起人工号", None, lambda r: f"{r.rng.randint(1, 60):05d}"),
    Field("发起人姓名", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("发起人部门", None, lambda r: r.one("城南店", "城北店")),
    Field("历史审批人姓名", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("投诉门店", "site_id", lambda r: r.one("城南店", "城北店", "中心店")),
    Field("投诉渠道", "channel", lambda r: r.one("到店", "电话", "大众点评", "微信")),
    Field("问题分类", "category", lambda r: r.one("出品", "服务", "环境")),
    Field("问题描述", "text", lambda r: "顾客反映上菜慢，等候超过五十分钟，服务员未解释原因。"),
    Field("首次联系顾客时间", "first_response_ts", lambda r: r.some(0.7, iso(r.noted))),
    Field("投诉是否属实", "outcome", lambda r: r.one("属实", "部分属实", "不属实")),
    Field("处理措施", None, lambda r: r.one("赠送菜品并致歉", "免单")),
    Field("附件", None, lambda r: ""),
]


@export(CASES, "钉钉", "complaints", answers(DINGTALK), free=["text", "resolved_ts", "closed_ts"])
def _dingtalk(folder: Path) -> None:
    workbook(folder / "客户投诉登记_导出.xlsx", "客户投诉登记", [header(DINGTALK), *records(DINGTALK, 92)])


HOTLINE = [
    Field("序号", None, lambda r: r.n + 1),
    Field("工单编号", "complaint_id", lambda r: f"DH{r.at:%Y%m%d}{r.n:05d}"),
    Field("来电时间", "received_ts", lambda r: f"{r.at.year}年{r.at.month}月{r.at.day}日 {r.at:%H:%M}"),
    Field("诉求来源", "channel", lambda r: r.one("12345电话", "市长信箱", "微信", "人民网留言板")),
    Field("诉求人", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("联系电话", None, lambda r: f"139{r.rng.randint(0, 99999999):08d}"),
    Field("诉求类别", "category", lambda r: r.one("物业", "供水", "公交", "社保")),
    Field("诉求内容", "text", lambda r: "市民反映小区二次供水水压不足，多次联系物业未解决，希望核实处理。"),
    Field("承办单位", "site_id", lambda r: r.one("某某街道", "某某水务", "某某公交")),
    Field("派单时间", None, lambda r: f"{r.noted.year}年{r.noted.month}月{r.noted.day}日 {r.noted:%H:%M}"),
    Field("办理时限", "target_due_ts", lambda r: f"{r.due.year}年{r.due.month}月{r.due.day}日"),
    Field("办结时间", "resolved_ts", lambda r: r.some(0.9, f"{r.done.year}年{r.done.month}月{r.done.day}日 {r.done:%H:%M}")),
    Field("是否属实", "outcome", lambda r: r.one("属实", "部分属实", "不属实")),
    Field("回访是否满意", None, lambda r: r.one("满意", "基本满意", "不满意", "")),
    Field("退单次数", None, lambda r: r.one(0, 0, 1)),
]  # fmt: skip


@export(
    CASES, "12345", "complaints", answers(HOTLINE),
    free=["closed_ts", "resolved_ts", "site_id", "acknowledged_ts", "transfers"],
    at_most=1,
)  # fmt: skip
def _hotline(folder: Path) -> None:
    title: list[Row] = [["某某市12345政务服务便民热线工单明细"], ["导出时间：2026-07-01 09:00"]]
    workbook(folder / "工单明细.xlsx", "工单", [*title, header(HOTLINE), *records(HOTLINE, 115)])


QUEUE = [
    Field("机构号", "site_id", lambda r: r.one("320501", "320502", "320503")),
    Field("机构名称", None, lambda r: r.one("城中支行", "园区支行", "新区支行")),
    Field("流水号", "delivery_id", lambda r: f"{r.at:%Y%m%d}{r.n:06d}"),
    Field("票号", None, lambda r: f"A{r.n % 90 + 1:03d}"),
    Field("客户类型", None, lambda r: r.one("普通", "贵宾")),
    Field("业务种类", "standard_id", lambda r: r.one("现金", "非现金", "对公")),
    Field("取号时间", "start_ts", lambda r: f"{r.at:%Y%m%d %H:%M:%S}"),
    Field("叫号时间", "end_ts", lambda r: f"{r.at + dt.timedelta(minutes=r.n % 40):%Y%m%d %H:%M:%S}"),
    Field(
        "办理完成时间",
        "service_end_ts",
        lambda r: f"{r.at + dt.timedelta(minutes=r.n % 40 + 12):%Y%m%d %H:%M:%S}",
    ),
    Field("等待时长(分钟)", "measured_value", lambda r: r.n % 40),
    Field("柜员号", None, lambda r: f"T{r.rng.randint(1, 20):03d}"),
    Field("评价", None, lambda r: r.one("满意", "非常满意", "未评价")),
]


@export(
    CASES, "银行排队", "service_delivery", answers(QUEUE),
    free=["delivery_id", "episode_id", "standard_id", "end_ts", "service_end_ts", "measured_value"],
)  # fmt: skip
def _queue(folder: Path) -> None:
    (folder / "排队叫号流水.csv").write_text(text(header(QUEUE), records(QUEUE, 150)), encoding="gb18030")


def month(record: Record) -> str:
    return f"2026年{record.n // 12 + 1}月"


VOLUME = [
    Field("统计月份", "period_month", month),
    Field("营业厅", "site_id", lambda r: ("鼓楼厅", "玄武厅", "秦淮厅", "江宁厅")[r.n % 12 // 3]),
    Field("渠道", "channel", lambda r: ("营业厅", "热线", "掌上营业厅")[r.n % 3]),
    Field("业务办理笔数", "episodes", lambda r: r.rng.randint(3000, 9000)),
    Field("服务客户数", "customers", lambda r: r.rng.randint(1500, 2900)),
    Field("呼入量", "contacts", lambda r: r.rng.randint(700, 1400)),
    Field("放弃量", "abandoned", lambda r: r.rng.randint(10, 120)),
    Field("接通率", None, lambda r: f"{r.rng.uniform(88, 99):.1f}%"),
]


@export(CASES, "电信业务量", "contacts_volume", answers(VOLUME))
def _volume(folder: Path) -> None:
    total: Row = ["合计", None, None, 432100, 160200, 75000, 4100, None]
    workbook(
        folder / "2026上半年业务量统计.xlsx",
        "月报",
        [["业务量月报"], header(VOLUME), *records(VOLUME, 72), total],
    )


TRAINING = [
    Field("记录编号", "training_id", lambda r: f"PX{r.n + 1:04d}"),
    Field("工号", "staff_id", lambda r: f"E{r.rng.randint(1, 70):04d}"),
    Field("姓名", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("课程名称", None, lambda r: r.one("投诉处理与服务补救", "倾听技巧", "消费者权益保护法")),
    Field("培训类别", "topic", lambda r: r.one("服务补救", "倾听沟通", "产品知识", "法律法规", "安全")),
    Field("培训日期", "held_on", lambda r: f"{r.at:%Y.%m.%d}"),
    Field("学时", "hours", lambda r: r.one(2, 4, 8)),
    Field("是否考核", "assessed", lambda r: r.one("是", "否")),
    Field("考核结果", "passed", lambda r: r.some(0.6, r.one("合格", "不合格"))),
    Field(
        "证书有效期至", "planned_valid_to", lambda r: r.some(0.5, f"{r.at + dt.timedelta(days=730):%Y.%m.%d}")
    ),
    Field("讲师", None, lambda r: r.one(*ZH_PEOPLE)),
]


@export(CASES, "培训台账", "training", answers(TRAINING))
def _training(folder: Path) -> None:
    workbook(
        folder / "员工培训台账.xlsx",
        "2026",
        [["员工培训台账（2026年上半年）"], header(TRAINING), *records(TRAINING, 96)],
    )


COMPENSATION = [
    Field("补偿单号", "action_id", lambda r: f"BC{r.n + 1:08d}"),
    Field("关联投诉单号", "complaint_id", lambda r: f"TS{r.rng.randint(1, 300):06d}"),
    Field("补偿方式", "type", lambda r: r.one("退款", "换货", "优惠券", "道歉", "补发")),
    Field("补偿金额（元）", "amount", lambda r: r.some(0.8, f"¥{r.rng.uniform(5, 300):.2f}")),
    Field("补偿时间", "action_ts", lambda r: iso(r.at)),
    Field("处理人角色", "role", lambda r: r.one("一线客服", "客服主管")),
    Field("处理人工号", "staff_id", lambda r: f"KF{r.rng.randint(1, 40):03d}"),
    Field("是否在权限内", "within_authority", lambda r: r.one("是", "是", "否")),
    Field("是否上级审批", "approved_up", lambda r: r.one("否", "是")),
    Field("审批等待(小时)", "approval_wait_h", lambda r: r.some(0.3, round(r.rng.uniform(0.2, 30), 1))),
    Field("顾客是否可选", "customer_choice_offered", lambda r: r.one("是", "否")),
]


@export(CASES, "电商补偿", "recovery_actions", answers(COMPENSATION))
def _compensation(folder: Path) -> None:
    (folder / "补偿明细导出.csv").write_text(
        text(header(COMPENSATION), records(COMPENSATION, 140)), encoding="utf-8-sig"
    )


DOCUMENTS = [
    Field("文件编号", "doc_id", lambda r: f"QP-{r.n + 1:03d}"),
    Field(
        "文件名称",
        "title",
        lambda r: f"{r.one('投诉处理程序', '服务规范', '应急预案', '回访记录表')}（{r.n + 1}）",
    ),
    Field("文件类别", "type", lambda r: r.one("制度", "程序文件", "标准", "应急预案", "表单", "报告")),
    Field("版本号", "version", lambda r: r.one("A/0", "A/1", "B/0")),
    Field("批准日期", "approved_on", lambda r: f"{r.at:%Y/%m/%d}"),
    Field("上次评审日期", "reviewed_on", lambda r: r.some(0.5, f"{r.at + dt.timedelta(days=90):%Y/%m/%d}")),
    Field("下次评审日期", "review_due", lambda r: r.some(0.7, f"{r.at + dt.timedelta(days=365):%Y/%m/%d}")),
    Field("归口部门", "owner", lambda r: r.one("客户服务部", "质量部")),
    Field("受控状态", None, lambda r: "受控"),
]


@export(CASES, "受控文件清单", "documents", answers(DOCUMENTS))
def _documents(folder: Path) -> None:
    workbook(
        folder / "受控文件清单.xlsx",
        "清单",
        [["受控文件清单"], ["编制：质量部", None, "版本：2026"], header(DOCUMENTS), *records(DOCUMENTS, 38)],
    )


FOLLOW = [
    Field("回访编号", "followup_id", lambda r: f"HF{r.n + 1:05d}"),
    Field("投诉编号", "complaint_id", lambda r: f"TS{r.n + 1:06d}"),
    Field("应回访日期", "due_ts", lambda r: r.due.date()),
    Field("实际回访时间", "done_ts", lambda r: r.some(0.85, r.due)),
    Field("回访方式", "channel", lambda r: r.one("电话", "微信", "上门")),
    Field("拨打次数", "attempts", lambda r: r.rng.randint(1, 4)),
    Field("客户拒访", "refused", lambda r: r.one("否", "否", "是")),
    Field("不满缓解程度（1-5分）", "q_relief", lambda r: r.some(0.7, r.rng.randint(1, 5))),
    Field("是否接受处理结果", "q_accept", lambda r: r.some(0.7, r.one("是", "否"))),
    Field("问题是否已消除", "q_gone", lambda r: r.some(0.7, r.one("是", "否"))),
    Field("回访人", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("反馈一线时间", "fed_back_to_staff_ts", lambda r: r.some(0.4, r.due + dt.timedelta(days=1))),
]


@export(CASES, "投诉回访", "followups", answers(FOLLOW))
def _follow(folder: Path) -> None:
    workbook(folder / "投诉回访登记.xlsx", "回访", [header(FOLLOW), *records(FOLLOW, 80)])


STAFF = [
    Field("序号", "staff_resp_id", lambda r: r.n + 1),
    Field("提交答卷时间", None, lambda r: f"{r.at.year}/{r.at.month}/{r.at.day} {r.at:%H:%M:%S}"),
    Field("所用时间", None, lambda r: f"{r.rng.randint(60, 500)}秒"),
    Field("来源", None, lambda r: "微信"),
    Field("来自IP", None, lambda r: f"10.2.{r.n % 200}.7(浙江-杭州)"),
    Field("1、您的岗位", "role", lambda r: r.one("前台", "客房", "餐饮服务员")),
    Field("2、您所在的门店", "site_id", lambda r: r.one("西湖店", "滨江店")),
    Field("3、我与同事能相互配合、共同服务顾客", "ant3_team", lambda r: r.rng.randint(1, 7)),
    Field("4、我的能力适合这份工作", "ant3_fit", lambda r: r.rng.randint(1, 7)),
    Field("5、工作所需的设备和工具好用", "ant3_tech", lambda r: r.rng.randint(1, 7)),
    Field("6、遇到顾客问题时我有权自行处理", "ant3_control", lambda r: r.rng.randint(1, 7)),
    Field("7、我常接到相互矛盾的要求", "ant3_conflict", lambda r: r.rng.randint(1, 7)),
    Field("8、我不清楚上级对我的工作要求", "ant3_ambig", lambda r: r.rng.randint(1, 7)),
]


@export(
    CASES, "员工问卷", "survey_contact_staff", answers(STAFF),
    free=["staff_resp_id", "ant3_team", "ant3_fit", "ant3_tech", "ant3_control", "ant3_conflict", "ant3_ambig"],
)  # fmt: skip
def _staff(folder: Path) -> None:
    workbook(folder / "301882_按序号_一线员工服务调查.xlsx", "Sheet1", [header(STAFF), *records(STAFF, 64)])
