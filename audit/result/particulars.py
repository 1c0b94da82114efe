"""What the body that issues a report says of it: number and date, who it is, where it went, which documents it saw."""

from __future__ import annotations

from audit.result.numbers import Record
from audit.text import Text


class Body(Record):
    """Who issues the report; ``mark`` is the number of its approval or accreditation."""

    name: Text
    address: Text | None = None
    mark: str | None = None


class AuditedSite(Record):
    """A place that was audited; ``visited`` are the days of the visits, in ISO form."""

    id: str
    name: Text
    address: Text | None = None
    visited: tuple[str, ...] = ()


class SeenDocument(Record):
    """A document that the team saw, by the id under which ratings cite it."""

    id: str
    title: Text
    edition: str | None = None
    dated: str | None = None


class Particulars(Record):
    """What a certification body expects of a report and no evidence can say; every part may be absent."""

    number: str | None = None
    issued_on: str | None = None
    body: Body | None = None
    client: Text | None = None
    participants: tuple[Text, ...] = ()
    sites: tuple[AuditedSite, ...] = ()
    documents: tuple[SeenDocument, ...] = ()
