"""The golden audit on paper: every score worked out again from the checklists and the figures, as in a workbook.

Written from the rules of the checklists' scoring model, and not from ``audit.findings``, of which nothing is used:
what the two disagree on is a fault of one of them. It reads the YAML of the checklists, the figures of the result
and the ratings; a row is a plain dict, as a line of a sheet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CRITERIA = HERE.parents[1] / "checklists"
RANGE = 6.0
"""Width of the 1-7 scale of the questionnaire."""

Triple = tuple[float, float, float]
"""Low, score, high."""


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def sheet(result: dict[str, Any]) -> list[dict[str, Any]]:
    """One line an item, in the order of the checklists."""
    given = read(HERE / "engagement" / "ratings.yaml")
    excused = {one["item"] for one in read(HERE / "engagement" / "audit.yaml")["not_applicable"]}
    ratings = {one["item"]: one for one in given["ratings"]}
    overrides = {one["item"]: one["score"] for one in given["overrides"]}
    measured = {one["measure"]: one for one in result["measurements"]}
    grades = {one["table"]: one["grade"] for one in result["manifest"]["tables"]}
    lines = []
    for checklist, section, item in items():
        line = {"checklist": checklist, "section": f"{checklist}/{section}", **item}
        if item["id"] in excused:
            lines.append({**line, "state": "not_applicable"})
            continue
        line |= judged(item, measured, grades, ratings.get(item["id"]))
        if item["id"] in overrides and line["state"] == "scored":
            changed = float(overrides[item["id"]])
            line |= {"score": changed, "low": changed, "high": changed, "counts": True}
            line["verdict"] = "conform" if changed >= 60 else "partial" if changed >= 40 else "nonconform"
        lines.append({**line, "grade": grade(line)})
    return lines


def items() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for checklist in ("five-gap", "recovery"):
        folder = CRITERIA / checklist
        for name in read(folder / "checklist.yaml")["sections"]:
            section = read(folder / name)
            for item in section["items"]:
                yield checklist, section["section"]["id"], item


def judged(
    item: dict[str, Any], measured: dict[str, Any], grades: dict[str, str], rating: dict[str, Any] | None
) -> dict[str, Any]:
    """State, score with bounds, and verdict; metric and rating as the item says."""
    judge = item["judge"]
    rated = None if rating is None else float(20 * rating["level"])
    oral = rating is not None and rating["method"] == "interview" and not rating.get("evidence")
    by_rating = (
        {"state": "scored", "counts": not oral, **bounds((rated, rated, rated))} if rating else NOTHING
    )
    if judge["by"] == "rating":
        return {**by_rating, "verdict": verdict(item, by_rating)} if rating else NOTHING
    found = measured[judge["measure"]["id"]]
    metric = pooled(item, judge, found)
    worst = max((grades[one] for one in found["tables"] if one in grades), default="B")
    if metric is None:
        return {**by_rating, "verdict": verdict(item, by_rating)} if rating else NOTHING
    combine = judge.get("combine", "measure_else_rating")
    if metric["few"]:
        stands = rating is not None
        line = by_rating if stands else {"state": "scored", "counts": False, **bounds(metric["triple"])}
        return {**line, "verdict": verdict(item, line) if stands else "inconclusive"}
    triple = joined(combine, metric["triple"], rated)
    if triple is None:
        return NOTHING
    line = {"state": "scored", "counts": worst != "D", "census": found["census"], **bounds(triple)}
    if item.get("binary"):
        kept = metric["triple"][1] == 100 and (rated is None or rated >= 60)
        unread = rated is None and judge["by"] != "measure"
        return {**line, "verdict": ("inconclusive" if unread else "conform") if kept else "nonconform"}
    line |= {
        "deciding": joined(combine, metric["worst"], rated) if item["severity"] == "critical" else triple
    }
    line["verdict"] = verdict(item, line)
    law = metric["law"]
    if law is not None and law[1] < 60:
        guarded = {**line, **bounds(law), "deciding": law}
        line |= {"verdict": verdict({**item, "severity": "critical"}, guarded), "in_force": "critical"}
    return line


NOTHING: dict[str, Any] = {"state": "not_evidenced", "counts": False, "score": None, "verdict": None}


def bounds(triple: tuple[float | None, float | None, float | None]) -> dict[str, float | None]:
    return dict(zip(("low", "score", "high"), triple, strict=True))


def joined(combine: Any, metric: Triple, rated: float | None) -> Triple | None:
    """Both parts as one; None where the rating that it takes is missing."""
    if combine == "measure_else_rating":
        return metric
    if isinstance(combine, dict) and "cap" in combine:
        free = rated is not None and rated >= 20 * combine["unless_rating"]
        return metric if free else each(metric, lambda one: min(one, combine["cap"]))
    if rated is None:
        return metric if combine == "lower" and metric[1] < 60 and metric[2] < 60 else None
    if combine == "lower":
        return each(metric, lambda one: min(one, rated))
    of_metric, of_rating = combine["mean"]
    return each(metric, lambda one: of_metric * one + of_rating * rated)


def each(triple: Triple, change: Any) -> Triple:
    low, score, high = triple
    return change(low), change(score), change(high)


def pooled(item: dict[str, Any], judge: dict[str, Any], found: dict[str, Any]) -> dict[str, Any] | None:
    """The rows of the measure, each scored, and their pool; None where none may be scored."""
    codes = [note["code"] for note in found["notes"]]
    if any(code.startswith("G-") for code in codes):
        return None
    pick = judge["measure"]
    rows = [one for one in chosen(item, pick, found) if one["value"] is not None or one["beyond"]]
    firm = [one for one in rows if one["sufficiency"] == "enough"]
    entered = firm or [one for one in rows if one["sufficiency"] == "indicative"]
    if not entered:
        return None
    scored = [points(judge["score"], one) for one in entered]
    weights = [1.0] * len(entered)
    if pick.get("pool") == "weighted" and all(one["weight"] is not None for one in entered):
        weights = [one["weight"] for one in entered]
    columns = list(zip(*scored, strict=True))
    how = pick.get("pool", "headline")
    triple = tuple(
        min(column)
        if how == "worst"
        else sum(w * x for w, x in zip(weights, column, strict=True)) / sum(weights)
        for column in columns
    )
    if any(code.startswith("C-") for code in codes):
        triple = each(triple, lambda one: min(one, 59.0))
    large = [one for one, row in zip(scored, entered, strict=True) if row["n"] >= 30]
    flag = item.get("escalate", {}).get("when")
    law = [one for one, row in zip(scored, entered, strict=True) if flag in [f["code"] for f in row["flags"]]]
    lowest = tuple(min(column) for column in zip(*large, strict=True)) if large else triple
    return {
        "triple": triple,
        "few": not firm,
        "worst": lowest,
        "law": tuple(min(column) for column in zip(*law, strict=True)) if law else None,
    }


def chosen(item: dict[str, Any], pick: dict[str, Any], found: dict[str, Any]) -> list[dict[str, Any]]:
    where = {
        name: [item["id"]] if values == "this_item" else values
        for name, values in pick.get("where", {}).items()
    }
    rows = [
        one
        for one in found["estimates"]
        if one["result"] == pick["result"]
        and all(one["key"].get(name) in values for name, values in where.items())
    ]
    if pick.get("pool", "headline") == "headline":
        return [one for one in rows if set(one["key"]) == set(where)]
    keyed = [one for one in rows if one["key"]]
    fewest = min((len(one["key"]) for one in keyed), default=0)
    return [one for one in keyed if len(one["key"]) == fewest]


def points(rule: dict[str, Any], row: dict[str, Any]) -> Triple:
    """The figure and both ends of its interval through the function; an end that is not known is the limit."""
    far = float("inf")
    value = far if row["beyond"] else row["value"]
    middle = through(rule, value, row)
    if row["interval"] is None:
        return middle, middle, middle
    low, high = row["interval"]["low"], row["interval"]["high"]
    low, high = -far if low is None else low, far if high is None else high
    reached = [middle, through(rule, low, row), through(rule, high, row)]
    if "abs_gap" in rule and low < 0 < high:
        reached.append(100.0)
    return min(reached), middle, max(reached)


def through(rule: dict[str, Any], x: float, row: dict[str, Any]) -> float:
    """0-100 by the one function that the rule names: UP, DN, PCT, RS, GAPS, ABSG, TGT or steps."""
    if "up" in rule:
        a, b = rule["up"]
        raw = 100 * (x - a) / (b - a)
    elif "down" in rule:
        a, b = rule["down"]
        raw = 100 * (b - x) / (b - a)
    elif "share" in rule:
        raw = 100 * x
    elif "scale" in rule:
        raw = 100 * (x - 1) / RANGE
    elif "gap" in rule:
        raw = 100 * (1 + 3 * x / RANGE) if x < 0 else 100.0
    elif "abs_gap" in rule:
        raw = 100 * (1 - 3 * abs(x) / RANGE)
    elif "steps" in rule:
        raw = max(([a, b] for a, b in rule["steps"] if a <= x), default=[0, 0])[1]
    else:
        asked = rule["target"]
        share = row["declared"].get(asked["from"], asked["else"]) if isinstance(asked, dict) else asked
        raw = 60 * (2 * x / share - 1) if x < share else 60 + 40 * (x - share) / (1 - share)
    return min(100.0, max(0.0, raw))


def verdict(item: dict[str, Any], line: dict[str, Any]) -> str:
    """60 and 40 part the verdicts; a critical item is guarded, and a sample that reaches 60 decides nothing."""
    low, score, high = (
        round(x, 9) for x in line.get("deciding") or (line["low"], line["score"], line["high"])
    )
    if item.get("binary"):
        return "conform" if score >= 60 else "nonconform"
    if score >= 60:
        return "inconclusive" if item["severity"] == "critical" and low < 60 else "conform"
    if high >= 60 and not line.get("census"):
        return "inconclusive"
    return "partial" if score >= 40 else "nonconform"


def grade(line: dict[str, Any]) -> str | None:
    """What the verdict proposes: the severity, or one grade lower for what is met in part."""
    ladder = ["critical", "major", "minor", "observation"]
    severity = line.get("in_force", line["severity"])
    if line["verdict"] == "nonconform" or (line["verdict"] == "partial" and "in_force" in line):
        return severity
    if line["verdict"] == "partial":
        return ladder[min(ladder.index(severity) + 1, 3)]
    return None


def total(lines: list[dict[str, Any]]) -> dict[str, float | None]:
    """Weighted score of what counts, coverage, and the bounds with the rest as 0 and as 100."""
    there = [one for one in lines if one["state"] != "not_applicable"]
    counted = [one for one in there if one["counts"]]
    weight, scored = (sum(one["weight"] for one in some) for some in (there, counted))
    earned = sum(one["weight"] * one["score"] for one in counted)
    return {
        "score": earned / scored if scored else None,
        "coverage": scored / weight,
        "lower": earned / weight,
        "upper": (earned + 100 * (weight - scored)) / weight,
        "weight": weight,
    }


def load(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found
