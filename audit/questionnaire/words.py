"""What questionnaires say of their own."""

from __future__ import annotations

from audit.text import Text

WORDS: dict[str, Text] = {
    "part": Text(zh="第 {n} 部分", en="Part {n}"),
    "office": Text(zh="由发放人员填写", en="For the office"),
    "question": Text(zh="题目", en="Question"),
    "points": Text(zh="分数", en="Points"),
    "total": Text(zh="合计", en="Total"),
    "answer": Text(zh="回答", en="Answer"),
    "column": Text(zh="列名", en="Column"),
    "thanks": Text(zh="谢谢您的参与。", en="Thank you for taking part."),
    "equals": Text(zh="{point}＝{meaning}", en="{point} = {meaning}"),
    "between": Text(zh="；", en="; "),
    "version": Text(zh="问卷 {id}，第 {version} 版", en="Questionnaire {id}, version {version}"),
    "keys": Text(
        zh="每题旁的小字是录入时的列名。",
        en="The small name beside each question is its column when answers are entered.",
    ),
}
