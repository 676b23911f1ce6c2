"""Absence: who works in whose place, from when until when."""

from people.absence.arranging import Absence, arrange, arranges_for_others, end
from people.absence.queries import Arrangement, arrangements

__all__ = ["Absence", "Arrangement", "arrange", "arrangements", "arranges_for_others", "end"]
