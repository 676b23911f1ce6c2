"""Which rules of the books does the database itself enforce?"""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from erp.accounting.tables import Allocation, Invoice, InvoiceLine, JournalEntry, JournalLine
from kit.db.triggers import forbid, refuse_insert

_entry, _line = cast(Table, JournalEntry.__table__), cast(Table, JournalLine.__table__)
_invoice, _invoice_line = cast(Table, Invoice.__table__), cast(Table, InvoiceLine.__table__)

_allocation = cast(Table, Allocation.__table__)

_SETTLED = "(SELECT COALESCE(SUM(amount), 0) + NEW.amount FROM allocation WHERE {side}_id = NEW.{side}_id)"
_TOO_MUCH = " OR ".join(
    f"{settled} < 0 OR {settled} > (SELECT {whole} FROM {side} WHERE id = NEW.{side}_id)"  # noqa: S608  our own names
    for side, whole in (("invoice", "total"), ("payment", "amount"))
    for settled in (_SETTLED.format(side=side),)
)
_CLOSED = "NEW.posted AND EXISTS (SELECT 1 FROM company WHERE id = NEW.company_id AND lock_date >= NEW.entry_date)"
_UNEVEN = "NEW.posted AND (SELECT COUNT(*) < 2 OR COALESCE(SUM(debit), 0) <> COALESCE(SUM(credit), 0) FROM journal_line WHERE entry_id = NEW.id)"


def keep(table: Table, posted_parent: str) -> None:
    """Refuse to change or delete a row once it, or the paper it belongs to, is posted."""
    for verb in ("UPDATE", "DELETE"):
        forbid(table, f"{table.name}_no_{verb.lower()}", verb, posted_parent.format(row="OLD"), "what is posted never changes")


refuse_insert(_entry, "journal_entry_draft_first", "NEW.posted", "an entry is posted after its lines are written")
refuse_insert(_invoice, "invoice_draft_first", "NEW.posted", "an invoice is posted after its lines are written")
forbid(_entry, "journal_entry_balances", "UPDATE", _UNEVEN, "a posted entry has two lines or more, and debit equals credit")
forbid(_entry, "journal_entry_in_open_books", "UPDATE", _CLOSED, "the books are locked on this day")
refuse_insert(_allocation, "allocation_fits", _TOO_MUCH, "no more is allocated than the invoice and the payment have")
keep(_allocation, "TRUE")
forbid(_invoice, "invoice_has_number", "UPDATE", "NEW.posted AND NEW.number IS NULL", "a posted invoice has a number")
keep(_entry, "{row}.posted")
keep(_invoice, "{row}.posted")
for _table, _parent, _column in ((_line, "journal_entry", "entry_id"), (_invoice_line, "invoice", "invoice_id")):
    _posted = f"EXISTS (SELECT 1 FROM {_parent} WHERE id = {{row}}.{_column} AND posted)"  # noqa: S608  our own names
    keep(_table, _posted)
    refuse_insert(_table, f"{_table.name}_no_insert", _posted.format(row="NEW"), "what is posted never changes")
    forbid(_table, f"{_table.name}_no_move", "UPDATE", _posted.format(row="NEW"), "what is posted never changes")
