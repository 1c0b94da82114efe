"""Encodings of short tables, as organisations hand them over."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.evidence.readers.encoding import Detected, Undecodable, check, detect

CHINESE = "投诉编号,受理渠道,受理时间\nC-1,电话,2026-03-01\nC-2,官网,2026-03-02\n"
SURVEY = "您对本店员工的服务态度是否满意？,请选择\n满意,非常满意\n一般,不满意\n"
KOREAN = "고객번호,접수일자,만족도\n1,2019-08-27,매우 만족\n2,2019-08-28,불만족\n"
TRADITIONAL = "投訴編號,受理管道,顧客姓名\nC-1,電話,王小明\nC-2,門市,陳大文\n"
JAPANESE = "お客様番号,受付日,ご意見\n1,2026-03-01,対応が遅いです\n"
WESTERN = "Kunde;Beschwerde\nMüller;Zu spät geliefert, keine Antwort\nJürgen;Größe falsch\n"
WORDS = ["电话,官网", "姓名,性别", "满意", "投诉内容,处理结果,办结时间", "是否重复投诉", "门店,服务,投诉"]


def detected(tmp_path: Path, data: bytes) -> Detected:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    return detect(path)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        (SURVEY, "gb18030"),
        (KOREAN, "cp949"),
        (TRADITIONAL, "cp950"),
        (JAPANESE, "cp932"),
        (WESTERN, "cp1252"),
        ("Café;Crème brûlée\n1;2\n", "cp1252"),
        ("Номер жалобы;Причина;Ответ\n1;Опоздание доставки;да\n", "cp1251"),
    ],
)
def test_short_tables_are_told_apart(tmp_path: Path, text: str, encoding: str):
    found = detected(tmp_path, text.encode(encoding))
    assert (found.encoding, found.how) == (encoding, "detected")


@pytest.mark.parametrize("words", WORDS)
def test_a_few_chinese_words_are_enough(tmp_path: Path, words: str):
    assert detected(tmp_path, (words + "\n1,2\n").encode("gb18030")).encoding == "gb18030"


@pytest.mark.parametrize(
    "words", ["고객,접수", "만족도 조사", "이름,전화번호", "불만 처리 결과", "성별,연령대"]
)
def test_a_few_korean_words_are_enough(tmp_path: Path, words: str):
    assert detected(tmp_path, (words + "\n1,2\n").encode("cp949")).encoding == "cp949"


@pytest.mark.parametrize("text", ["id,note\n1,a\n", CHINESE, KOREAN, WESTERN])
def test_utf8_is_certain(tmp_path: Path, text: str):
    assert detected(tmp_path, text.encode()) == Detected("utf-8", "detected", 1.0)


def test_foreign_text_far_down_the_file_is_seen(tmp_path: Path):
    data = b"id,note\n" + b"1,plain\n" * 100_000 + CHINESE.encode("gb18030")
    assert detected(tmp_path, data).encoding == "gb18030"


def test_a_damaged_file_is_still_utf8(tmp_path: Path):
    data = CHINESE.encode().replace("官".encode(), b"\xe5\xae", 1)
    assert detected(tmp_path, data) == Detected("utf-8", "detected", 0.9)


def test_the_first_byte_that_cannot_be_read_is_named(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id\n1\n\xff\n")
    with pytest.raises(Undecodable) as caught:
        check(path, "utf-8")
    assert (caught.value.offset, caught.value.line, caught.value.byte) == (5, 3, 0xFF)
