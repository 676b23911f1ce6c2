"""From an expression's tree to closures that evaluate it; importing this makes all node kinds known."""

from __future__ import annotations

from feel.compiling import calls, leaves, logic, loops, operators, paths, unary
from feel.compiling.core import compiled

MODULES = (calls, leaves, logic, loops, operators, paths, unary)

__all__ = ["MODULES", "compiled"]
