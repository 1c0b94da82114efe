"""A questionnaire as one HTML page to print or to fill in on a screen; it loads nothing and has no script."""

from __future__ import annotations

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from audit.questionnaire.paper import Questionnaire
from audit.questionnaire.words import WORDS
from audit.resources import shipped

_TAGS = {"zh": "zh-CN", "en": "en"}


def page(questionnaire: Questionnaire) -> bytes:
    """The page in UTF-8; the name of every field is the column that its answer goes to."""
    folder = shipped("templates") / "questionnaire"
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    words = {name: text.in_(questionnaire.language) for name, text in WORDS.items()}
    style = Markup((folder / "page.css").read_text(encoding="utf-8"))  # noqa: S704  our own file
    template = environment.get_template("page.html.j2")
    return template.render(
        paper=questionnaire, words=words, style=style, tag=_TAGS[questionnaire.language]
    ).encode()
