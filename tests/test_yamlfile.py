"""YAML with positions, and models checked against it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from audit.errors import Unreadable, UsageError
from audit.resources import shipped
from audit.yamlfile import YamlFile, checked, read_yaml


class Wheel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: Annotated[int, Field(ge=1)]
    kind: Literal["front", "rear"]


class Length(BaseModel):
    of: float


class Axle(BaseModel):
    id: str
    kind: Literal["axle"]
    axle: int
    length: Length


class Bicycle(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    wheels: tuple[Wheel, ...] = ()
    colour: str = "red"


def file(tmp_path: Path, text: str) -> YamlFile:
    path = tmp_path / "b.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path, "b.yaml")


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        checked(file(tmp_path, text), Bicycle)
    return [one.in_("en") for one in caught.value.located]


def test_a_good_file_becomes_its_model(tmp_path: Path) -> None:
    given = file(tmp_path, "name: A\nwheels:\n  - {size: 28, kind: front}\n")
    assert checked(given, Bicycle) == Bicycle(name="A", wheels=(Wheel(size=28, kind="front"),))


def test_every_fault_is_told_at_once_with_line_and_column(tmp_path: Path) -> None:
    assert problems(tmp_path, "wheels:\n  - {size: 0, kind: middle}\ncolor: red\n") == [
        "b.yaml:1:1  “name” is missing   [Y-MISSING-KEY]",
        "b.yaml:2:6  “wheels.0.size”: 0 is not allowed: Input should be greater than or equal to 1   [Y-INVALID]",
        "b.yaml:2:15  “wheels.0.kind”: 'middle' is not allowed: Input should be 'front' or 'rear'   [Y-INVALID]",
        "b.yaml:3:1  no key is called “color”; did you mean “colour”?   [Y-UNKNOWN-KEY]",
    ]


def test_faults_are_told_in_chinese_too(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        checked(file(tmp_path, "name: A\nwheels: [{size: x, kind: front}]\n"), Bicycle)
    assert [one.in_("zh") for one in caught.value.located] == [
        "b.yaml:2:11  “wheels.0.size”的值 'x' 不合要求：应为整数   [Y-INVALID]"
    ]


def test_a_key_given_twice_is_an_error_not_the_last_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        file(tmp_path, "name: A\nname: B\n")
    assert str(caught.value) == "b.yaml:2:1  the key “name” stands here twice   [Y-DUPLICATE]"


def test_broken_yaml_names_the_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        file(tmp_path, "name: [A\n")
    assert str(caught.value).startswith("b.yaml:2:1  not valid YAML: ")


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no\.yaml  no such file"):
        read_yaml(tmp_path / "no.yaml", "no.yaml")


def test_a_file_in_another_encoding_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "g.yaml"
    path.write_bytes("name: 服务".encode("gb18030"))
    with pytest.raises(Unreadable, match=r"g\.yaml  not UTF-8 \(from byte 7\)"):
        read_yaml(path, "g.yaml")


def test_aliases_that_unfold_into_billions_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(UsageError, match="nested too deeply, or too many aliases"):
        file(tmp_path, "\n".join(lines))


class Tagged(BaseModel):
    model_config = ConfigDict(extra="forbid")
    wheels: list[Annotated[Wheel | Axle, Field(discriminator="kind")]]


def test_the_branch_of_a_union_is_not_taken_for_a_key_of_the_same_name(tmp_path: Path) -> None:
    text = "wheels:\n  - id: W-1\n    kind: axle\n    axle: 3\n    length: {of: long}\n"
    with pytest.raises(UsageError) as caught:
        checked(file(tmp_path, text), Tagged)
    assert [one.in_("en") for one in caught.value.located] == [
        (
            "b.yaml:5:14  “wheels.W-1.length.of”: 'long' is not allowed: Input should be a valid number, unable to parse "
            "string as a number   [Y-INVALID]"
        )
    ]


def test_the_fast_loader_reads_values_and_places_as_the_careful_one_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = sorted(shipped("checklists").rglob("*.yaml"))
    fast = [read_yaml(path, path.name) for path in paths]
    monkeypatch.setattr("audit.yamlfile._DEEPEST", 0)
    assert fast == [read_yaml(path, path.name) for path in paths]


def test_half_a_character_is_refused_where_it_stands(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        file(tmp_path, 'name: fine\ncolour: "dark \\ud800 red"\n')
    (fault,) = caught.value.located
    assert fault.in_("en") == (
        "b.yaml:2:9  holds half a character (the lone surrogate U+D800), which cannot be stored — "
        "write the character itself, or \\U and eight digits   [Y-HALF]"
    )
