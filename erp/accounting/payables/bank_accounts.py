"""What can be done about a supplier's bank account: write it down, and let somebody else verify it?"""

from __future__ import annotations

from pydantic import BaseModel, Field
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from sqlalchemy import select

from erp.accounting.payables.tables import BankAccount
from kit.errors import Forbidden, NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation


class ChangeBankAccount(BaseModel):
    supplier: KeyStr
    iban: str = Field(min_length=5, max_length=50)
    bic: str = Field(default="", max_length=11)


class TheBankAccount(BaseModel):
    bank_account: KeyStr


@operation(
    "finance.change-bank-account",
    label=N_("Change bank account"),
    errors={"IBAN_INVALID": N_("The IBAN is not valid")},
    no_undo=N_("It is changed back by a change of its own"),
    icon="building-bank",
)
def change_bank_account(ctx: Context, given: ChangeBankAccount) -> TheBankAccount:
    """The supplier's account from now on, not verified yet; the one before is no longer in use."""
    iban = _valid(given.iban)
    mine = select(BankAccount).filter_by(company_id=ctx.company_id, party_id=given.supplier)
    account = None
    for known in ctx.session.scalars(mine.order_by(BankAccount.id)).all():
        known.in_use = known.iban == iban
        account = known if known.in_use else account
    if account is None:
        account = BankAccount(company_id=ctx.company_id, created_by=ctx.actor, party_id=given.supplier, iban=iban, changed_at=ctx.now)
        ctx.session.add(account)
    account.bic, account.changed_by, account.changed_at = given.bic.strip().upper(), ctx.actor, ctx.now
    account.verified_by = account.verified_at = None
    ctx.session.flush()
    ctx.link("bank_account", account.id)
    return TheBankAccount(bank_account=account.id)


@operation(
    "finance.verify-bank-account",
    label=N_("Verify bank account"),
    errors={"SAME_PERSON": N_("The same person may not do both")},
    no_undo=N_("The account is changed anew"),
    icon="shield-check",
)
def verify_bank_account(ctx: Context, given: TheBankAccount) -> None:
    """Somebody else than who changed it has called the supplier back."""
    locked = select(BankAccount).filter_by(id=given.bank_account, company_id=ctx.company_id).with_for_update()
    account = ctx.session.scalars(locked.execution_options(populate_existing=True)).one_or_none()
    if account is None:
        raise NotFound(_("There is no bank account %(key)s.") % {"key": given.bank_account})
    if ctx.actor is None:
        raise Forbidden(_("A bank account is verified by a person."))
    if ctx.actor == account.changed_by:
        raise BusinessError("SAME_PERSON", _("Who changed a bank account may not verify it. Ask somebody else."))
    account.verified_by, account.verified_at = ctx.actor, ctx.now
    ctx.session.flush()


def _valid(text: str) -> str:
    try:
        return str(IBAN(text))
    except SchwiftyException as error:
        raise BusinessError("IBAN_INVALID", _("%(iban)s is not a valid IBAN. Check it with the supplier.") % {"iban": text}) from error
