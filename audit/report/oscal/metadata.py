"""Who took part, with which tool, and what everything stands on: parties, assets and resources."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from audit.report.edition import Edition
from audit.report.markup import titles
from audit.report.options import Options
from audit.report.oscal.terms import Identifiers, Part, filled, line, props, prose, stamp, title, token
from audit.report.sections.scope import as_of
from audit.report.sections.standing import standing
from audit.report.telling import Teller
from audit.report.wording import TAGS
from audit.result import SourceFile, TableEntry

VERSION = "1.2.1"
"""Of OSCAL. What is used here is in 1.1 as well."""

ORGANISATION = "organisation"
_DIGEST = "SHA-256"


def metadata(teller: Teller, ids: Identifiers, options: Options, issued: Edition) -> Part:
    """Title, version and times, and the parties with their roles."""
    result, replaces = teller.result, issued.replaces
    notes = [*standing(teller, options).lines, *map(teller.text, result.engagement.notes)]
    return filled(
        title=title(titles(teller, options)[0]),
        last_modified=stamp(as_of(result)),
        version=f"{issued.result[:16]}.{issued.issue}",
        oscal_version=VERSION,
        props=props(
            {
                "language": TAGS[teller.language],
                "state": "draft" if issued.draft else "final",
                "replaces-result-sha256": replaces.result if replaces else None,
                "replaces-file-sha256": replaces.file if replaces else None,
                "audience": result.audience,
                "audit-type": result.engagement.type,
                "result-sha256": issued.result,
                "tool": f"{result.tool.name} {result.tool.version}",
                "seed": str(result.seed),
            }
        ),
        roles=[{"id": token(one), "title": title(teller.word("role", one))} for one in _roles(teller)]
        + [{"id": ORGANISATION, "title": title(teller.w.scope.organisation)}],
        parties=list(_parties(teller, ids)),
        responsible_parties=list(_responsible(teller, ids)),
        remarks=prose(notes) if notes else None,
    )


def _roles(teller: Teller) -> list[str]:
    return list(dict.fromkeys(one.role for one in teller.result.team))


def _parties(teller: Teller, ids: Identifiers) -> Iterator[Part]:
    organisation = teller.result.engagement.organisation
    yield filled(
        uuid=ids.of("party", ORGANISATION),
        type="organization",
        name=line(teller.text(organisation.name)),
        props=props({"id": organisation.id, "sector": organisation.sector}),
    )
    members = {one.id: one for one in reversed(teller.result.team)}
    for member in sorted(members):
        one = members[member]
        yield filled(
            uuid=ids.of("party", "team", one.id),
            type="person",
            name=line(one.name or one.id),
            props=props({"id": one.id}),
        )


def _responsible(teller: Teller, ids: Identifiers) -> Iterator[Part]:
    yield {"role-id": ORGANISATION, "party-uuids": [ids.of("party", ORGANISATION)]}
    for role in _roles(teller):
        members = dict.fromkeys(one.id for one in teller.result.team if one.role == role)
        yield {"role-id": token(role), "party-uuids": [ids.of("party", "team", one) for one in members]}


def assets(teller: Teller, ids: Identifiers) -> Part:
    """The tool that computed the result."""
    tool = teller.result.tool
    name = title(f"{tool.name} {tool.version}")
    component = ids.of("component", "tool")
    return {
        "components": [
            {
                "uuid": component,
                "type": "software",
                "title": name,
                "description": prose([tool.engine]),
                "status": {"state": "operational"},
            }
        ],
        "assessment-platforms": [
            {
                "uuid": ids.of("platform", "tool"),
                "title": name,
                "uses-components": [{"component-uuid": component}],
            }
        ],
    }


def resources(teller: Teller, ids: Identifiers) -> Iterator[Part]:
    """What was agreed, the criteria in force, and the evidence received, each with its hash."""
    result = teller.result
    yield _document(ids, "audit.yaml", result.engagement.sha256, "plan")
    yield _document(ids, "result.json", ids.digest, "result")
    if result.engagement.ratings_sha256:
        yield _document(ids, "ratings.yaml", result.engagement.ratings_sha256, "ratings")
    editions = [("checklist", one.id, one.version, one.title, one.sha256) for one in result.criteria]
    editions += [("instrument", one.id, one.version, one.title, one.sha256) for one in result.instruments]
    one = result.scheme
    editions.append(("scheme", one.id, one.version, one.title, one.sha256))
    for kind, id_, version, words, digest in editions:
        yield filled(
            uuid=ids.of("resource", kind, id_),
            title=title(teller.text(words)),
            props=props({"kind": kind, "id": id_, "version": version, "sha256": digest}),
        )
    for entry in result.manifest.tables:
        yield from _evidence(teller, ids, entry)


def _document(ids: Identifiers, file: str, digest: str, kind: str) -> Part:
    return {
        "uuid": ids.of("resource", file),
        "title": title(file),
        "props": props({"kind": kind}),
        "rlinks": [{"href": file, "hashes": [{"algorithm": _DIGEST, "value": digest}]}],
    }


def _evidence(teller: Teller, ids: Identifiers, entry: TableEntry) -> Iterator[Part]:
    """The rows of a table that measures see, and every file that they were read from."""
    yield filled(
        uuid=ids.of("resource", "table", entry.table),
        title=title(teller.text(entry.title)),
        description=prose([teller.say(entry.grade_reason)]),
        props=props(
            {
                "kind": "evidence-table",
                "table": entry.table,
                "rows": entry.rows,
                "rows-used": entry.used,
                "first": entry.first,
                "last": entry.last,
                "evidence-grade": entry.grade,
                "sha256": entry.sha256,
            }
        ),
    )
    for place, file in enumerate(entry.files):
        yield _file(ids, entry.table, place, file)


def _file(ids: Identifiers, table: str, place: int, file: SourceFile) -> Part:
    facts = {
        "kind": "evidence-file",
        "table": table,
        "sheet": file.sheet,
        "rows": file.rows,
        "bytes": file.bytes,
        "encoding": file.encoding,
    }
    return {
        "uuid": ids.of("resource", "file", table, str(place)),
        "title": title(file.path),
        "props": props(facts),
        "rlinks": [{"href": quote(file.path), "hashes": [{"algorithm": _DIGEST, "value": file.sha256}]}],
    }


def evidence_links(teller: Teller, ids: Identifiers, table: str) -> Iterator[Part]:
    """The evidence that a figure stands on: the files of a table, or the table itself where it has none."""
    entry = teller.result.manifest.table(table)
    if entry is None:
        return
    words = teller.text(entry.title)
    for place, file in enumerate(entry.files):
        where = ids.of("resource", "file", table, str(place))
        yield {"href": f"#{where}", "description": prose([f"{words}{teller.w.join.colon}{file.path}"])}
    if not entry.files:
        yield {"href": f"#{ids.of('resource', 'table', table)}", "description": prose([words])}
