"""Which variables does an instance have now, and which of them does a task see?"""

from __future__ import annotations

import hashlib
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Variables
from engine.tables import ProcessInstance, ScopeState
from feel import codec
from kit.db import execute


def of_instance(session: Session, instance: ProcessInstance) -> Variables:
    """The outermost scope's, or what they were at its end."""
    text = instance.result
    if text is None:
        text = session.scalar(select(ScopeState.variables).filter_by(scope_key=instance.id))
    return _loaded(text)


def visible_to(session: Session, instance_key: int, task_key: int) -> Variables:
    """What a task sees, from the outermost scope inwards to its own; inner ones hide outer ones."""
    statement = "SELECT scope_key, parent_key, variables FROM scope_state WHERE instance_key = :instance"
    scopes = {row.scope_key: row for row in execute(session, statement, {"instance": instance_key})}
    key: int | None = task_key
    if task_key not in scopes:
        key = execute(session, "SELECT scope_key FROM element_instance WHERE id = :key", {"key": task_key}).scalar()
    found: Variables = {}
    while key is not None and key in scopes:
        found = {**_loaded(scopes[key].variables), **found}
        key = scopes[key].parent_key
    return found


def value_key(value: object, dumped: str | None = None) -> int:
    """A number that equal values share: 3.5 and 3.50 are one. `dumped` is the value as feel.codec writes it, where that has been done."""
    text = codec.dump(value) if dumped is None else dumped
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def _loaded(text: str | None) -> Variables:
    value = codec.load(text) if text else {}
    return value if isinstance(value, dict) else {}
