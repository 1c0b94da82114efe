"""Functions of the engine that Ibis has no name for."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

_LOCAL = dt.Timestamp(scale=6)
_UTC = dt.Timestamp(timezone="UTC", scale=6)


@ibis.udf.scalar.builtin(name="trim", signature=((dt.string, dt.string), dt.string))
def _trim(text, characters):  # type: ignore[no-untyped-def]
    """Text without the given characters at both ends."""


@ibis.udf.scalar.builtin(name="try_strptime", signature=((dt.string, dt.string), _LOCAL))
def _try_strptime(text, form):  # type: ignore[no-untyped-def]
    """The moment that a text gives in a format, null where it is none."""


@ibis.udf.scalar.builtin(name="try_strptime", signature=((dt.string, dt.string), _UTC))
def _try_strptime_utc(text, form):  # type: ignore[no-untyped-def]
    """The same for a format with an offset: an instant."""


def trimmed(text: ir.StringValue, characters: str) -> ir.StringValue:
    """Text without the given characters, none of which means anything in a pattern, at both ends."""
    # Trimming whole columns is slow and hardly ever needed; a look at both ends costs a third.
    edge = f"^[{characters}]|[{characters}]$"
    return ibis.ifelse(text.re_search(edge), _trim(text, characters), text)


def parsed(text: ir.StringValue, form: str) -> ir.TimestampValue:
    """The moment in a strptime format; in UTC where the format has an offset (%z). Null where it is none."""
    if "%z" in form:
        instant: ir.TimestampValue = _try_strptime_utc(text, form).cast(_LOCAL)
        return instant
    moment: ir.TimestampValue = _try_strptime(text, form)
    return moment
