"""Which records does the ERP show, with which lists, cards and pickers?

Announced here and not in each noun's folder, because a card looks down and up: a customer's shows the orders.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import and_

import records
from erp.accounting.tables import Account, Allocation, BankLine, Invoice, InvoiceLine, JournalEntry, JournalLine, Payment
from erp.inventory.tables import Location, StockBalance, StockMove, Warehouse
from erp.logistics.tables import Shipment, ShipmentLine
from erp.parties.tables import Party, PartyAddress, PartyCompany
from erp.products.tables import Product, ProductCompany
from erp.sales.tables import SalesOrder, SalesOrderLine
from kit.i18n import N_
from records import Lines, Part

HERE = Path(__file__).resolve().parent
BY_OPERATION = "record.by-operation"
"""Held by nobody: these rows come from operations alone, and what is posted never changes."""

records.noun(
    "product",
    Product,
    form=HERE / "products" / "product.form",
    title=N_("Product"),
    plural=N_("Products"),
    path="products",
    columns=["sku", "name", "type", "uom", "unit_price", "cost", "handling.reorder_level"],
    search=["sku", "name"],
    naming=["name", "sku"],
    sort="sku",
    parts={"handling": Part(ProductCompany, "product_id")},
    lines={"stock": Lines(StockBalance, "product_id")},
    references="product",
)
records.noun(
    "customer",
    Party,
    form=HERE / "parties" / "customer.form",
    title=N_("Customer"),
    plural=N_("Customers and suppliers"),
    path="parties",
    columns=["code", "name", "address.city", "address.country", "phone", "terms.is_customer", "terms.is_supplier", "terms.credit_limit"],
    search=["code", "name", "cvr", "email", "phone", "address.city"],
    naming=["name", "code"],
    sort="name",
    parts={"address": Part(PartyAddress, "party_id", {"kind": "main"}), "terms": Part(PartyCompany, "party_id")},
    lines={"orders": Lines(SalesOrder, "party_id"), "invoices": Lines(Invoice, "party_id")},
    visible=lambda who: and_(Party.company_id == who.company_id, Party.merged_into.is_(None)),
    references="customer",
)
records.noun(
    "sales_order",
    SalesOrder,
    form=HERE / "sales" / "sales-order.form",
    title=N_("Sales order"),
    plural=N_("Sales orders"),
    path="orders",
    columns=["number", "party_id", "order_date", "required_date", "currency", "freight", "status"],
    search=["number", "status"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-order_date",
    lines={
        "lines": Lines(SalesOrderLine, "order_id"),
        "shipments": Lines(Shipment, "source_id"),
        "invoices": Lines(Invoice, "source_id"),
    },
    references="sales_order",
)
records.noun(
    "shipment",
    Shipment,
    form=HERE / "logistics" / "shipment.form",
    title=N_("Shipment"),
    plural=N_("Shipments"),
    path="shipments",
    columns=["number", "source_id", "party_id", "planned_on", "status", "parcels", "carrier", "tracking"],
    search=["number", "carrier", "tracking", "status"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-planned_on",
    lines={"lines": Lines(ShipmentLine, "shipment_id")},
    references="shipment",
)
records.noun(
    "invoice",
    Invoice,
    form=HERE / "accounting" / "invoice.form",
    title=N_("Invoice"),
    plural=N_("Invoices"),
    path="invoices",
    columns=["number", "party_id", "invoice_date", "due_date", "currency", "net", "freight", "total", "posted"],
    search=["number"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-invoice_date",
    lines={"lines": Lines(InvoiceLine, "invoice_id"), "settled": Lines(Allocation, "invoice_id")},
    references="invoice",
)
records.noun(
    "payment",
    Payment,
    form=HERE / "accounting" / "payment.form",
    title=N_("Payment"),
    plural=N_("Payments"),
    path="payments",
    columns=["paid_on", "party_id", "amount", "currency", "reference", "reversed_on"],
    search=["reference", "amount"],
    write=BY_OPERATION,
    naming=["reference"],
    sort="-paid_on",
    lines={"settles": Lines(Allocation, "payment_id")},
    references="payment",
)
records.noun(
    "bank_line",
    BankLine,
    form=HERE / "accounting" / "bank-line.form",
    title=N_("Bank line"),
    plural=N_("Bank lines"),
    path="bank-lines",
    columns=["booked_on", "text", "amount", "currency", "payment_id"],
    search=["text", "bank_id", "amount"],
    write=BY_OPERATION,
    naming=["text", "bank_id"],
    sort="-booked_on",
    references="bank_line",
)
records.noun(
    "account",
    Account,
    form=HERE / "accounting" / "account.form",
    title=N_("Account"),
    plural=N_("Accounts"),
    path="accounts",
    columns=["code", "name"],
    search=["code", "name"],
    naming=["name", "code"],
    sort="code",
    references="account",
)
records.noun(
    "journal_entry",
    JournalEntry,
    form=HERE / "accounting" / "journal-entry.form",
    title=N_("Journal entry"),
    plural=N_("Journal entries"),
    path="journal-entries",
    columns=["entry_date", "text", "posted"],
    search=["text"],
    write=BY_OPERATION,
    naming=["text"],
    sort="-entry_date",
    lines={"lines": Lines(JournalLine, "entry_id")},
    references="journal_entry",
)
records.noun(
    "warehouse",
    Warehouse,
    form=HERE / "inventory" / "warehouse.form",
    title=N_("Warehouse"),
    plural=N_("Warehouses"),
    path="warehouses",
    columns=["code", "name"],
    search=["code", "name"],
    naming=["name", "code"],
    sort="code",
    references="warehouse",
)
records.noun(
    "location",
    Location,
    form=HERE / "inventory" / "location.form",
    title=N_("Location"),
    plural=N_("Locations"),
    path="locations",
    columns=["code", "kind", "warehouse_id"],
    search=["code"],
    naming=["code"],
    sort="code",
    references="location",
)
records.noun(
    "stock_move",
    StockMove,
    form=HERE / "inventory" / "stock-move.form",
    title=N_("Stock move"),
    plural=N_("Stock moves"),
    path="stock-moves",
    columns=["created_at", "product_id", "from_id", "to_id", "quantity", "unit_cost", "source_id"],
    search=["product_id"],
    write=BY_OPERATION,
    naming=["id"],
    sort="-created_at",
)
