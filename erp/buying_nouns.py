"""Which records of purchasing and payables does the ERP show, with which lists, cards and pickers?"""

from __future__ import annotations

from pathlib import Path

import records
from erp.accounting.payables.tables import BankAccount, MatchResult, PaymentRun, PaymentRunItem, SupplierInvoice, SupplierInvoiceLine
from erp.nouns import BY_OPERATION
from erp.purchasing.tables import (
    Bid,
    GoodsReceipt,
    GoodsReceiptLine,
    PurchaseBudget,
    PurchaseOrder,
    PurchaseOrderLine,
    Requisition,
    RequisitionLine,
    Rfq,
)
from kit.i18n import N_
from records import Lines

HERE = Path(__file__).resolve().parent
PURCHASING, PAYABLES = HERE / "purchasing", HERE / "accounting" / "payables"

records.noun(
    "purchase_budget",
    PurchaseBudget,
    form=PURCHASING / "purchase-budget.form",
    title=N_("Budget"),
    plural=N_("Budgets"),
    path="budgets",
    columns=["code", "name", "year", "amount"],
    search=["code", "name"],
    naming=["name", "code"],
    sort="code",
)
records.noun(
    "requisition",
    Requisition,
    form=PURCHASING / "requisition.form",
    title=N_("Requisition"),
    plural=N_("Requisitions"),
    path="requisitions",
    columns=["number", "requested_on", "needed_by", "purpose", "budget", "amount", "status"],
    search=["number", "purpose", "budget"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-requested_on",
    lines={"lines": Lines(RequisitionLine, "requisition_id"), "orders": Lines(PurchaseOrder, "requisition_id")},
    references="requisition",
)
records.noun(
    "rfq",
    Rfq,
    form=PURCHASING / "rfq.form",
    title=N_("Request for quotation"),
    plural=N_("Requests for quotation"),
    path="rfqs",
    columns=["number", "requisition_id", "answer_by", "status", "reason"],
    search=["number", "reason"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-answer_by",
    lines={"bids": Lines(Bid, "rfq_id")},
    references="rfq",
)
records.noun(
    "purchase_order",
    PurchaseOrder,
    form=PURCHASING / "purchase-order.form",
    title=N_("Purchase order"),
    plural=N_("Purchase orders"),
    path="purchase-orders",
    columns=["number", "party_id", "order_date", "expected_on", "net", "currency", "status"],
    search=["number", "status"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-order_date",
    lines={
        "lines": Lines(PurchaseOrderLine, "order_id"),
        "receipts": Lines(GoodsReceipt, "order_id"),
        "invoices": Lines(SupplierInvoice, "source_id"),
    },
    references="purchase_order",
)
records.noun(
    "goods_receipt",
    GoodsReceipt,
    form=PURCHASING / "goods-receipt.form",
    title=N_("Goods receipt"),
    plural=N_("Goods receipts"),
    path="goods-receipts",
    columns=["number", "order_id", "received_on", "delivery_note"],
    search=["number", "delivery_note"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-received_on",
    lines={"lines": Lines(GoodsReceiptLine, "receipt_id")},
    references="goods_receipt",
)
records.noun(
    "supplier_invoice",
    SupplierInvoice,
    form=PAYABLES / "supplier-invoice.form",
    title=N_("Supplier's invoice"),
    plural=N_("Suppliers' invoices"),
    path="supplier-invoices",
    columns=["number", "party_id", "source_id", "invoice_date", "due_date", "total", "currency", "status"],
    search=["number", "status"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-invoice_date",
    lines={
        "lines": Lines(SupplierInvoiceLine, "invoice_id"),
        "matches": Lines(MatchResult, "invoice_id"),
        "payments": Lines(PaymentRunItem, "invoice_id"),
    },
    references="supplier_invoice",
)
records.noun(
    "bank_account",
    BankAccount,
    form=PAYABLES / "bank-account.form",
    title=N_("Bank account"),
    plural=N_("Bank accounts"),
    path="bank-accounts",
    columns=["party_id", "iban", "bic", "changed_at", "verified_at", "in_use"],
    search=["iban"],
    write=BY_OPERATION,
    naming=["iban"],
    sort="-changed_at",
    references="bank_account",
)
records.noun(
    "payment_run",
    PaymentRun,
    form=PAYABLES / "payment-run.form",
    title=N_("Payment run"),
    plural=N_("Payment runs"),
    path="payment-runs",
    columns=["number", "pay_on", "total", "currency", "status"],
    search=["number", "status"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-pay_on",
    lines={"items": Lines(PaymentRunItem, "run_id")},
    references="payment_run",
)
