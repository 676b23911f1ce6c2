"""Which operations and records does the ERP announce? Importing this module announces them all."""

from erp import buying_nouns, nouns, telling
from erp.accounting import operations as accounting
from erp.accounting import payments
from erp.accounting.payables import bank_accounts, invoices, payment_runs
from erp.inventory import operations as inventory
from erp.logistics import operations as logistics
from erp.purchasing import matching, ordering, receiving, requisitions, tendering
from erp.sales import operations as sales

ANNOUNCED = (
    accounting, payments, bank_accounts, invoices, payment_runs, inventory, logistics, matching, ordering, receiving, requisitions, tendering,
    sales, nouns, buying_nouns, telling,
)  # fmt: skip
