"""What columns of personal data are called, and what their values must look like to be taken for that.

A header alone is no proof: a column 电话 may count telephone contacts, and one called Name may name
shops. So every name goes with a pattern that at least some values must have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audit.evidence.privacy.names import HAN_NAME, LATIN_FULL_NAME
from audit.evidence.privacy.patterns import BY_ID
from audit.evidence.spelling import normalised
from audit.text import Text

_WHO = (
    "客户|顾客|用户|会员|投诉人|投诉者|申诉人|举报人|反映人|来电人|来电者|联系人|员工|职员|坐席|客服|受访者|被访者|受访人|收件人"
    "|收货人|持卡人|投保人|被保险人|患者|病人|住客|旅客|乘客|消费者|本人|家属|责任人|经办人|受理人|处理人|證件|客戶|顧客|會員|聯絡人"
    "|customers?|clients?|users?|members?|contacts?|callers?|complainants?|employees?|staff|agents?|guests?|patients?"
    "|passengers?|cardholders?|recipients?|respondents?|personal|private|home|residential|consumers?"
)
_NAME = "姓名|名字|真实姓名|中文名|英文名|全名|fullname|firstname|lastname|givenname|familyname|surname"
_SOMEBODYS_NAME = "姓名|名字|名|name|fullname|firstname|lastname|surname"
_PERSON = "联系人|聯絡人|投诉人|申诉人|举报人|来电人|收件人|收货人|持卡人|投保人|被保险人|患者|name|contactperson|complainant"
_PHONE = (
    "手机|手機|手机号|手机号码|手機號碼|移动电话|电话|電話|电话号码|電話號碼|联系电话|聯絡電話|联系方式|联系号码|来电号码|主叫号码"
    "|固定电话|固话|座机|座机号|phone|phoneno|phonenumber|mobile|mobileno|mobilenumber|mobilephone|cellphone|cell|tel|telno|telephone"
    "|telephonenumber|whatsapp|msisdn"
)
_ID = (
    "身份证|身份证号|身份证号码|身份證|身份證號碼|证件号|证件号码|證件號碼|公民身份号码|社保号|社会保障号|护照|护照号|护照号码|護照號碼"
    "|港澳通行证号|台胞证号|回乡证号|驾驶证号|驾照号|idcard|idcardno|idcardnumber|idnumber|identitycard|identitynumber|nationalid"
    "|passport|passportno|passportnumber|ssn|socialsecuritynumber|driverslicence|driverslicense"
)
_MAIL = "邮箱|電郵|电子邮箱|电子邮件|电子邮件地址|邮箱地址|email|emailaddress|mailaddress"
_CARD = "银行卡|银行卡号|銀行卡號|卡号|信用卡号|借记卡号|银行账号|银行账户|账号|bankcard|cardnumber|cardno|creditcard|creditcardnumber|bankaccount|accountnumber|iban"
_ADDRESS = "地址|住址|家庭住址|家庭地址|通讯地址|联系地址|收货地址|户籍地址|詳細地址|详细地址|address|homeaddress|postaladdress|streetaddress|mailingaddress"


@dataclass(frozen=True, slots=True)
class Called:
    """What a header says that its column holds: the kind, its words, and what such a value looks like."""

    kind: str
    title: Text
    plausible: str


_WORDS: Mapping[str, tuple[Text, str, str]] = {
    "name": (
        Text(zh="姓名", en="personal names"),
        f"(?:(?:{_WHO})(?:的)?(?:{_SOMEBODYS_NAME}))|{_NAME}",
        "[一-龥·]{2,12}|[^0-9*＊_]*[^0-9*＊_ ] [^0-9*＊_]*",
    ),
    "person": (
        Text(zh="姓名", en="personal names"),
        _PERSON,
        f"{HAN_NAME}|{LATIN_FULL_NAME}",
    ),
    "phone": (
        BY_ID["telephone"].title,
        f"(?:{_WHO})?(?:的)?(?:{_PHONE})[0-9]?",
        "[+(（]?[0-9][0-9 ()（）-]{5,}[0-9]",
    ),
    "id": (
        Text(zh="证件号码", en="identity document numbers"),
        f"(?:{_WHO})?(?:的)?(?:{_ID})",
        "[0-9A-Za-z]*[0-9]{6,}[0-9A-Za-z]*",
    ),
    "email": (BY_ID["email"].title, f"(?:{_WHO})?(?:的)?(?:{_MAIL})", "[^@*＊]+@[^@*＊]+"),
    "card": (
        Text(zh="银行卡号或账号", en="bank cards or accounts"),
        f"(?:{_WHO})?(?:的)?(?:{_CARD})",
        "[A-Z]{0,2}[0-9][0-9 -]{10,}[0-9]",
    ),
    "address": (
        Text(zh="住址", en="addresses"),
        f"(?:{_WHO})?(?:的)?(?:{_ADDRESS})",
        "[^*＊]*[一-龥A-Za-z][^*＊]{4,}",
    ),
}
_HEADERS = {kind: re.compile(pattern) for kind, (_, pattern, _) in _WORDS.items()}


_NUMBERED = re.compile(
    "(?:(?:投诉|工单|案件|个案|事件|单据|订单|业务|受理|登记|服务|诉求|保单|流水|記錄|记录|個案|投訴|工單|訂單)(?:编号|编码|单号|号码|号|流水号|編號|單號|號碼|號)"
    "|编号|单号|工单号|流水号|單號|編號|流水號|(?:ticket|case|complaint|order|request|incident|issue|work ?order)(?:id|no|number|nr|key|ref)?)"
)


def numbers_things(header: str) -> bool:
    """Whether a header surely speaks of the numbers of cases, orders or records, and of no person."""
    return _NUMBERED.fullmatch(normalised(header)) is not None


_PERSONS = re.compile(
    f"(?:{_WHO}|客服人员|服务人员|营业员|店员|导购|业务员|柜员|经理|店长|{_NAME})(?:的)?(?:{_SOMEBODYS_NAME}|编号|工号|代码|code|id|no|number)?"
)


def speaks_of_a_person(header: str) -> bool:
    """Whether a header says that each of its values stands for one person: by name, by a code or by anything else."""
    return _PERSONS.fullmatch(normalised(header)) is not None


def called(header: str, *, of_persons: bool) -> Called | None:
    """What a header promises, or None where it promises nothing personal.

    Args:
        header: as it stands in the file.
        of_persons: whether the table is one of customers or staff; telephone and address in a table of
            shops or documents are those of the organisation.
    """
    form = normalised(header)
    for kind, (title, _, plausible) in _WORDS.items():
        if _HEADERS[kind].fullmatch(form) and (of_persons or kind not in ("phone", "address", "email")):
            return Called(kind, title, plausible)
    return None
