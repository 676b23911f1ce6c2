"""How does an operator have something done to many instances, and hold, resume or cancel that?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.batches.model import MOST, BatchState, BatchType, ItemState, Order
from engine.batches.tables import Batch, BatchItem
from engine.migrating import visible_definition
from engine.model import JobKind
from engine.store.batches import add_items
from engine.store.keeping import STATEMENTS, job_row
from engine.store.waking import wake_after_commit
from engine.who import Who, require
from kit import audit, clock
from kit.db import execute_many
from kit.errors import BadRequest, Conflict, NotFound
from kit.i18n import _
from kit.keys import new_key


def batch(session: Session, order: Order, keys: Sequence[int], *, who: Who) -> int:
    """Have this done to each of these instances, each in a transaction of its own; gives the batch's key.

    Without instances it is done at once. Raises BadRequest for more than a hundred thousand, or an order that says too little.
    """
    require(who, "process.operate")
    chosen = list(dict.fromkeys(keys))
    if len(chosen) > MOST:
        raise BadRequest(
            _("A batch takes at most %(most)s instances; these are %(count)s. Narrow the filter.") % {"most": MOST, "count": len(chosen)}
        )
    _check(session, order, who)
    made = Batch(
        company_id=who.company_id,
        type=order.type,
        state=BatchState.ACTIVE if chosen else BatchState.COMPLETED,
        given=given_of(order),
        is_dry=order.is_dry,
        stops_after=order.first,
        total=len(chosen),
        job_key=None,
        made_by=who.user_id,
        made_by_name=who.name,
        made_at=clock.now(),
        ended_at=None if chosen else clock.now(),
    )
    session.add(made)
    session.flush()
    if chosen:
        add_items(session, made.id, chosen)
        _file(session, made)
    _note(session, "batch.create", made, who, {"type": order.type.value, "instances": len(chosen), "dry": order.is_dry})
    return made.id


def suspend_batch(session: Session, batch_key: int, *, who: Who) -> None:
    """Nothing more is done until it is resumed; an item under way is finished."""
    found = _own(session, batch_key, who)
    _require_state(found, BatchState.ACTIVE)
    found.state = BatchState.SUSPENDED
    _note(session, "batch.suspend", found, who, {})


def resume_batch(session: Session, batch_key: int, *, who: Who) -> None:
    """Go on with what is left: all of it, also after the first so many."""
    found = _own(session, batch_key, who)
    _require_state(found, BatchState.SUSPENDED, BatchState.FAILED)
    found.state, found.stops_after = BatchState.ACTIVE, None
    _file(session, found)
    _note(session, "batch.resume", found, who, {})


def cancel_batch(session: Session, batch_key: int, *, who: Who) -> None:
    """What is left is not done; what is done stays."""
    found = _own(session, batch_key, who)
    _require_state(found, BatchState.ACTIVE, BatchState.SUSPENDED, BatchState.FAILED)
    found.state, found.ended_at = BatchState.CANCELED, clock.now()
    left = update(BatchItem).where(BatchItem.batch_key == batch_key, BatchItem.state == ItemState.ACTIVE)
    session.execute(left.values(state=ItemState.CANCELED))
    _note(session, "batch.cancel", found, who, {})


def given_of(order: Order) -> dict[str, object]:
    """What is to be done, as its row keeps it."""
    target = None if order.target_key is None else str(order.target_key)
    changed = {"moves": [list(move) for move in order.moves], "activate": list(order.activate), "terminate": list(order.terminate)}
    return {"target": target, "mapping": dict(order.mapping), "newest": order.newest, **changed}


def _check(session: Session, order: Order, who: Who) -> None:
    if order.type is BatchType.MIGRATE:
        if order.target_key is None:
            raise BadRequest(_("Say to which version the instances are to be migrated."))
        visible_definition(session, order.target_key, who.company_id)
    if order.type is BatchType.MODIFY and not (order.moves or order.activate or order.terminate):
        raise BadRequest(_("The modification asks for nothing. Give at least one instruction."))
    if order.first is not None and order.first < 1:
        raise BadRequest(_("A batch stops after its first instance or later."))


def _file(session: Session, found: Batch) -> None:
    """A new job each time: whoever still holds the old one finds nothing more to do in its name."""
    found.job_key = new_key()
    execute_many(session, STATEMENTS["job"], [job_row(JobKind.BATCH, id=found.job_key, company_id=found.company_id, wait_key=found.id)])
    wake_after_commit(session)


def _own(session: Session, batch_key: int, who: Who) -> Batch:
    """Locked, so that its job does not change it meanwhile."""
    require(who, "process.operate")
    found = session.get(Batch, batch_key, with_for_update=True)
    if found is None or found.company_id != who.company_id:
        raise NotFound(_("There is no batch %(key)s. Look it up in the list of batches.") % {"key": batch_key})
    return found


def _require_state(found: Batch, *states: BatchState) -> None:
    if found.state not in states:
        raise Conflict(_("The batch %(key)s is %(state)s. Nothing was changed.") % {"key": found.id, "state": BatchState(found.state).value})


def _note(session: Session, action: str, found: Batch, who: Who, detail: dict[str, object]) -> None:
    audit.record(session, action, "batch", found.id, actor=who.user_id, company_id=found.company_id, detail=detail)
