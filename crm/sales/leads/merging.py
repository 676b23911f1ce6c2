"""How do two rows become one party, and two again?"""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import select

from crm.sales.leads.tables import PartyMerge
from erp.parties.tables import Party
from kit import audit
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation

FILLED = ("code", "cvr", "email", "phone")
"""What the kept party takes over where it has none itself."""
MERGE_CONFLICT = {"MERGE_CONFLICT": N_("They cannot be the same")}


class MergeParties(BaseModel):
    keep: KeyStr
    drop: KeyStr


class Merged(BaseModel):
    party: KeyStr
    merge: KeyStr


class Unmerge(BaseModel):
    merge: KeyStr


@operation("crm.merge-parties", label=N_("Merge two parties"), errors=MERGE_CONFLICT, undo="crm.unmerge-parties", icon="arrows-join")
def merge_parties(ctx: Context, given: MergeParties) -> Merged:
    """The dropped row points to the kept one and is shown no more; what is posted on it stays there and counts for both."""
    keep, drop = _locked(ctx, given.keep, given.drop)
    if keep.cvr and drop.cvr and keep.cvr != drop.cvr:
        facts = {"keep": keep.name, "drop": drop.name, "first": keep.cvr, "second": drop.cvr}
        raise BusinessError("MERGE_CONFLICT", _("“%(keep)s” has CVR %(first)s and “%(drop)s” %(second)s: they are two.") % facts)
    if keep.kind != drop.kind:
        raise BusinessError("MERGE_CONFLICT", _("One of them is a person, the other an organisation: they are two."))
    moved = {name: str(getattr(drop, name)) for name in FILLED if getattr(drop, name) and not getattr(keep, name)}
    drop.merged_into = keep.id
    for name in moved:
        setattr(drop, name, None)
    ctx.session.flush()  # what is unique leaves the one row before it enters the other
    for name, value in moved.items():
        setattr(keep, name, value)
    return Merged(party=keep.id, merge=_written(ctx, PartyMerge(kept_id=keep.id, dropped_id=drop.id, moved=moved)))


@operation("crm.unmerge-parties", label=N_("Part merged parties"), errors=MERGE_CONFLICT, no_undo=N_("They are merged again"), icon="arrows-split")
def unmerge_parties(ctx: Context, given: Unmerge) -> None:
    """Both stand for themselves again, each with what it had."""
    merge = ctx.session.scalars(select(PartyMerge).filter_by(id=given.merge, company_id=ctx.company_id)).one_or_none()
    undone = ctx.session.scalars(select(PartyMerge.id).filter_by(undoes_id=given.merge)).first()
    if merge is None or undone is not None:
        raise BusinessError("MERGE_CONFLICT", _("There is no such merge, or it is parted already."))
    keep, drop = ctx.session.get_one(Party, merge.kept_id), ctx.session.get_one(Party, merge.dropped_id)
    for name, value in merge.moved.items():
        if getattr(keep, name) == value:
            setattr(keep, name, None)
    ctx.session.flush()
    drop.merged_into = None
    for name, value in merge.moved.items():
        setattr(drop, name, value)
    _written(ctx, PartyMerge(kept_id=keep.id, dropped_id=drop.id, moved={}, undoes_id=merge.id))


def _locked(ctx: Context, keep: int, drop: int) -> tuple[Party, Party]:
    """Both rows, each standing for itself. Raises MERGE_CONFLICT or NotFound."""
    rows = select(Party).where(Party.id.in_((keep, drop)), Party.company_id == ctx.company_id).order_by(Party.id)
    found = {party.id: party for party in ctx.session.scalars(rows.with_for_update().execution_options(populate_existing=True))}
    if keep == drop or any(party.merged_into is not None for party in found.values()):
        raise BusinessError("MERGE_CONFLICT", _("Choose two parties that are not merged yet."))
    if len(found) < 2:
        raise NotFound(_("There is no party %(key)s.") % {"key": drop if keep in found else keep})
    return found[keep], found[drop]


def _written(ctx: Context, merge: PartyMerge) -> int:
    merge.company_id, merge.created_by = ctx.company_id, ctx.actor
    ctx.session.add(merge)
    ctx.session.flush()
    action = "party.unmerge" if merge.undoes_id else "party.merge"
    for party in (merge.kept_id, merge.dropped_id):
        audit.record(ctx.session, action, "customer", party, actor=ctx.actor, company_id=ctx.company_id, detail={"merge": str(merge.id)})
    return merge.id
