"""Which commands over many instances are there, and what became of each instance?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.batches.model import ItemState
from engine.batches.tables import Batch, BatchItem
from engine.queries.searching import Cut, Found, cut, equal, total
from engine.who import Who, require
from kit.errors import NotFound
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class BatchView:
    key: int
    type: str
    state: str
    is_dry: bool
    total: int
    completed: int
    failed: int
    made_by: int
    made_by_name: str
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemView:
    key: int
    batch_key: int
    batch_type: str
    instance_key: int
    state: str
    code: str | None
    reason: str | None
    outcome: int | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class BatchesWanted:
    """What is None does not matter."""

    key: int | None = None
    type: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class ItemsWanted:
    batch_key: int | None = None
    instance_key: int | None = None
    state: str | None = None


def batch_card(session: Session, batch_key: int, *, who: Who) -> BatchView:
    """One of this company. Raises NotFound."""
    found = search_batches(session, BatchesWanted(key=batch_key), who=who).items
    if not found:
        raise NotFound(_("There is no batch %(key)s. Look it up in the list of batches.") % {"key": batch_key})
    return found[0]


def search_batches(session: Session, wanted: BatchesWanted, part: Cut | None = None, *, who: Who) -> Found[BatchView]:
    """Those of this operator's company, newest first."""
    require(who, "process.operate")
    plain = equal((Batch.id, wanted.key), (Batch.type, wanted.type), (Batch.state, wanted.state))
    found, key = select(Batch).where(Batch.company_id == who.company_id, *plain), Batch.id.expression
    rows = session.scalars(cut(found, key, part or Cut())).all()
    counts = _counts(session, [row.id for row in rows])
    return Found(tuple(_shown(row, counts.get(row.id, {})) for row in rows), total(session, found, key))


def search_items(session: Session, wanted: ItemsWanted, part: Cut | None = None, *, who: Who) -> Found[ItemView]:
    """Items of this operator's company's batches, newest first."""
    require(who, "process.operate")
    plain = equal((BatchItem.batch_key, wanted.batch_key), (BatchItem.instance_key, wanted.instance_key), (BatchItem.state, wanted.state))
    found = select(BatchItem, Batch.type).join(Batch, Batch.id == BatchItem.batch_key).where(Batch.company_id == who.company_id, *plain)
    key = BatchItem.id.expression
    rows = session.execute(cut(found, key, part or Cut())).all()
    return Found(tuple(_item(row, str(type_)) for row, type_ in rows), total(session, found, key))


def _counts(session: Session, keys: list[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = (
        select(BatchItem.batch_key, BatchItem.state, func.count()).where(BatchItem.batch_key.in_(keys)).group_by(BatchItem.batch_key, BatchItem.state)
    )
    for key, state, number in session.execute(rows):
        found.setdefault(key, {})[str(state)] = number
    return found


def _shown(row: Batch, counts: dict[str, int]) -> BatchView:
    return BatchView(
        key=row.id,
        type=str(row.type),
        state=str(row.state),
        is_dry=row.is_dry,
        total=row.total,
        completed=counts.get(ItemState.COMPLETED, 0),
        failed=counts.get(ItemState.FAILED, 0),
        made_by=row.made_by,
        made_by_name=row.made_by_name,
        made_at=row.made_at,
        ended_at=row.ended_at,
    )


def _item(row: BatchItem, type_: str) -> ItemView:
    return ItemView(row.id, row.batch_key, type_, row.instance_key, str(row.state), row.code, row.reason, row.outcome, row.done_at)
