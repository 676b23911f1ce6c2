"""The functions that are built into FEEL; importing this fills the registry."""

from __future__ import annotations

from feel.builtins import contexts, interchange, lists, numbers, range_text, ranges, regexes, statistics, strings, temporal
from feel.builtins.registry import FUNCTIONS, BuiltIn, register

MODULES = (contexts, interchange, lists, numbers, range_text, ranges, regexes, statistics, strings, temporal)

__all__ = ["FUNCTIONS", "MODULES", "BuiltIn", "register"]
