"""A small checklist in order, and changes of it that each break something."""

from __future__ import annotations

from dataclasses import dataclass

from audit.text import Text

HEAD = "id: own\nversion: 1.0.0\nzh: 自编检查表\nen: A checklist of one's own\nsections: [a.yaml]\n"

GOOD = """\
section: {id: A, zh: 投诉处理, en: Complaints}
items:
  - id: OWN-01
    zh: 投诉在承诺时限内得到确认。
    en: Complaints are acknowledged within the promised time.
    why:
      zh: 迟迟没有回音，顾客会更不满。
      en: Silence adds to the failure.
    concepts: [TIME-SPEED]
    kind: characteristic
    tier: core
    weight: 3
    severity: major
    judge:
      by: measure
      measure: {id: M-ACK, result: within_target}
      score: {up: [0.75, 1], origin: S, source: 内部规定}
  - id: OWN-02
    zh: 员工清楚自己可以当场给予多少补偿。
    en: Staff know how much they may give on the spot.
    why:
      zh: 不清楚权限，就会事事请示。
      en: Who does not know the limit asks for leave.
    concepts: [PRACT-EMP]
    kind: management
    tier: core
    weight: 2
    severity: minor
    judge:
      by: rating
      method: [interview]
      anchors:
        zh:
          - 没有授权。
          - 授权因人而异。
          - 授权已成文。
          - 员工都说得出额度并据此处理。
          - 额度的使用有统计并据此调整。
          - 一线员工参与修订额度。
        en:
          - Nothing is delegated.
          - It depends on the person.
          - The limits are written down.
          - All staff name the limits and act on them.
          - Their use is counted and the limits adjusted.
          - The front line takes part in setting them.
"""


@dataclass(frozen=True)
class Broken:
    """What is wrong, in words, and the changes that make it so: what stood there -> what stands there now."""

    what: Text
    changes: dict[str, str]

    @property
    def text(self) -> str:
        """The section as it was broken; every change is found once."""
        text = GOOD
        for old, new in self.changes.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text


LISTS = (
    Broken(
        Text(zh="没有这个指标", en="an unknown measure"),
        {"id: M-ACK": "id: M-ACC"},
    ),
    Broken(
        Text(zh="没有这个概念", en="an unknown concept"),
        {"[PRACT-EMP]": "[PRACT-EMPOWER]"},
    ),
    Broken(
        Text(zh="缺少一种语言", en="a language is missing"),
        {"    en: Staff know how much they may give on the spot.\n": ""},
    ),
    Broken(
        Text(zh="权重超出 1 至 5", en="a weight outside 1 to 5"),
        {"weight: 3": "weight: 7"},
    ),
    Broken(
        Text(zh="阈值没有来源", en="a threshold without origin"),
        {"{up: [0.75, 1], origin: S, source: 内部规定}": "{up: [0.75, 1]}"},
    ),
    Broken(
        Text(zh="来源是标准，却没有写明是哪一个", en="a standard as origin, and not which"),
        {", source: 内部规定": ""},
    ),
    Broken(
        Text(zh="评分函数得不到 100 分", en="a function that cannot reach 100"),
        {"up: [0.75, 1], origin: S, source: 内部规定": "steps: [[0.5, 40], [0.9, 80]], origin: D"},
    ),
    Broken(
        Text(zh="评分函数得不到 0 分", en="a function that cannot reach 0"),
        {"up: [0.75, 1], origin: S, source: 内部规定": "target: 0, origin: D"},
    ),
    Broken(
        Text(zh="评分方向相反", en="a function that rewards the opposite"),
        {"up: [0.75, 1]": "down: [0.75, 1]"},
    ),
    Broken(
        Text(zh="检查项互相引用", en="items that refer to each other"),
        {
            "within the promised time": "as OWN-02 allows",
            "how much they may give on the spot": "what OWN-01 asks of them",
        },
    ),
    Broken(
        Text(zh="编号重复", en="an id that stands here twice"),
        {"id: OWN-02": "id: OWN-01"},
    ),
    Broken(
        Text(zh="需要评级，却没有各级描述", en="a rating without anchors"),
        {GOOD[GOOD.index("      anchors:") :]: ""},
    ),
    Broken(
        Text(zh="只有图表可列示、从不计分的数值", en="a figure that is never scored"),
        {"{id: M-ACK, result: within_target}": "{id: M-IPA, result: performance}"},
    ),
)
