"""What can be done with a contract: draw it up, sign it, annul it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import select

from crm.sales.deals.queries import lock_deal
from crm.sales.quotes.tables import Contract
from erp.parties.queries import standing
from kit.blanks import Blank
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation

CONTRACT_STATE = {"CONTRACT_STATE": N_("The contract is not in a state for this")}


class DrawUpContract(BaseModel):
    deal: KeyStr
    title: Blank = Field(default="", max_length=200)
    starts_on: date | None = None
    ends_on: date | None = None
    notice_days: int = Field(default=30, ge=0)
    value: Decimal | None = Field(default=None, ge=0)
    auto_renew: bool = False


class TheContract(BaseModel):
    contract: KeyStr


class DrawnUp(BaseModel):
    contract: KeyStr
    number: str


class SignContract(BaseModel):
    contract: KeyStr
    signed_by: str = Field(min_length=1, max_length=200)
    signed_on: date | None = None


@operation("crm.draw-up-contract", label=N_("Draw up a contract"), errors=CONTRACT_STATE, undo="crm.annul-contract", icon="file-text")
def draw_up_contract(ctx: Context, given: DrawUpContract) -> DrawnUp:
    """A draft over what the deal is worth, from today unless another day is named."""
    deal = lock_deal(ctx.session, ctx.company_id, given.deal)
    starts = given.starts_on or ctx.now.date()
    if given.ends_on is not None and given.ends_on < starts:
        raise BusinessError("CONTRACT_STATE", _("A contract ends on its first day or later."))
    contract = Contract(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        number=next_number(ctx.session, ctx.company_id, "contract", prefix="C"),
        title=given.title or deal.name,
        party_id=standing(ctx.session, deal.party_id),
        deal_id=deal.id,
        starts_on=starts,
        ends_on=given.ends_on,
        notice_days=given.notice_days,
        value=given.value if given.value is not None else deal.amount,
        currency=deal.currency,
        auto_renew=given.auto_renew,
    )
    ctx.session.add(contract)
    ctx.session.flush()
    ctx.link("contract", contract.id)
    return DrawnUp(contract=contract.id, number=contract.number)


@operation("crm.sign-contract", label=N_("Write down a signature"), errors=CONTRACT_STATE, undo="crm.annul-contract", icon="signature")
def sign_contract(ctx: Context, given: SignContract) -> None:
    """Who signed for them, and when."""
    contract = _locked(ctx, given.contract)
    if contract.state != "draft":
        raise BusinessError("CONTRACT_STATE", _("The contract %(number)s is signed or annulled already.") % {"number": contract.number})
    contract.state, contract.signed_by, contract.signed_on = "signed", given.signed_by, given.signed_on or ctx.now.date()


@operation("crm.annul-contract", label=N_("Annul a contract"), errors=CONTRACT_STATE, no_undo=N_("A new contract is drawn up"), icon="file-x")
def annul_contract(ctx: Context, given: TheContract) -> None:
    """It binds nobody; one that has run out stays as it is."""
    contract = _locked(ctx, given.contract)
    if contract.state not in {"draft", "signed"}:
        raise BusinessError("CONTRACT_STATE", _("The contract %(number)s has ended.") % {"number": contract.number})
    contract.state = "annulled"


def _locked(ctx: Context, key: int) -> Contract:
    locked = select(Contract).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no contract %(key)s.") % {"key": key})
    return found
