"""What does a BPMN file hold once it is read?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.plan import Plan
from engine.bpmn.problems import Problem


@dataclass(frozen=True, slots=True)
class Model:
    """Every executable process of a file, compiled, and what the linter warns about."""

    file: str
    plans: Mapping[str, Plan]
    """By process id."""
    problems: tuple[Problem, ...] = ()
    """Warnings; anything worse refuses the model."""
