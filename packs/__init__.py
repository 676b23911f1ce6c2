"""Industry packs: what a company of one trade starts with."""
