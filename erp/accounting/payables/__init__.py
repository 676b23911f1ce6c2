"""What do we owe to suppliers, and how is it paid?"""

from erp.accounting.payables import rules as rules  # the database enforces them wherever the tables are made
