"""The processes that ship: one folder each, a bundle that deploys as it stands."""
