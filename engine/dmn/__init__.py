"""DMN decisions: `read` a model, `evaluate` its decisions."""

from __future__ import annotations

from engine.dmn.model import Evaluation, Model
from engine.dmn.problems import DmnRefused, Problem, Severity
from engine.dmn.reading import read
from engine.dmn.session import MatchedRule

__all__ = ["DmnRefused", "Evaluation", "MatchedRule", "Model", "Problem", "Severity", "read"]
