"""Which operations and records does the ERP announce? Importing this module announces them all."""

from erp import nouns, telling
from erp.accounting import operations as accounting
from erp.accounting import payments
from erp.inventory import operations as inventory
from erp.logistics import operations as logistics
from erp.sales import operations as sales

ANNOUNCED = (accounting, payments, inventory, logistics, sales, nouns, telling)
