"""How does FEEL say that an expression is wrong or too dear?"""

from __future__ import annotations

from feel.words import N_, Said


class FeelError(ValueError):
    """An expression that cannot be read, or that exceeds its budget; says where, when it is known.

    `message` is an English %-format with `details` in its places (see feel.words).
    """

    def __init__(self, message: str, *details: object, text: str = "", position: int | None = None) -> None:
        super().__init__(message, *details)
        self.said = Said(message, details)
        self.text = text
        self.position = position
        self.line, self.column = _place(text, position)

    @property
    def reason(self) -> str:
        """What is wrong, without the place."""
        return str(self.said)

    @property
    def caret(self) -> str:
        """The line that is wrong, and below it a caret under the place; empty when no place is known."""
        if self.line is None or self.column is None:
            return ""
        line = self.text.splitlines()[self.line - 1] if self.text else ""
        start = max(0, self.column - 61)
        return f"{line[start : start + 120]}\n{' ' * (self.column - 1 - start)}^"

    def __str__(self) -> str:
        if self.line is None:
            return self.reason
        return str(Said(N_("%s (line %s, column %s)"), (self.said, self.line, self.column)))


def _place(text: str, position: int | None) -> tuple[int | None, int | None]:
    if position is None:
        return None, None
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")
