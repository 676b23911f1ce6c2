"""Scripts in Python: `run` one in a process of its own, `check` whether it could be run."""

from __future__ import annotations

from engine.scripting.sandbox import Ran, Wrong, check, run

__all__ = ["Ran", "Wrong", "check", "run"]
