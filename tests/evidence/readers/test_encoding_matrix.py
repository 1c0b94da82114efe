"""Languages, encodings and sizes: how often an encoding is told, and that no wrong one passes unsaid."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

from audit.errors import Unreadable
from audit.evidence.readers.decoding import as_utf8

SIMPLIFIED = (
    "投诉编号,受理渠道,投诉内容",
    "服务态度差，等候超过两小时",
    "维修后故障依旧",
    "快递员把包裹扔在门口",
    "空调漏水无人处理",
    "王芳",
    "李建国",
    "上海市浦东新区张江路",
    "微信公众号",
    "转办中",
)
TRADITIONAL = (
    "投訴編號,受理管道,投訴內容",
    "服務態度差，等候超過兩小時",
    "退款遲遲未入帳",
    "櫃檯說沒有訂位紀錄",
    "王小明",
    "陳怡君",
    "臺北市信義區",
)
HONG_KONG = ("職員話冇位，但明明有預約喎", "等咗好耐都冇人理", "佢哋嘅態度好差", "九龍旺角分店")
KOREAN = (
    "고객번호,접수일자,만족도",
    "직원이 불친절합니다",
    "환불 처리가 안 됩니다",
    "서울특별시 강남구",
    "김민수",
)
JAPANESE = ("お客様番号,受付日,ご意見", "対応が遅いです", "返金をお願いしたい", "東京都千代田区", "田中太郎")
GERMAN = ("Kunde;Beschwerde;Lösung", "Müller;Zu spät geliefert", "Jürgen;Größe falsch", "Weiß;Öffnungszeiten")
SPANISH = ("Cliente;Queja;Solución", "Muñoz;El envío llegó tarde", "Íñigo;No contestó nadie en el teléfono")
RUSSIAN = ("Номер;Жалоба;Ответ", "Иванов;Опоздание доставки", "Сидоров;деньги возвращены")
THAI = ("ลำดับ,ความคิดเห็น", "บริการช้ามาก", "พนักงานไม่สุภาพ")

CASES = (
    (SIMPLIFIED, ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030", "gbk")),
    (TRADITIONAL, ("utf-8", "utf-16-le", "big5", "gb18030")),
    (HONG_KONG, ("utf-8", "utf-16-be", "big5hkscs")),
    (KOREAN, ("utf-8", "utf-16-le", "cp949", "euc_kr")),
    (JAPANESE, ("utf-8", "utf-16-be", "cp932", "euc_jp")),
    (GERMAN, ("utf-8", "cp1252", "latin-1", "utf-16-le")),
    (SPANISH, ("utf-8", "cp1252")),
    (RUSSIAN, ("utf-8", "cp1251", "koi8_r")),
    (THAI, ("utf-8", "cp874")),
)
SIZES = (20, 60, 200, 1000, 20_000, 1_000_000)


def texts(phrases: tuple[str, ...], size: int, encoding: str) -> list[str]:
    """A text of at least so many bytes from each phrase on; one only where it is long enough to hold them all."""
    found = []
    for start in range(len(phrases) if size <= 200 else 1):
        lines, length = list[str](), 0
        for number, phrase in enumerate(itertools.islice(itertools.cycle(phrases), start, None), 1):
            lines.append(
                phrase + "\n" if size <= 60 else f"{number},{phrase},2026-03-{number % 28 + 1:02d}\n"
            )
            length += len(lines[-1].encode(encoding))
            if length >= size or number == 2000:
                break
        found.append("".join(lines) * (1 + size // (length + 1)))
    return found


def outcome(tmp_path: Path, text: str, encoding: str) -> str:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    try:
        decoded = as_utf8(path, "a.csv", None, tmp_path)
    except Unreadable:
        return "refused"
    same = decoded.path.read_text(encoding="utf-8-sig") == text
    doubted = any(one.message.code == "W-ENCODING-DOUBTFUL" for one in decoded.remarks)
    return ("right" if same else "wrong") + (", doubted" if doubted else "")


@pytest.mark.parametrize("size", SIZES)
def test_the_encoding_of_a_table_of_any_size_is_told_or_doubted_but_never_wrong(tmp_path: Path, size: int):
    counts = Counter(
        outcome(tmp_path, text, encoding)
        for phrases, encodings in CASES
        for encoding in encodings
        for text in texts(phrases, size, encoding)
    )
    assert counts["wrong"] == 0
    told = counts["right"] / counts.total()
    assert told >= 0.96
