"""How does FEEL say that an expression is wrong or too dear?"""

from __future__ import annotations


class FeelError(ValueError):
    """An expression that cannot be read, or that exceeds its budget; says where, when it is known."""

    def __init__(self, message: str, text: str = "", position: int | None = None) -> None:
        self.reason = message
        self.text = text
        self.position = position
        self.line, self.column = _place(text, position)
        super().__init__(self._shown())

    @property
    def caret(self) -> str:
        """The line that is wrong, and below it a caret under the place; empty when no place is known."""
        if self.line is None or self.column is None:
            return ""
        line = self.text.splitlines()[self.line - 1] if self.text else ""
        start = max(0, self.column - 61)
        return f"{line[start : start + 120]}\n{' ' * (self.column - 1 - start)}^"

    def _shown(self) -> str:
        if self.line is None:
            return self.reason
        return f"{self.reason} (line {self.line}, column {self.column})"


def _place(text: str, position: int | None) -> tuple[int | None, int | None]:
    if position is None:
        return None, None
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")
