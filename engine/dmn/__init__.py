"""DMN decisions: `read` a model, `evaluate` its decisions."""

from __future__ import annotations

from engine.dmn.elements import Decision
from engine.dmn.importing import Outline, in_order, outline
from engine.dmn.model import Evaluation, Model
from engine.dmn.problems import DmnRefused, Problem, Severity
from engine.dmn.reading import read
from engine.dmn.session import Decided, MatchedRule

__all__ = ["Decided", "Decision", "DmnRefused", "Evaluation", "MatchedRule", "Model", "Outline", "Problem", "Severity", "in_order", "outline", "read"]
