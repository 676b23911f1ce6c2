"""What was earned, owed and paid: journal, invoices, payments."""

from erp.accounting import rules as rules  # the database enforces them wherever the tables are made
