"""Which rules of payables does the database itself enforce?"""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from erp.accounting.payables.tables import PaymentRun, PaymentRunItem, SupplierInvoice, SupplierInvoiceLine
from kit.db.triggers import forbid, refuse_insert

_invoice, _line = cast(Table, SupplierInvoice.__table__), cast(Table, SupplierInvoiceLine.__table__)
_run, _item = cast(Table, PaymentRun.__table__), cast(Table, PaymentRunItem.__table__)
_POSTED = "EXISTS (SELECT 1 FROM supplier_invoice WHERE id = {row}.invoice_id AND status = 'posted')"
_WRITTEN = "EXISTS (SELECT 1 FROM payment_run WHERE id = {row}.run_id AND status IN ('written', 'reconciled'))"
_TWICE = """EXISTS (SELECT 1 FROM payment_run_item i JOIN payment_run r ON r.id = i.run_id
    WHERE i.invoice_id = NEW.invoice_id AND r.status <> 'void')"""

for _verb in ("UPDATE", "DELETE"):
    forbid(_invoice, f"supplier_invoice_no_{_verb.lower()}", _verb, "OLD.status = 'posted'", "what is posted never changes")
    forbid(_line, f"supplier_invoice_line_no_{_verb.lower()}", _verb, _POSTED.format(row="OLD"), "what is posted never changes")
    forbid(_item, f"payment_run_item_no_{_verb.lower()}", _verb, _WRITTEN.format(row="OLD"), "what the bank was told never changes")
refuse_insert(_line, "supplier_invoice_line_no_insert", _POSTED.format(row="NEW"), "what is posted never changes")
refuse_insert(_item, "payment_run_item_once", _TWICE, "an invoice is in one payment run only")
forbid(_run, "payment_run_keeps_its_file", "UPDATE", "OLD.bank_file IS NOT NULL AND (NEW.bank_file IS NULL OR NEW.bank_file <> OLD.bank_file "
       "OR NEW.total <> OLD.total)", "what the bank was told never changes")  # fmt: skip
