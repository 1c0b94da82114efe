"""Whether a report is a draft, and which issue it replaces: what the cover, the foot and the metadata say of it."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.options import Options
from audit.report.telling import Teller


@dataclass(frozen=True)
class Standing:
    """``mark`` stands beside the kind of document and in the foot, ``lines`` on the cover and in the metadata.

    Both are empty for the first issue of a report that is no draft.
    """

    mark: str
    lines: tuple[str, ...]


def standing(teller: Teller, options: Options) -> Standing:
    """The standing of a report that is issued with these options."""
    w, marks, lines = teller.w.edition, list[str](), list[str]()
    if options.draft:
        marks.append(w.draft)
        lines.append(w.draft_meaning)
    if options.replaces:
        facts = {
            "issue": options.replaces.issue + 1,
            "before": options.replaces.issue,
            "hash": (options.replaces.file or options.replaces.result)[:16],
        }
        marks.append(teller.said(w.issue, **facts))
        lines.append(teller.said(w.replaces_file if options.replaces.file else w.replaces_result, **facts))
        if options.correction:
            lines.append(teller.said(w.correction, words=options.correction))
    return Standing(w.separator.join(marks), tuple(lines))
