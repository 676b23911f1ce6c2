"""What can processes ask about paying suppliers: propose, approve, write the bank file, reconcile, void?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel
from sqlalchemy import select

from erp.accounting.payables.bank_file import Credit, Payer, written
from erp.accounting.payables.queries import RECONCILED, VOID, WRITTEN, account_of, is_verified, items_of, payable
from erp.accounting.payables.tables import PaymentRun, PaymentRunItem, SupplierInvoice
from erp.accounting.posting import BANK, PAYABLES, PAYMENTS_OUT, Side, base_currency, post_entry
from erp.accounting.tables import BankLine
from erp.parties.tables import Party
from kit.errors import Forbidden, NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation
from people.companies.tables import Company

PROPOSED, APPROVED = "proposed", "approved"
NOTHING_TO_PAY = {"NOTHING_TO_PAY": N_("Nothing is due")}
WRONG_STATE = {"WRONG_STATE": N_("The payment run is not at that step")}


class ProposePayments(BaseModel):
    due_until: date | None = None
    """Pay what falls due until this day; by default today."""
    pay_on: date | None = None


class Paid(BaseModel):
    invoice: KeyStr
    supplier: KeyStr
    name: str
    number: str
    amount: Decimal


class Proposed(BaseModel):
    run: KeyStr
    number: str
    total: Decimal
    items: list[Paid]


class TheRun(BaseModel):
    run: KeyStr


class WriteBankFile(BaseModel):
    run: KeyStr
    iban: str
    """Our own account that pays."""
    bic: str = ""


class Written(BaseModel):
    run: KeyStr
    number: str
    payments: int
    total: Decimal


class ReconcileRun(BaseModel):
    run: KeyStr
    bank_line: KeyStr


@operation(
    "finance.propose-payments", label=N_("Propose payments"), errors=NOTHING_TO_PAY, undo="finance.void-payments", icon="list-check",
)  # fmt: skip
def propose_payments(ctx: Context, given: ProposePayments) -> Proposed:
    """A run of all that is due and in no run yet; a supplier with more credit than debt waits for the next invoice."""
    today, currency = ctx.now.date(), base_currency(ctx.session, ctx.company_id)
    due = payable(ctx.session, ctx.company_id, given.due_until or today, currency)
    sums: dict[int, Decimal] = {}
    for invoice in due:
        sums[invoice.party_id] = sums.get(invoice.party_id, ZERO) + invoice.total
    chosen = [invoice for invoice in due if sums[invoice.party_id] > 0]
    if not chosen:
        raise BusinessError("NOTHING_TO_PAY", _("Nothing is due to be paid to suppliers."))
    run = PaymentRun(
        company_id=ctx.company_id, created_by=ctx.actor, number=next_number(ctx.session, ctx.company_id, "payment-run", prefix="P"),
        pay_on=given.pay_on or today, currency=currency, total=sum((invoice.total for invoice in chosen), ZERO), preparer_id=ctx.actor,
    )  # fmt: skip
    ctx.session.add(run)
    ctx.session.flush()
    for invoice in chosen:
        ctx.session.add(
            PaymentRunItem(company_id=ctx.company_id, run_id=run.id, invoice_id=invoice.id, party_id=invoice.party_id, amount=invoice.total)
        )
    ctx.session.flush()
    ctx.link("payment_run", run.id)
    return Proposed(run=run.id, number=run.number, total=run.total, items=sheet(ctx, run))


@operation(
    "finance.approve-payments",
    label=N_("Approve payments"),
    errors={"SAME_PERSON": N_("The same person may not do both"), **WRONG_STATE},
    undo="finance.void-payments",
    icon="signature",
)
def approve_payments(ctx: Context, given: TheRun) -> TheRun:
    """Another person than who prepared the run says that the bank may have it."""
    run = _run(ctx, given.run, PROPOSED)
    if ctx.actor is None:
        raise Forbidden(_("A payment run is approved by a person."))
    if ctx.actor == run.preparer_id:
        raise BusinessError(
            "SAME_PERSON", _("Who prepared the payment run %(number)s may not approve it. Ask somebody else.") % {"number": run.number}
        )
    run.approver_id, run.status = ctx.actor, APPROVED
    ctx.session.flush()
    return TheRun(run=run.id)


@operation(
    "finance.write-bank-file",
    label=N_("Write bank file"),
    errors={"BANK_UNVERIFIED": N_("A supplier's bank account is not verified"), **WRONG_STATE},
    no_undo=N_("The bank may have the file"),
    icon="file-export",
)
def write_bank_file(ctx: Context, given: WriteBankFile) -> Written:
    """One credit transfer for each supplier, as pain.001.001.09; the money is under way from then on."""
    run = _run(ctx, given.run, APPROVED)
    credits_ = [_credit(ctx, party, amount, numbers) for party, amount, numbers in _by_supplier(ctx, run)]
    company = ctx.session.get_one(Company, ctx.company_id)
    run.bank_file = written(Payer(company.name, given.iban, given.bic), run.number, run.pay_on, credits_, run.currency)
    entry = post_entry(
        ctx.session, ctx.company_id, ctx.now.date(), f"Payment run {run.number}", [Side(PAYABLES, run.total), Side(PAYMENTS_OUT, -run.total)]
    )
    run.entry_id, run.status = entry.id, WRITTEN
    ctx.session.flush()
    return Written(run=run.id, number=run.number, payments=len(credits_), total=run.total)


@operation(
    "finance.reconcile-payments",
    label=N_("Reconcile payments"),
    errors={"AMBIGUOUS_MATCH": N_("The bank line is not this payment run"), **WRONG_STATE},
    no_undo=N_("What the bank booked is a fact"),
    icon="arrows-join",
)
def reconcile_payments(ctx: Context, given: ReconcileRun) -> TheRun:
    """The bank has paid the whole run: what was under way has left the account."""
    run = _run(ctx, given.run, WRITTEN)
    line = ctx.session.scalars(select(BankLine).filter_by(id=given.bank_line, company_id=ctx.company_id).with_for_update()).one_or_none()
    if line is None:
        raise NotFound(_("There is no bank line %(key)s.") % {"key": given.bank_line})
    taken = ctx.session.scalars(select(PaymentRun.id).filter_by(bank_line_id=line.id)).first()
    if line.amount != -run.total or line.currency != run.currency or taken is not None:
        said = {"name": line.bank_id, "number": run.number}
        raise BusinessError("AMBIGUOUS_MATCH", _("The bank line %(name)s is not the whole of payment run %(number)s.") % said)
    text = f"Payment run {run.number} paid"
    post_entry(ctx.session, ctx.company_id, line.booked_on, text, [Side(PAYMENTS_OUT, run.total), Side(BANK, -run.total)])
    run.bank_line_id, run.status = line.id, RECONCILED
    ctx.session.flush()
    return TheRun(run=run.id)


@operation("finance.void-payments", label=N_("Void payments"), errors=WRONG_STATE, no_undo=N_("They are proposed anew"), icon="x")
def void_payments(ctx: Context, given: TheRun) -> None:
    """Before the bank has the file: its invoices are free for the next run."""
    run = _run(ctx, given.run, PROPOSED, APPROVED)
    run.status = VOID
    ctx.session.flush()


def sheet(ctx: Context, run: PaymentRun) -> list[Paid]:
    """What the run pays, line by line, as the people see it who prepare and approve it."""
    rows = ctx.session.execute(
        select(PaymentRunItem, Party.name, SupplierInvoice.number)
        .join(Party, Party.id == PaymentRunItem.party_id)
        .join(SupplierInvoice, SupplierInvoice.id == PaymentRunItem.invoice_id)
        .where(PaymentRunItem.run_id == run.id)
        .order_by(Party.name, PaymentRunItem.id)
    )
    return [Paid(invoice=item.invoice_id, supplier=item.party_id, name=name, number=number, amount=item.amount) for item, name, number in rows]


def _run(ctx: Context, key: int, *at: str) -> PaymentRun:
    locked = select(PaymentRun).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    run = ctx.session.scalars(locked).one_or_none()
    if run is None:
        raise NotFound(_("There is no payment run %(key)s.") % {"key": key})
    if run.status not in at:
        raise BusinessError("WRONG_STATE", _("The payment run %(number)s is not at that step any more. Look at its card.") % {"number": run.number})
    return run


def _by_supplier(ctx: Context, run: PaymentRun) -> list[tuple[int, Decimal, str]]:
    """Supplier, sum, and the numbers that the supplier will recognise."""
    sums: dict[int, Decimal] = {}
    numbers: dict[int, list[str]] = {}
    for item in items_of(ctx.session, run):
        sums[item.party_id] = sums.get(item.party_id, ZERO) + item.amount
        numbers.setdefault(item.party_id, []).append(ctx.session.get_one(SupplierInvoice, item.invoice_id).number)
    return [(party, amount, " ".join(numbers[party])) for party, amount in sums.items()]


def _credit(ctx: Context, party_id: int, amount: Decimal, numbers: str) -> Credit:
    party, account = ctx.session.get_one(Party, party_id), account_of(ctx.session, ctx.company_id, party_id)
    if account is None or not is_verified(account, ctx.now):
        said = {"name": party.name}
        raise BusinessError("BANK_UNVERIFIED", _("The bank account of %(name)s is missing, or nobody but who changed it has verified it.") % said)
    return Credit(party.name, account.iban, account.bic, amount, numbers)
