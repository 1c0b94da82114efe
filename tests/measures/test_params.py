"""Which constant is in force."""

from __future__ import annotations

from audit.measures.catalogue import MEASURES
from audit.measures.definition import Params
from audit.measures.params import in_force
from audit.result import ParamValue

ACK = MEASURES["M-ACK"]
SCHEME = {"M-ACK": {"target": 12.0}}
DECLARED = {"targets.acknowledge_h": 8.0, "targets.resolve_h": 99.0}
OWN = {"M-ACK": {"target": 4.0}}


def target(**sources: object) -> ParamValue:
    empty: dict[str, object] = {"scheme": {}, "declared": {}, "engagement": {}}
    return in_force(ACK, **(empty | sources))["target"]  # type: ignore[arg-type]


def test_the_definition_sets_what_nobody_else_does() -> None:
    assert target() == ParamValue(value=24, unit="h", origin="D")
    assert target(scheme={"M-TTR": {"target": 1.0}}) == ParamValue(value=24, unit="h", origin="D")


def test_the_scheme_goes_before_the_definition() -> None:
    assert target(scheme=SCHEME) == ParamValue(value=12, unit="h", origin="D")


def test_what_the_organisation_declares_goes_before_the_scheme_and_is_its_own() -> None:
    assert target(scheme=SCHEME, declared=DECLARED) == ParamValue(value=8, unit="h", origin="S")


def test_the_audit_goes_before_all() -> None:
    assert target(scheme=SCHEME, declared=DECLARED, engagement=OWN) == ParamValue(
        value=4, unit="h", origin="D"
    )


def test_measures_read_constants_as_attributes() -> None:
    values = Params(in_force(ACK, scheme={}, declared=DECLARED, engagement={}))
    assert values.target == 8.0
    assert not hasattr(values, "tolerance")
