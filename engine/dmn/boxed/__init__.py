"""Boxed expressions: one file for each family of them."""
