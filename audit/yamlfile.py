"""YAML files whose every value knows its line, and Pydantic models checked against them."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from audit.errors import Located, Unreadable, UsageError
from audit.text import Message, Text, message

# Aliases can unfold into billions of values; no honest file comes near this.
MOST_VALUES = 1_000_000

# Deeper files are left to the loader in Python, which notices when it runs out of stack.
_DEEPEST = 100

_HALF = re.compile("[\ud800-\udfff]")

Place = tuple[int, int]
Path_ = tuple[str | int, ...]
_Loader = yaml.SafeLoader | yaml.CSafeLoader
Model = TypeVar("Model", bound=BaseModel)

NOT_YAML = message("Y-SYNTAX", zh="不是有效的 YAML：{why}", en="not valid YAML: {why}")
NOT_JSON = message("Y-JSON", zh="不是有效的 JSON：{why}", en="not valid JSON: {why}")
NOT_FOUND = message(
    "Y-NOT-FOUND",
    zh="找不到文件",
    en="no such file",
    mend=Text(
        zh="请检查路径；路径以所在文件的文件夹为起点",
        en="check the path; it is relative to the file that names it",
    ),
)
NOT_UTF8 = message(
    "Y-ENCODING",
    zh="不是 UTF-8 编码（第 {byte} 字节起）",
    en="not UTF-8 (from byte {byte})",
    mend=Text(zh="请以 UTF-8 保存", en="save it as UTF-8"),
)
TOO_DEEP = message("Y-TOO-DEEP", zh="嵌套过深或引用过多", en="nested too deeply, or too many aliases")
DUPLICATE_KEY = message("Y-DUPLICATE", zh="键“{key}”重复出现", en="the key “{key}” stands here twice")
HALF = message(
    "Y-HALF",
    zh="含有半个字符（单独的代理项 {half}），无法保存",
    en="holds half a character (the lone surrogate {half}), which cannot be stored",
    mend=Text(
        zh="请直接输入该字符，或写作 \\U 加八位十六进制数",
        en="write the character itself, or \\U and eight digits",
    ),
)
UNKNOWN_KEY = message("Y-UNKNOWN-KEY", zh="没有名为“{key}”的键", en="no key is called “{key}”")
UNKNOWN_KEY_NEAR = message(
    "Y-UNKNOWN-KEY",
    zh="没有名为“{key}”的键，是否想写“{near}”？",
    en="no key is called “{key}”; did you mean “{near}”?",
)
MISSING_KEY = message("Y-MISSING-KEY", zh="缺少“{key}”", en="“{key}” is missing")
INVALID = message(
    "Y-INVALID", zh="“{key}”的值 {value} 不合要求：{why}", en="“{key}”: {value} is not allowed: {why}"
)
INVALID_ENTRIES = message("Y-INVALID", zh="“{key}”不合要求：{why}", en="“{key}” is not allowed: {why}")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: plain data, and the line and column (from 1) of every key and element."""

    shown: str
    data: Any
    places: dict[Path_, Place]

    def place(self, path: Path_) -> Place:
        """Where a value stands; the nearest enclosing place for a path that has none."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def at(self, path: Path_, said: Message) -> Located:
        """A message about the value at ``path``."""
        line, column = self.place(path)
        return Located(file=self.shown, line=line, column=column, message=said)


def read_yaml(path: Path, shown: str) -> YamlFile:
    """Parse one file with the safe loader; duplicate keys are errors, and so is half a character.

    Raises:
        UsageError: not there, not YAML, or with a key given twice or half a character.
        Unreadable: not UTF-8.
    """
    text = _text(path, shown)
    try:
        loader, node = _composed(text)
        places: dict[Path_, Place] = {}
        wrong: list[Located] = []
        if node is not None:
            _walk(node, (), places, wrong, shown)
        data = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        raise UsageError([_syntax(error, shown)]) from None
    except RecursionError:
        raise UsageError([Located(file=shown, message=TOO_DEEP())]) from None
    if wrong:
        raise UsageError(wrong)
    return YamlFile(shown, data, places)


def _composed(text: str) -> tuple[_Loader, yaml.Node | None]:
    """A loader and the node that it composed: by libyaml, which is ten times as fast, where that can be trusted.

    libyaml words its errors differently, and ends the process where a file is nested deeply.
    """
    if yaml.__with_libyaml__:
        try:
            if _depth(text) <= _DEEPEST:
                fast = yaml.CSafeLoader(text)
                return fast, fast.get_single_node()
        except yaml.YAMLError:
            pass
    loader = yaml.SafeLoader(text)
    return loader, loader.get_single_node()


def _depth(text: str) -> int:
    """How deeply the collections of a file are nested."""
    deepest = depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            deepest = max(deepest, depth)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return deepest


def read_json(path: Path, shown: str) -> YamlFile:
    """Parse one JSON file; its values know their lines like those of YAML.

    Raises:
        UsageError: not there, or not JSON.
        Unreadable: not UTF-8.
    """
    text = _text(path, shown)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        said = NOT_JSON(why=error.msg)
        raise UsageError([Located(file=shown, line=error.lineno, column=error.colno, message=said)]) from None
    except RecursionError:
        raise UsageError([Located(file=shown, message=TOO_DEEP())]) from None
    places: dict[Path_, Place] = {}
    try:
        # A tab of JSON is always white space, which YAML does not allow where JSON does.
        node = yaml.SafeLoader(text.replace("\t", " ")).get_single_node()
        if node is not None:
            _walk(node, (), places, [], shown)
    except (yaml.YAMLError, RecursionError):  # JSON that is no YAML, such as one with very long keys
        places.clear()
    return YamlFile(shown, data, places)


def _text(path: Path, shown: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise UsageError([Located(file=shown, message=NOT_FOUND())]) from None
    except UnicodeDecodeError as error:
        raise Unreadable([Located(file=shown, message=NOT_UTF8(byte=error.start + 1))]) from None
    except OSError as error:
        raise Unreadable([Located(file=shown, message=NOT_YAML(why=error.strerror or str(error)))]) from None


def _syntax(error: yaml.YAMLError, shown: str) -> Located:
    mark = getattr(error, "problem_mark", None)
    why = str(getattr(error, "problem", None) or error)
    return Located(
        file=shown,
        line=mark.line + 1 if mark else None,
        column=mark.column + 1 if mark else None,
        message=NOT_YAML(why=why),
    )


def _walk(node: yaml.Node, path: Path_, places: dict[Path_, Place], wrong: list[Located], shown: str) -> None:
    if len(places) > MOST_VALUES:
        raise RecursionError
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    places.setdefault(path, (line, column))
    if isinstance(node, yaml.ScalarNode) and (half := _HALF.search(node.value)):
        said = HALF(half=f"U+{ord(half[0]):04X}")
        wrong.append(Located(file=shown, line=line, column=column, message=said))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            here = (key.start_mark.line + 1, key.start_mark.column + 1)
            if name in seen:
                said = DUPLICATE_KEY(key=name)
                wrong.append(Located(file=shown, line=here[0], column=here[1], message=said))
            seen.add(name)
            places[(*path, name)] = here
            _walk(value, (*path, name), places, wrong, shown)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), places, wrong, shown)


def checked(file: YamlFile, model: type[Model], at: Path_ = ()) -> Model:
    """The data at ``at`` as a model; every violation is told with its line and column.

    Raises:
        UsageError: with one message a violation.
    """
    data = file.data
    for step in at:
        data = data[step]
    try:
        return model.model_validate({} if data is None else data)
    except ValidationError as error:
        told = [_told(file, model, at, details) for details in error.errors(include_url=False)]
        once = {one.in_("en"): one for one in told}  # the branches of a union repeat themselves
        raise UsageError(once.values()) from None


def _told(file: YamlFile, model: type[BaseModel], at: Path_, details: ErrorDetails) -> Located:
    path = _longest(file, at, details["loc"])
    last = str(details["loc"][-1]) if details["loc"] else ""
    shown_key = _spelt(file, at, path) or last
    match details["type"]:
        case "extra_forbidden":
            known = _keys(model, details["loc"][:-1])
            near = difflib.get_close_matches(last, known, n=1, cutoff=0.5)
            said = UNKNOWN_KEY_NEAR(key=last, near=near[0]) if near else UNKNOWN_KEY(key=last)
        case "missing":
            said = MISSING_KEY(key=".".join(filter(None, (_spelt(file, at, path), last))))
        case _ if isinstance(details["input"], dict) and len(repr(details["input"])) > LONGEST:
            # Entries that contradict each other: to quote them all would say less, and could hold anything.
            said = INVALID_ENTRIES(key=shown_key or file.shown, why=_why(details))
        case _:
            said = INVALID(key=shown_key, value=_short(details["input"]), why=_why(details))
    return file.at(path, said)


def _longest(file: YamlFile, path: Path_, location: Path_) -> Path_:
    """The path of the file that most steps of a location lead to.

    A union puts the name of its branch into the location, which the file does not have, or has as the
    name of something else.
    """
    if not location:
        return path
    without = _longest(file, path, location[1:])
    step = (*path, location[0])
    if step not in file.places:
        return without
    within = _longest(file, step, location[1:])
    # Of two paths that lead as far the first is taken: "by: measure" beside a key that is called "measure".
    return max((without, within) if _names_a_branch(file, path, location[0]) else (within, without), key=len)


def _names_a_branch(file: YamlFile, path: Path_, step: str | int) -> bool:
    """Whether a key of this name stands beside another whose value is that name."""
    data = file.data
    for one in path:
        data = data[one]
    return isinstance(data, dict) and step in data.values()


def _spelt(file: YamlFile, at: Path_, path: Path_) -> str:
    """A path as people read it; an element of a list goes by its id, where it has one."""
    data, steps = file.data, []
    for place, step in enumerate(path):
        data = data[step]
        named = data.get("id") if isinstance(step, int) and isinstance(data, dict) else None
        if place >= len(at):
            steps.append(str(step if named is None else named))
    return ".".join(steps)


# Pydantic speaks English only; these are the kinds of error that a YAML file can cause.
_ZH = {
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "date_from_datetime_inexact": "应为日期，不带时刻",
    "date_from_datetime_parsing": "应为日期，如 2026-03-31",
    "date_parsing": "应为日期，如 2026-03-31",
    "date_type": "应为日期，如 2026-03-31",
    "datetime_parsing": "应为日期时间，如 2026-03-31T09:30:00",
    "datetime_from_date_parsing": "应为日期时间，如 2026-03-31T09:30:00",
    "datetime_type": "应为日期时间，如 2026-03-31T09:30:00",
    "dict_type": "应为“键: 值”形式的映射",
    "finite_number": "应为有限的数",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "int_from_float": "应为整数",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "list_type": "应为列表",
    "literal_error": "应为以下之一：{expected}",
    "model_type": "应为“键: 值”形式的映射",
    "string_pattern_mismatch": "应符合模式 {pattern}",
    "string_too_short": "不得为空",
    "string_type": "应为文字",
    "too_long": "至多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "tuple_type": "应为列表",
    "union_tag_invalid": "应为以下之一：{expected_tags}",
    "union_tag_not_found": "缺少“{discriminator}”",
}


def _why(details: ErrorDetails) -> Text | str:
    """The reason in both languages: our validators bring it, Pydantic's kinds stand in the table above."""
    context = details.get("ctx") or {}
    error = context.get("error")
    if isinstance(error, BilingualValueError):
        return error.text
    en = details["msg"].removeprefix("Value error, ")
    zh = _ZH.get(details["type"])
    return Text(zh=zh.format(**context) if zh else en, en=en)


class BilingualValueError(ValueError):
    """Raised by a validator; tells why in both languages."""

    def __init__(self, *, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(en)


LONGEST = 60
"""Characters of a value that a message shows."""

_SECRET = re.compile(r"\w://|(password|passwd|pwd)\s*=", re.IGNORECASE)


def _short(value: Any) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    shown = repr(value)
    if _SECRET.search(shown):  # a connection with its password, in a place where it should not be
        return "‹…›"
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _keys(model: type[BaseModel], location: Path_) -> list[str]:
    """The keys allowed at a location, found by following the model's fields."""
    candidates: list[type[BaseModel]] = [model]
    for step in location:
        followed: list[type[BaseModel]] = []
        for one in candidates:
            for name, field in one.model_fields.items():
                if step in (name, field.alias):
                    followed += _models_in(field.annotation)
        candidates = followed or candidates
    return sorted({field.alias or name for one in candidates for name, field in one.model_fields.items()})


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]
