"""Customers by their code: who can be told apart from the others."""

from __future__ import annotations

import ibis.expr.types as ir

ANONYMOUS = ("anonymous", "匿名")
"""What a log says in place of a code where nobody knows the customer; such cases are no one person's."""


def identified(code: ir.StringValue) -> ir.BooleanValue:
    """Whether a code tells the customer: it is there, and is not the word anonymous."""
    return code.notnull() & code.strip().lower().notin(ANONYMOUS).fill_null(False)
