"""Which operations and records does the CRM announce? Importing this module announces them all."""

from crm import nouns, telling
from crm.marketing import operations as marketing
from crm.sales import deciding
from crm.sales.deals import operations as deals
from crm.sales.dialogue import operations as dialogue
from crm.sales.leads import converting, merging
from crm.sales.leads import operations as leads
from crm.sales.quotes import contracts, ordering
from crm.sales.quotes import operations as quotes
from crm.service import operations as service

ANNOUNCED = (contracts, converting, deals, deciding, dialogue, leads, marketing, merging, nouns, ordering, quotes, service, telling)
