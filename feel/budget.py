"""How much may one evaluation cost, and what has it to say about its nulls?"""

from __future__ import annotations

from feel.errors import FeelError
from feel.words import N_, Said

STEPS = 300_000
"""A tenth to a third of a second."""
DEPTH = 100
"""Calls of functions inside one another."""
TEXT = 500_000
"""Characters of one string."""
LENGTH = 100_000
"""Members of one list."""
SOURCE = 50_000
"""Characters of one expression's text."""
NESTING = 60
"""Brackets, conditions and functions inside one another in an expression's text."""
PATTERN_SECONDS = 0.15
"""For all regular expressions of one evaluation."""
REASONS = 20


class Run:
    """One evaluation: the steps it has left, its depth, its time for regular expressions, and the reasons for its nulls."""

    __slots__ = ("depth", "said", "seconds", "steps")

    def __init__(self) -> None:
        self.steps = STEPS
        self.depth = 0
        self.seconds = PATTERN_SECONDS
        self.said: list[Said] = []

    def spend(self, steps: int) -> None:
        """Pay for work. Raises FeelError when the budget is used up."""
        self.steps -= steps
        if self.steps < 0:
            raise FeelError(N_("The evaluation takes more than %s steps; make its lists or its loops smaller."), STEPS)

    def enter(self) -> None:
        """One call deeper. Raises FeelError when it is too deep."""
        self.depth += 1
        if self.depth > DEPTH:
            raise FeelError(N_("Functions call one another more than %s deep; end the recursion earlier."), DEPTH)

    def leave(self) -> None:
        self.depth -= 1

    def made_text(self, text: str) -> str:
        """Pay for a new string. Raises FeelError when it is too long."""
        self.room_for_text(len(text))
        return text

    def room_for_text(self, length: int) -> None:
        """Pay before a string is made. Raises FeelError when it would be too long."""
        if length > TEXT:
            raise FeelError(N_("A text would be longer than %s characters; keep texts shorter."), TEXT)
        self.spend(length >> 5)

    def room_for_list(self, length: int) -> None:
        """Pay before a list is made. Raises FeelError when it would be too long."""
        if length > LENGTH:
            raise FeelError(N_("A list would have more than %s members; keep lists shorter."), LENGTH)
        self.spend(length >> 2)

    def note(self, reason: str, *details: object) -> None:
        """Remember why a value is null; `reason` is a %-format."""
        if len(self.said) < REASONS:
            self.said.append(Said(reason, details))

    @property
    def reasons(self) -> list[str]:
        """Why values are null, in the words of whoever asks."""
        return [str(each) for each in self.said]
