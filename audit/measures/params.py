"""The constants in force: the definition's own, or what the scheme, the organisation or the audit sets."""

from __future__ import annotations

from collections.abc import Mapping

from audit.measures.definition import Measure
from audit.result import ParamValue


def in_force(
    measure: Measure,
    *,
    scheme: Mapping[str, Mapping[str, float]],
    declared: Mapping[str, float],
    engagement: Mapping[str, Mapping[str, float]],
) -> dict[str, ParamValue]:
    """Every constant of a measure by name. The engagement's own ``params`` go before what the
    organisation declares, that before the scheme, that before the definition.
    """
    values = {}
    for name, param in measure.params.items():
        value, origin = param.value, param.origin
        if name in scheme.get(measure.id, {}):
            value, origin = scheme[measure.id][name], "D"
        if param.declared is not None and param.declared in declared:
            value, origin = declared[param.declared], "S"
        if name in engagement.get(measure.id, {}):
            value, origin = engagement[measure.id][name], "D"
        values[name] = ParamValue(value=value, unit=param.unit, origin=origin)
    return values
