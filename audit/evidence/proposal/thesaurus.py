"""Words that mean the same in the headers of records of service, whatever the language.

A concept stands for what a header speaks of; ``names`` compares headers with the catalogue by their concepts.
Simplified Chinese covers traditional Chinese, which is converted before it is looked up. The other languages
have the words that nearly every export has; beyond these the values must speak.
"""

from __future__ import annotations

from collections.abc import Mapping

CONCEPTS: Mapping[str, str] = {
    "time": "时间 日期 时刻 时点 日 at on date time datetime timestamp ts day when datum zeit zeitpunkt uhrzeit bis le el "
    "fecha heure 日時 日付 날짜 일시 시간 일자",
    "personal": "姓名 电话 手机 手机号 手机号码 联系电话 联系方式 身份证 身份证号 邮箱 住址 地址 email phone telephone mobile "
    "address ssn passport surname vorname nachname telefon anschrift adresse 氏名 電話番号 住所 이름 전화번호 주소",
    "place": "zip zipcode postcode postal plz latitude longitude state county country street city 邮编 地区 省份 城市",
    "id": "编号 编码 单号 号码 代码 序号 流水号 号 unique id no number nr num key n code ref reference identifier uuid "
    "nummer nr. kennung numéro número 番号 번호",
    "received": "受理 接收 收到 登记 创建 建立 录入 提交 来电 接报 收文 created create creation opened received "
    "receipt submitted submit logged reported raised lodged registered filed entered eingegangen eingang "
    "opening lodgement 收件 angelegt erstellt eröffnet erfasst erstellungsdatum réception recepción recibido creado reçu créé création 受付 起票 접수 등록",
    "start": "开始 起始 下单 start started begin began begun beginn anfang 시작 開始",
    "acknowledged": "确认 确认信 确认函 确认受理 受理确认 回执 告知受理 受理告知 accusé acknowledged acknowledgement acknowledgment ack bestätigt",
    "first": "首次 初次 第一次 首 first initial initially erste erster erst première primera 初回 최초",
    "response": "答复 答覆 响应 回复 反馈 response respond responded reply replied answer answered antwort réponse "
    "respuesta 回答 返信 응답 답변",
    "resolved": "处理决定 完工 竣工 办结 解决 完成 处理完成 办理完成 处理完毕 办毕 完结 处置完成 resolved resolve resolution solved "
    "completed complete completion done fixed finished erledigt gelöst abgeschlossen erledigung résolu "
    "resuelto 解決 完了 対応完了 해결 처리완료 완료",
    "closed": "关闭 结案 归档 闭环 closed close closing closure geschlossen schließung fermé clôture cerrado "
    "クローズ 종결 마감",
    "ended": "结束 终止 停止 end ended stop stopped ende fin 終了 종료",
    "due": "应 计划 预计 预约 拟 planned scheduled estimated eta geplant prévu prévue breach 截止 到期 时限 期限 限期 约定 due deadline target limit frist fällig fälligkeit échéance "
    "vencimiento 期日 기한",
    "updated": "更新 修改 变更 最后 updated update modified changed last geändert aktualisiert actualizado 수정",
    "promised": "承诺 promised promise versprochen",
    "escalated": "升级 上报 转介 移送 referred escalated escalation eskaliert",
    "source": "来源 source origin 出处",
    "channel": "渠道 管道 途径 方式 媒介 入口 channel via method medium kanal quelle eingangskanal "
    "herkunft canal 経路 チャネル 채널 경로",
    "customer": "客户 顾客 用户 会员 消费者 投诉人 来电人 诉求人 customer client requester requestor caller consumer "
    "member user contact complainant reporter kunde kunden kundennummer cliente 顧客 고객",
    "site": "网点 门店 分店 门市 店铺 机构 分行 支行 分公司 营业部 营业厅 场所 站点 单位 区域 辖区 site store shop branch terminal "
    "location office outlet agency property unit depot warehouse hub borough district filiale standort niederlassung sucursal agence 支店 店舗 "
    "지점 매장",
    "staff": "员工 坐席 经办 经办人 处理人 受理人 负责人 承办 assignee assigned agent employee staff owner handler "
    "operator bearbeiter mitarbeiter 担当者 담당자 직원",
    "group": "部门 小组 班组 队列 group team queue department abteilung 部署 부서",
    "category": "性质 nature motif 类别 分类 类型 种类 事由 category categories type kind topic classification kategorie art "
    "catégorie tipo カテゴリ 分類 유형 분류",
    "reason": "原因 缘由 理由 reason cause grund ursache motif motivo 理由 사유 원인",
    "outcome": "结果 结论 认定 裁定 outcome result decision ergebnis résultat resultado 結果 결과",
    "status": "状态 进度 阶段 status state stage phase zustand statut estado ステータス 상태",
    "priority": "优先级 紧急 紧急程度 优先 priority urgency priorität dringlichkeit priorité prioridad 優先度 우선순위",
    "severity": "严重 严重程度 等级 级别 severity impact level grade schwere 重大度 심각도",
    "text": "内容 描述 说明 详情 摘要 主题 标题 备注 description details detail narrative summary subject "
    "comment comments note notes text message body beschreibung beschreibungstext betreff bemerkung inhalt 説明 "
    "内容 내용",
    "name": "名称 姓名 名字 name title bezeichnung nom nombre 名前 이름",
    "count": "次数 数量 件数 笔数 人次 人数 个数 量 count counts total anzahl nombre cantidad 件数 건수 횟수",
    "transfer": "转办 转派 转接 流转 派单 transfer transfers reassignment reassignments reassigned weiterleitung",
    "reopened": "重开 重新打开 返工 重办 reopen reopens reopened reopening rework wiedereröffnet 再開",
    "contact_times": "沟通 联系 来电 interactions touches contacts replies",
    "duration": "时长 用时 耗时 历时 处理时长 duration elapsed took taken dauer bearbeitungsdauer durée interviewtime 所要時間 "
    "소요시간",
    "satisfaction": "满意 满意度 满意程度 评分 评价 satisfaction satisfied csat rating zufriedenheit zufrieden satisfacción "
    "満足 만족 만족한다 만족도",
    "recommend": "推荐 nps likely recommend recommendation empfehlen weiterempfehlung recomendar おすすめ 推奨 추천",
    "overall": "总体 整体 总的 综合 全面 overall general total gesamt insgesamt insgesamte 総合 전체 전반",
    "effort": "费力 费劲 省力 effort aufwand",
    "repurchase": "复购 再次购买 再次使用 回购 repurchase reuse again wieder 再購入 재이용 재구매 계속",
    "met": "sla 达标 按时 及时 met made timely within eingehalten",
    "breached": "超时 逾期 超期 breached overdue violated late verspätet",
    "right": "做对 合格 正确 right correct erstlösung",
    "contact": "联系 contact kontakt",
    "yes_no": "是否 有无 whether is has ob",
    "complaint": "投诉 申诉 举报 诉求 不满 complaint complaints complain grievance grievances dispute beschwerde "
    "beschwerden reklamation reklamationen queja quejas reclamo reclamación réclamation plainte 苦情 クレーム 불만 민원",
    "ticket": "工单 案件 事项 会话 conversation conversations chat enquiry inquiry ticket tickets case cases issue issues dossier expediente vorgang fall anfrage 案件 チケット 티켓",
    "request": "请求 需求 申请 服务请求 request requests sr solicitud demande anfrage 依頼 요청",
    "incident": "glitch glitches defect defects lapse breakdown 事件 故障 失误 差错 incident incidents failure failures fault störung ausfall 障害 장애",
    "order": "订单 业务单 order orders booking bestellung auftrag commande pedido 注文 주문",
    "waiting": "排队 叫号 取号 候号 等候 等待 wait waiting waited warten wartezeit attente espera",
    "job": "售后 报修 维修 保修 安装 保养 上门 派工 工时 repair repairs installation maintenance dispatch reparatur",
    "delivered": "送达 签收 妥投 交付 delivered delivery deliveries shipment shipments waybill lieferung geliefert livraison "
    "livré entrega 配達 배송",
    "actual": "实际 actual actually tatsächlich réel réelle real",
    "inspection": "巡检 稽核 神秘顾客 暗访 检查 mystery shopper shopping inspection inspections inspector checklist",
    "service": "服务 业务 service services 서비스 サービス",
    "survey": "问卷 答卷 调查 测评 作答 答题 survey questionnaire response responses respondent umfrage befragung "
    "encuesta enquête アンケート 설문",
    "standard": "标准 指标 规范 standard standards norm",
    "amount": "金额 费用 价格 赔付 amount cost price value betrag 金額 금액",
    "month": "月份 年月 月 month monat mois mes",
    "training": "培训 课程 training course courses schulung",
    "document": "文件 文档 制度 document documents doc dokument",
    "role": "角色 岗位 职位 职务 role position job rolle",
    "guarantee": "保证 担保 赔付 guarantee warranty garantie",
    "followup": "回访 跟进 followup follow-up callback nachfassen",
    "corrective": "整改 纠正 预防措施 corrective capa maßnahme",
    "recovery": "补救 补偿 recovery compensation entschädigung",
    "manager": "管理者 管理人员 经理 主管 manager managers supervisor",
    "warning": "预警 风险 告警 warning alert alarm",
    "person": "人 者 by von durch",
    "system": "系统 sys system u data field custom value info information cf",
    "the": "的 与 和 及 您 您的 你 请 请问 对 本 我们 本店 of the to a an for in is are was were do did does how what "
    "which who you your our us we i my please with der die das des im am de la le el los del",
}  # fmt: skip
"""Concept -> its words; several concepts may share one."""

WEIGHTS: Mapping[str, float] = {
    "time": 0.3,
    "id": 0.5,
    "the": 0.0,
    "yes_no": 0.1,
    "complaint": 0.35,
    "ticket": 0.35,
    "service": 0.25,
    "request": 0.35,
    "order": 0.35,
    "inspection": 0.35,
    "actual": 0.5,
    "system": 0.2,
    "name": 0.6,
    "count": 0.5,
}
"""How much a concept tells of which column is meant; 1 where it is not listed."""

UNKNOWN_WEIGHT = 0.6
"""Of a word that is no concept."""

SUBJECTS: Mapping[str, Mapping[str, float]] = {
    "complaint": {"complaints": 1.0},
    "ticket": {"complaints": 0.55, "service_delivery": 0.3},
    "request": {"complaints": 0.4, "service_delivery": 0.45},
    "incident": {"failures": 0.6, "service_delivery": 0.6, "complaints": 0.15},
    "order": {"service_delivery": 0.6},
    "waiting": {"service_delivery": 0.7},
    "job": {"service_delivery": 0.7},
    "delivered": {"service_delivery": 0.7, "promise_checks": 0.3},
    "inspection": {"fieldwork": 0.9},
    "survey": {"survey_customers": 0.8, "survey_recovery": 0.3},
    "satisfaction": {"survey_customers": 0.6},
    "standard": {"service_standards": 0.8},
    "training": {"training": 1.0},
    "document": {"documents": 0.8},
    "staff": {"staff_register": 0.4},
    "site": {"sites": 0.4},
    "guarantee": {"guarantees": 0.9},
    "followup": {"followups": 1.0},
    "corrective": {"corrective_actions": 1.0},
    "recovery": {"recovery_actions": 0.8, "survey_recovery": 0.5},
    "manager": {"survey_managers": 0.6},
    "warning": {"early_warnings": 0.9},
    "promised": {"promises": 0.6, "promise_checks": 0.4},
    "customer": {"customers": 0.4},
    "met": {"service_delivery": 0.95},
    "month": {"contacts_volume": 0.5},
}
"""What a word in the name of a file, a sheet, a title row or a header says of the table."""

LABELS: Mapping[str, str] = {
    "phone": "呼叫中心 telefon anruf hotline téléphone appel teléfono llamada 電話 전화 call",
    "mail": "传真 信箱 来函 电邮 メール brief post postal fax courrier courriel correo letter schriftlich 手紙 메일 referral-mail",
    "web": "widget 留言板 互联网 在线会话 会话 即时通讯 自助 网页表单 form messenger helpdesk selfservice internet online portal webformular kontaktformular website 網站 ウェブ 웹",
    "store": "到店 亲临 上门 来人 来店 filiale schalter vor-ort persönlich agence tienda sucursal 門市 店舗 来店 窓口 매장 walkin desk",
    "app": "mobile smartphone handy アプリ 앱",
    "social": "点评 facebook twitter instagram whatsapp line linkedin",
    "regulator": "保监局 金管局 监管局 市监局 referral regulator ombudsman behörde aufsicht",
    "upheld": "berechtigt begründet fondée fondé procedente favorable",
    "rejected": "non-fondée non-fondé nicht-berechtigt nicht-begründet unberechtigt unbegründet abgelehnt infondée improcedente",
    "partly": "teilweise teilweise-berechtigt partiellement-fondée partiellement parcialmente",
    "open": "正在办理 正在处理 在办 未办毕 offen ouvert abierto",
    "customer": "guest patient passenger member caller 客人 住客 旅客 患者",
    "staff": "associate crew agent employee 坐席 柜员",
    "adr": "投诉局 调解 仲裁 ombudsman",
    "withdrawn": "撤回 retirée retirado zurückgezogen",
}  # fmt: skip
"""Further words for codes of the catalogue, in other languages."""

_RECOMMENDED = "How likely is it that you would recommend us to a friend or colleague?"

FURTHER_NAMES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("service_delivery", "due_ts"): ("Planned delivery", "Estimated delivery date", "Scheduled end", "计划完成时间", "预计送达时间", "要求完工时间"),
    ("service_delivery", "end_ts"): (
        "Actual delivery", "Delivered to customer on", "Delivery date", "Actual end", "Stop", "实际完成时间", "送达时间", "签收时间", "实际完工时间", "叫号时间",
    ),
    ("service_delivery", "start_ts"): ("Order received", "Purchase timestamp", "Ordered at", "Start", "申请时间", "报修时间"),
    ("service_delivery", "episode_id"): ("Waybill No", "Shipment", "Tracking number", "运单号"),
    ("service_delivery", "standard_id"): ("SLA name", "Service level", "SLA policy"),
    ("service_delivery", "first_time_right"): ("是否一次修复", "一次修复", "Fixed first time"),
    ("service_delivery", "met"): ("On time", "Delivered on time", "按时送达"),
    ("fieldwork", "points"): ("Points scored", "Score achieved", "实得分"),
    ("fieldwork", "points_max"): ("Points available", "Points possible", "Maximum score", "应得分", "标准分"),
    ("fieldwork", "result"): ("Answer", "检查结果", "是否达标"),
    ("fieldwork", "auditor"): ("Shopper", "Inspector", "Assessor", "巡检人"),
    ("training", "passed"): ("考核结果", "考试结果", "Result", "Exam result"),
    ("training", "topic"): ("Course", "Course name", "Course title", "课程", "课程名称", "培训课程", "培训名称", "課程名稱"),
    ("contacts_volume", "episodes"): ("业务办理笔数", "业务笔数", "业务量", "服务人次", "接待人次", "Transactions"),
    ("complaints", "category"): ("Contact reason", "Reason for contact", "问题性质"),
    ("complaints", "escalated_to"): ("转介机构", "移送机构", "Referred to"),
    ("survey_recovery", "nps"): (_RECOMMENDED,),
    ("survey_customers", "nps"): (_RECOMMENDED,),
    ("survey_customers", "had_failure"): (
        "Did you have a problem with our service in the last 12 months?", "Did you experience a problem?",
        "过去12个月您是否遇到过服务问题", "是否遇到过问题",
    ),
    ("survey_customers", "complained"): ("Did you tell us about it?", "Did you complain?", "您是否投诉过", "是否向我们反映"),
    ("survey_recovery", "effort"): (
        "How much effort did you have to make to get your complaint handled?", "解决问题的费力程度",
    ),
    ("complaints", "closed_ts"): ("Close date", "Close time", "Ticket closed time"),
    ("complaints", "first_response_ts"): ("First agent response date", "First reply time", "首次回复时间"),
    ("complaints", "acknowledged_ts"): ("Date accusé de réception",),
}  # fmt: skip
"""Names by which other systems call a column and which are too wide to be aliases that reading takes unasked."""

STEPS = frozenset(
    {"received", "start", "acknowledged", "response", "escalated", "transfer", "reopened", "training", "followup",
     "survey", "inspection", "document", "contact"}
)  # fmt: skip
"""Concepts that say which step of a case a moment belongs to; the ends of it are one step by many names."""

OPPOSITES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("service_delivery", "met"): ("是否超时", "是否逾期", "超期", "Late", "Overdue", "SLA breached", "Breached", "Missed deadline"),
    ("service_delivery", "first_time_right"): ("是否返修", "是否返工", "重复报修", "Rework", "Reopened"),
    ("promise_checks", "kept"): ("是否违约", "失约", "Broken", "Breached"),
    ("recovery_actions", "within_authority"): ("是否超权限", "超权限", "Over limit", "Exceeds authority"),
    ("guarantees", "valid"): ("是否无效", "Invalid"),
    ("customers", "retained_12m"): ("是否流失", "已流失", "Churned", "Lost", "Lapsed"),
    ("training", "passed"): ("Failed", "不合格", "未通过"),
    ("corrective_actions", "effective"): ("整改无效", "Ineffective", "Recurred"),
}  # fmt: skip
"""Names of flags that ask the opposite in words of their own."""

AUDIENCES: Mapping[str, str] = {
    "complaint": "survey_recovery",
    "recovery": "survey_recovery",
    "followup": "survey_recovery",
    "staff": "survey_contact_staff",
    "manager": "survey_managers",
}
"""What stands beside the word survey in the name of a file -> the table of those who were asked."""

MISSING = ("?", "N/A", "n/a", "NA", "#N/A", "—", "-", "--", "/", "\\N", "NULL", "null", "None", "NaN", "nan",
           "无", "空", "未知", "Unknown", "unknown", "未填写", "(空)", "(跳过)", "nicht angegeben")  # fmt: skip
"""What stands in a cell that says nothing; ``profile`` decides where it is a label after all."""

ALWAYS_MISSING = frozenset(
    {"?", "N/A", "n/a", "#N/A", "—", "\\N", "NULL", "null", "NaN", "nan", "(空)", "(跳过)"}
)
"""Those that are never a label."""

FACETS: Mapping[str, str] = {
    "expected": "期望 期待 预期 理想 应该 应当 expected expectation expect expectations should desired erwartung "
    "erwartet attendu esperado 期待度 기대",
    "adequate": "可接受 最低 可容忍 adequate minimum acceptable tolerable",
    "perceived": "感知 实际 体验 感受 实际感受 perceived perception perceptions actual experience experienced "
    "performance delivered wahrgenommen wahrnehmung perçu percibido 実際 体験 인지 지각 실제",
    "importance": "重要 重要性 重要度 重要程度 importance important wichtigkeit wichtig importancia 重要度 중요 중요도",
    "satisfaction": "满意 满意度 satisfaction satisfied zufriedenheit 満足度 만족 만족도",
}
"""Facet of an item -> words of a header that tell it; ``satisfaction`` stands in for perceived where there is none."""
