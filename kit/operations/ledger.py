"""How is what was done written into the ledger of effects, and found again by its key?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import clock
from kit.db import execute, execute_many
from kit.db.types import to_micros
from kit.keys import new_key
from kit.operations.context import Context, Outside
from kit.operations.tables import ServiceCall

COLUMNS = (
    "id", "call_key", "operation", "company_id", "instance_key", "element_id", "actor", "request_hash", "request", "result", "done_at",
    "took_us", "compensates", "reason",
)  # fmt: skip
INSERT = f"INSERT INTO service_call ({', '.join(COLUMNS)}) VALUES ({', '.join(f':{column}' for column in COLUMNS)})"  # noqa: S608  names of ours

_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """One done call; request and result are canonical JSON."""

    operation: str
    context: Context | Outside
    request: str
    result: str
    took_us: int
    reason: str | None = None
    compensates: str | None = None


def write(session: Session, entries: Sequence[Entry]) -> None:
    """Append their rows; the database refuses a second one with the same key."""
    execute_many(session, INSERT, [_row(entry) for entry in entries])


def _row(entry: Entry) -> dict[str, object]:
    context = entry.context
    return {
        "id": new_key(), "call_key": context.key, "operation": entry.operation, "company_id": context.company_id,
        "instance_key": context.instance_key, "element_id": context.element_id, "actor": context.actor,
        "request_hash": digest_of(entry.operation, entry.request), "request": entry.request, "result": entry.result,
        "done_at": to_micros(clock.now()), "took_us": entry.took_us, "compensates": entry.compensates, "reason": entry.reason,
    }  # fmt: skip


def done_before(session: Session, key: str) -> ServiceCall | None:
    """The row of what was done under this key."""
    if execute(session, "SELECT 1 FROM service_call WHERE call_key = :key", {"key": key}).first() is None:
        return None
    return session.scalars(select(ServiceCall).where(ServiceCall.call_key == key)).one()


def digest_of(operation: str, request: str) -> str:
    """What tells one request of an operation from another."""
    return hashlib.sha256(f"{operation}\n{request}".encode()).hexdigest()


def canonical(model: BaseModel, dumped: dict[str, Any] | None = None) -> str:
    """The same text for the same request: 3.5 and 3.50 are one number. `dumped` is the model's own dump, where it has been made already."""
    values = model.model_dump() if dumped is None else dumped
    if not values:
        return "{}"
    return _text(values if _is_json(values) else _plain(model.model_dump(mode="json"), values))


def _is_json(value: Any) -> bool:
    """True when nothing in it is written otherwise in JSON."""
    if type(value) is dict:
        return all(type(name) is str and _is_json(part) for name, part in value.items())
    if type(value) is list:
        return all(_is_json(part) for part in value)
    return value is None or type(value) in (str, int, bool)


def _plain(shown: Any, value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, dict):
        return {name: _plain(shown[str(name)], part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, part) for one, part in zip(shown, value, strict=True)]
    return shown
