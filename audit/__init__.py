"""Service-certification audits: evidence in, findings and a traceable report out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audit.api import assess, validate
    from audit.reporting import render
    from audit.result import AuditResult

__version__ = "0.1.0"
__all__ = ["AuditResult", "__version__", "assess", "render", "validate"]

_LAZY = {
    "assess": "audit.api",
    "render": "audit.reporting",
    "validate": "audit.api",
    "AuditResult": "audit.result",
}


def __getattr__(name: str) -> Any:
    """Import the engines only when they are asked for (PEP 562): ``import audit`` costs nothing."""
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
