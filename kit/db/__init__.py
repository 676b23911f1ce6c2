"""The relational store: sessions, column types, plain SQL, rules."""

from kit.db.base import Base, Keyed, Row
from kit.db.database import Database
from kit.db.hooks import after_commit
from kit.db.once import find_or_make
from kit.db.sql import Selected, execute, execute_many, execute_together, for_update
from kit.db.types import Amount, Instant, JsonDoc, Key, Price, Quantity, Rate

__all__ = [
    "Amount",
    "Base",
    "Database",
    "Instant",
    "JsonDoc",
    "Key",
    "Keyed",
    "Price",
    "Quantity",
    "Rate",
    "Row",
    "Selected",
    "after_commit",
    "execute",
    "execute_many",
    "execute_together",
    "find_or_make",
    "for_update",
]
