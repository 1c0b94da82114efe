"""Questionnaires as a page and as a document: every answer has its column, and nothing is loaded."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from docx import Document

from audit.questionnaire.page import page
from audit.questionnaire.word import document
from tests.questionnaire.conftest import instrument, questionnaire


class Page(HTMLParser):
    """The fields of a page, the ids that there are, and those that are referred to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fields: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self.referred: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag == "input":
            self.fields.setdefault(given["name"], []).append(given.get("value", ""))
        self.ids += [given["id"]] if "id" in given else []
        self.referred += given.get("aria-labelledby", "").split() + given.get("for", "").split()


@pytest.mark.parametrize("name", ["servqual-22", "managers", "contact-staff", "recovery-justice"])
def test_the_page_has_a_field_for_every_column(name: str) -> None:
    paper = questionnaire(name)
    found = Page(page(paper).decode())
    asked = [one.column for one in paper.office]
    asked += [one.column for part in paper.parts for one in part.questions]
    assert list(found.fields) == asked
    for part in paper.parts:
        for question in part.questions:
            options = list(question.options if part.kind == "questions" else part.points) or [""]
            assert found.fields[question.column] == options


def test_the_page_is_labelled_and_loads_nothing() -> None:
    html = page(questionnaire("servqual-22", "zh")).decode()
    found = Page(html)
    assert '<html lang="zh-CN">' in html
    assert len(set(found.ids)) == len(found.ids)
    assert set(found.referred) <= set(found.ids)
    assert found.tags.count("h1") == 1
    assert not {"script", "img", "link", "iframe"} & set(found.tags)
    assert re.findall(r"https?:|url\(", html) == []


def test_words_of_others_stay_words_on_the_page() -> None:
    hostile = instrument("servperf-22").model_copy(update={"en": "<script>alert(1)</script>"})
    from audit.questionnaire.paper import compose

    html = page(compose(hostile, [], "en")).decode()
    assert "<script>" not in html
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>" in html


def test_the_document_holds_every_question_with_its_column() -> None:
    paper = questionnaire("recovery-justice")
    book = Document(io.BytesIO(document(paper)))
    table = book.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Question", "1", "2", "3", "4", "5", "6", "7"]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1. What I received made good my loss dj1",
        *"○○○○○○○",
    ]
    assert len(table.rows) == 13
    assert book.core_properties.title == paper.title
    words = [one.text for one in book.paragraphs]
    assert "How far do you trust us (1 = not at all, 7 = fully)? trust" in words


def test_a_weights_question_ends_with_its_total() -> None:
    book = Document(io.BytesIO(document(questionnaire("servqual-22", "zh"))))
    rows = [[cell.text for cell in row.cells] for row in book.tables[-1].rows]
    assert rows[0] == ["题目", "分数"]
    assert rows[1] == ["1. 外观与设施 w_tan", ""]
    assert rows[-1] == ["合计", "100"]


def test_the_same_questionnaire_gives_the_same_bytes() -> None:
    paper = questionnaire("contact-staff", "zh")
    assert document(paper) == document(paper)
    assert page(paper) == page(paper)
