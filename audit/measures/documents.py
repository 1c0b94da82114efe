"""Documents: is what an item asks for in the register, approved, owned, current and at hand?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Params, measure
from audit.measures.figures import Register
from audit.measures.sources import DEFAULT, cited
from audit.text import Text


@measure(
    "M-DOC",
    title=Text(zh="文件控制", en="Document control"),
    formula=Text(
        zh="对每一检查项：已登记且符合条件的必备文件数 ÷ 必备文件数。",
        en="Per checklist item: required documents that are registered and in order ÷ required documents.",
    ),
    tex=r"d = \frac{1}{|R|} \sum_{r \in R} \mathbf{1}[\exists x_r : t^{appr}_x \le t_{end} \le "
    r"t^{review}_x, \text{owner}_x, \text{file}_x]",
    inclusion=Text(
        zh="符合条件指：登记为支持该检查项，批准日期不晚于周期末，复审期未过，有责任人，有文件。缺少的必备文件计为零。",
        en="In order means: registered for the item, approved by the end of the period, not overdue for review, with an "
        "owner and a file. A required document that is missing counts as zero.",
    ),
    source=cited("ISO 9001:2015 7.5", "ISO 10002:2018 5.3", DEFAULT),
    needs={"documents": ("type", "supports_items", "approved_on", "owner", "file")},
    results={"available": Text(zh="必备文件具备的比例", en="Required documents in order")},
    headline="available",
    keys=("item_id",),
    better="higher",
)
def document_control(ev: Evidence, p: Params) -> Iterator[Described]:
    """A census of the register; one registered document serves one requirement of its type."""
    _, period_end = ev.period
    in_order: dict[str, Counter[str]] = {}
    for document in ev.rows("documents"):
        approved = document.approved_on is not None and document.approved_on <= period_end
        current = document.review_due is None or document.review_due >= period_end
        if approved and current and document.owner and document.file:
            for item in document.supports_items or ():
                in_order.setdefault(item, Counter())[document.type] += 1
    for item, required in ev.required_documents.items():
        wanted = Counter(document.type for document in required)
        there = sum((wanted & in_order.get(item, Counter())).values())
        yield Register("available", there / wanted.total(), wanted.total(), {"item_id": item})
