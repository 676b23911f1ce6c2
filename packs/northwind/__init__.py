"""Northwind: a real trading company's two years, read in place from the files that lie beside the checkout."""

from packs.northwind.house import NAME, PEOPLE, NorthwindUser, open_house
from packs.northwind.story import DATA, LATE_PRODUCTS, Order, OrderLine, Receipt, mapping, orders, receipts

__all__ = [
    "DATA", "LATE_PRODUCTS", "NAME", "PEOPLE", "NorthwindUser", "Order", "OrderLine", "Receipt", "mapping", "open_house", "orders", "receipts",
]  # fmt: skip
