"""What stands beside the made-up evidence: ``audit.yaml``, the reviewers' ratings, and what the folder is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from audit.criteria.item import ByBoth, ByRating, Item
from audit.evidence.synthesis.clock import CUT, END, HOLIDAYS, OPEN, START, TIMEZONE
from audit.evidence.synthesis.drawing import generator, weighted
from audit.evidence.synthesis.observed import level_seen, observed
from audit.evidence.synthesis.organisation import SERVICES, Organisation
from audit.evidence.synthesis.people import named_sites
from audit.evidence.synthesis.records import items
from audit.evidence.synthesis.style import Look
from audit.evidence.synthesis.writing import Sheet
from audit.text import Text

NAME = Text(zh="晨光家居服务（合成数据）", en="Morninglight Home Services (synthetic data)")
BODY = Text(zh="示例认证中心（虚构）", en="Example Certification Centre (made up)")
README = """\
# {zh}

本文件夹中的全部数据均由程序随机生成（合成数据）：没有这家组织，也没有这些顾客、员工和投诉。仅供试用、测试和演示。

生成命令：`{command}`

试用：`audit validate .`，`audit run . -o out --lang zh-CN`

# {en}

Everything in this folder was made up by a program (synthetic data): there is no such organisation, and no such
customers, staff or complaints. It is for trials, tests and demonstrations only.

Made with: `{command}`

Try: `audit validate .`, `audit run . -o out --lang en`
"""

_OUT_OF_QUESTION = {
    "FG-B08": Text(
        zh="服务均为标准化的零售、送货与维修项目，内容在下单时即已确定，没有须事先澄清的隐性期望。",
        en="Retail, delivery and repair are standard services, settled when the order is placed: nothing implicit is left.",
    ),
}
"""Items that do not apply to the organisation, with the reason."""

_TOOK_PART = (
    Text(zh="客户服务总监", en="Head of customer service"),
    Text(zh="门店运营经理", en="Manager of store operations"),
)
_VISITED = 4
"""Sites that the team went to, the first of the register: ratings tell what was seen there."""

_LEVELS = (0.02, 0.06, 0.22, 0.42, 0.22, 0.06)
_NOT_RATED = 0.06
_CRITICAL_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A table that was written: where it lies, and how it looks there."""

    sheet: Sheet
    look: Look


def audit_yaml(of: Organisation, entries: Mapping[str, Entry], folder: Path) -> str:
    """The engagement of the made-up organisation, so that ``audit run`` works at once."""
    told: dict[str, Any] = {
        "audit": 1,
        "organisation": {"id": "synthetic", "name": NAME.model_dump(), "sector": "retail"},
        "scope": {
            "zh": f"{of.scale.sites} 个场所的家居零售、送货安装与售后维修",
            "en": f"Home retail, delivery and after-sales repair at {of.scale.sites} sites",
        },
        "type": "initial",
        "period": {"start": START.astype("datetime64[D]").item(), "end": END.astype("datetime64[D]").item()},
        "as_of": CUT.astype("datetime64[D]").item(),
        "seed": of.seed,
        "timezone": TIMEZONE,
        "business_hours": dict(OPEN),
        "holidays": list(HOLIDAYS),
        "currency": "CNY",
        "services": list(SERVICES),
        "people": {"managers": of.scale.managers, "front_line": len(of.staff_site)},
        "targets": {
            "clock": "calendar", "acknowledge_h": 24, "respond_h": 72, "resolve_h": 360, "on_the_spot_min": 15,
        },
        "criteria": [one.id for one in of.checklists],
        "scheme": "default",
        "instrument": of.instrument.id,
        "params": {"M-G3-RFT": {"rework_defined": 1}},
        "census": [name for name in ("complaints", "failures") if name in entries],
        "not_applicable": [
            {"item": item.id, "reason": _OUT_OF_QUESTION[item.id].model_dump(), "approved_by": "r-lee"}
            for item in items(of)
            if item.id in _OUT_OF_QUESTION
        ],
        "ratings": "ratings.yaml",
        "report": {"number": "SYN-2026-001", "issued_on": _day(6)},
        "body": {"name": BODY.model_dump()},
        "team": [
            {"id": "r-lee", "role": "lead", "duties": {"zh": "服务差距", "en": "service gaps"}},
            {"id": "r-wu", "role": "reviewer", "duties": {"zh": "服务补救", "en": "service recovery"}},
            {"id": "t-sun", "role": "technical_reviewer"},
        ],
        "participants": [one.model_dump() for one in _TOOK_PART],
        "sites": [
            {"id": site, "name": name.model_dump(), "visited": [_day(day - 20)]}
            for day, (site, name) in enumerate(named_sites(of)[:_VISITED])
        ],
        "notes": [{"zh": "全部数据均为合成数据。", "en": "All data are synthetic."}],
        "evidence": {name: _source(entry, folder) for name, entry in entries.items()},
    }  # fmt: skip
    return "# 合成数据 / synthetic data: see README.md\n" + _yaml(told)


def _source(entry: Entry, folder: Path) -> dict[str, Any]:
    source: dict[str, Any] = {"files": [entry.sheet.path.relative_to(folder).as_posix()]}
    if entry.sheet.name is not None:
        source["sheet"] = entry.sheet.name
    if entry.look.named:
        source["columns"] = dict(entry.look.named)
    return source


def ratings_yaml(of: Organisation) -> str:
    """A level for nearly every item that a reviewer judges, for what was found, and an override."""
    judged = [
        item
        for item in items(of)
        if isinstance(item.judge, ByRating | ByBoth) and item.id not in _OUT_OF_QUESTION
    ]
    rated = [rating for item in judged for rating in _rating(of, item)]
    figures = [item for item in items(of) if item.id == "FG-F07"]
    overrides = [
        {
            "item": item.id, "score": 55, "by": "r-lee", "at": _day(-4),
            "reason": {
                "zh": "两家装修中的门店答卷偏多，剔除后差距缩小。",
                "en": "Two stores under renovation have too many of the answers; without them the gap is smaller.",
            },
        }
        for item in figures
    ]  # fmt: skip
    return "# 合成数据 / synthetic data\n" + _yaml({"ratings": rated, "overrides": overrides})


def readme(command: str) -> str:
    """What the folder is and how it was made, in both languages."""
    return README.format(zh=NAME.zh, en=NAME.en, command=command)


def _rating(of: Organisation, item: Item) -> list[dict[str, Any]]:
    """One rating, drawn for the item by its id alone, so that further items change none of the others."""
    assert isinstance(item.judge, ByRating | ByBoth)
    rng = generator(of.seed, f"rating {item.id}")
    if rng.random() < _NOT_RATED:
        return []
    level = level_seen(item.id, int(weighted(rng, _LEVELS, 1)[0]))
    level = max(level, _CRITICAL_LEVEL) if item.severity == "critical" else level
    page = int(rng.integers(1, 30))
    reason = observed(item.id, level, item.judge.anchors)
    method = item.judge.method[0]
    return [
        {
            "item": item.id, "level": level, "by": "r-lee" if page % 2 else "r-wu", "at": _day(-page % 12 - 14),
            "method": method, "reason": {"zh": reason.zh, "en": reason.en},
            "evidence": [f"docs/D-{page:04d}.pdf", f"{item.id} {method}, S-{1 + page % _VISITED:03d}"],
        }
    ]  # fmt: skip


def _day(before: int) -> Any:
    return (CUT + before * 86_400).astype("datetime64[D]").item()


def _yaml(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
