"""REST: how programs speak to Virke."""
