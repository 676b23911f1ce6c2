"""How are the instances that a batch has migrated taken back?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.batches.model import BatchType, ItemState, Order
from engine.batches.tables import Batch, BatchItem
from engine.commands.batching import batch
from engine.who import Who, require
from kit.errors import BadRequest, NotFound
from kit.i18n import _


def way_back(session: Session, batch_key: int, *, who: Who, is_dry: bool = False) -> list[int]:
    """A batch for each version that they came from, by the plan turned round; gives the batches' keys.

    Raises BadRequest when the batch migrated nothing, or took two elements to one.
    """
    require(who, "process.operate")
    found = session.get(Batch, batch_key)
    if found is None or found.company_id != who.company_id:
        raise NotFound(_("There is no batch %(key)s. Look it up in the list of batches.") % {"key": batch_key})
    done = select(BatchItem.instance_key, BatchItem.outcome).filter_by(batch_key=batch_key, state=ItemState.COMPLETED).order_by(BatchItem.id)
    came_from: dict[int, list[int]] = {}
    for instance_key, source_key in session.execute(done):
        if source_key is not None:
            came_from.setdefault(source_key, []).append(instance_key)
    if found.type != BatchType.MIGRATE or not came_from:
        raise BadRequest(_("The batch %(key)s has migrated no instance, so there is nothing to take back.") % {"key": batch_key})
    mapping = turned_round(found.given.get("mapping") or {})
    return [batch(session, Order(BatchType.MIGRATE, source, mapping, is_dry=is_dry), keys, who=who) for source, keys in came_from.items()]


def turned_round(mapping: Mapping[str, str]) -> dict[str, str]:
    """From target to source. Raises BadRequest for a target that two sources have."""
    turned: dict[str, str] = {}
    for source, target in mapping.items():
        if target in turned:
            said = _("The plan took both “%(one)s” and “%(other)s” to “%(target)s”, so it cannot be turned round.")
            raise BadRequest(said % {"one": turned[target], "other": source, "target": target})
        turned[target] = source
    return turned
