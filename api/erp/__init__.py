"""/erp: the company's records and what can be done with them."""
