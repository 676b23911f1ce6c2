"""In whose words does FEEL speak? Its messages are English formats that whoever embeds it may translate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Translate = Callable[[str], str]


def _as_written(message: str) -> str:
    return message


_translate: Translate = _as_written


def speak(translate: Translate) -> None:
    """Have messages put into the words of whoever reads them, at the time when they are read."""
    global _translate
    _translate = translate


def N_(message: str) -> str:  # noqa: N802  the name that gettext's extractors know
    """Mark a message for translation where it is written."""
    return message


@dataclass(frozen=True, slots=True)
class Said:
    """A message and what stands in its places; its text is made when it is read."""

    message: str
    """An English %-format: also the message's id in a catalog."""
    details: tuple[object, ...] = ()

    def __str__(self) -> str:
        text = _translate(self.message)
        return text % self.details if self.details else text
