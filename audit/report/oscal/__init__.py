"""The result as OSCAL assessment results (NIST), for the tools of those who oversee many audits."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from audit.report.edition import Edition
from audit.report.options import FINAL, Options
from audit.report.oscal.findings import findings, observations, reviewed_controls, risks
from audit.report.oscal.metadata import assets, metadata, resources
from audit.report.oscal.terms import NAMESPACE, Identifiers, Part, filled, props, prose, stamp, title, token
from audit.report.sections.scope import as_of
from audit.report.telling import Teller
from audit.result import AuditResult, Score
from audit.text import Language


def render_oscal(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """Assessment results in JSON, the same bytes on every run.

    A checklist item is a control with one objective. An item that conforms is satisfied; one that misses its
    requirement is not, by ``fail``; one that nothing could be concluded of is not, by ``other``, and its state says
    which it is. Items that do not apply or are not part of the audit are excluded controls. Scores, bounds and
    coverage are properties in the namespace of this tool. Identifiers follow from the hash of the result and are the
    same in both languages; that of the document is not.

    Args:
        result: of any audience.
        language: of titles and words.
        options: a draft and a corrected issue are documents of their own, which say so in their properties.
    """
    teller = Teller(result, language, options.brand.words_in(language))
    ids = Identifiers(teller.digest)
    issued = Edition(ids.digest, options.draft, options.replaces)
    document = {
        "uuid": ids.of("document", language, "draft" if issued.draft else "final", str(issued.issue)),
        "metadata": metadata(teller, ids, options, issued),
        "import-ap": {"href": f"#{ids.of('resource', 'audit.yaml')}"},
        "results": [_result(teller, ids)],
        "back-matter": {"resources": list(resources(teller, ids))},
    }
    written = json.dumps({"assessment-results": document}, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{written}\n".encode()


def _result(teller: Teller, ids: Identifiers) -> Part:
    result, w = teller.result, teller.w
    engagement, then = result.engagement, as_of(result)
    start = dt.datetime.combine(dt.date.fromisoformat(engagement.period_start), dt.time(), then.tzinfo)
    outcome = result.recommendation.outcome
    return filled(
        uuid=ids.of("result"),
        title=title(teller.word("audit_type", engagement.type)),
        description=prose([teller.text(engagement.scope), w.scope.lead]),
        start=stamp(start),
        end=stamp(then),
        props=_conclusions(teller),
        local_definitions={"assessment-assets": assets(teller, ids)},
        reviewed_controls=reviewed_controls(teller),
        attestations=[{"parts": list(_statements(teller, ids))}],
        observations=list(observations(teller, ids)),
        risks=list(risks(teller, ids)),
        findings=list(findings(teller, ids)),
        remarks=prose([teller.word("outcome", outcome), *map(teller.say, result.recommendation.reasons)]),
    )


def _statements(teller: Teller, ids: Identifiers) -> Iterator[Part]:
    """What a reader of results must know: what a recommendation is, what samples are, and who disagrees."""
    w = teller.w
    said = [("recommendation", w.recommendation.nature), ("sampling", w.limits.sampling)]
    said += [("diverging-opinion", teller.text(one)) for one in teller.result.opinions]
    for place, (name, words) in enumerate(said):
        where = ids.of("statement", str(place))
        yield {"uuid": where, "name": name, "ns": NAMESPACE, "prose": prose([words])}


def _conclusions(teller: Teller) -> list[Part]:
    """The recommendation, its gates, and every score; those of one score form a group."""
    found = teller.result.recommendation
    facts = props({"recommendation": found.outcome})
    for gate in found.gates:
        facts += props({"gate": gate.state}, group=token(f"gate-{gate.id}"))
    for score in teller.result.scores:
        facts += _score(score)
    return facts


def _score(score: Score) -> list[Part]:
    facts = {
        "scope": score.scope,
        "scope-id": score.id,
        "score": score.score,
        "lower": score.lower,
        "upper": score.upper,
        "coverage": score.coverage,
        "graded": score.graded,
    }
    return props(facts, group=token(f"{score.scope}-{score.id}"))
