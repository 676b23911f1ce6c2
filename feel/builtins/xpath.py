"""How is a regular expression in XPath's notation written for the regex library?"""

from __future__ import annotations

import re

PIECE = re.compile(r"\\[pP]\{[^{}]*\}|\\.|\(\?:|\(\?|\{[0-9, ]*\}|.", re.DOTALL)
QUANTIFIERS = frozenset("*+?")
ESCAPABLE = frozenset("nrtdDsSwWpPiIcC\\|.?*+(){}$-[]^&~#/ ")
NAME_START = r":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
NAME_PART = NAME_START + r"\-.0-9\u00b7\u0300-\u036f"
SHORTHANDS = {"i": f"[{NAME_START}]", "c": f"[{NAME_PART}]", "I": f"[^{NAME_START}]", "C": f"[^{NAME_PART}]"}


def library_pattern(pattern: str, flags: str) -> str:
    """The pattern in the library's notation. Raises ValueError for what XPath does not allow."""
    if "x" in flags:
        pattern = _without_space(pattern)
    writer = _Writer(flags)
    for piece in PIECE.findall(pattern):
        writer.write(piece)
    if writer.depth:
        raise ValueError("A bracket is not closed.")
    return "".join(writer.pieces)


def _without_space(pattern: str) -> str:
    """Flag `x`: white space counts only between square brackets."""
    kept: list[str] = []
    depth, escaped = 0, False
    for character in pattern:
        if depth == 0 and character in " \t\n\r":
            continue
        kept.append(character)
        if not escaped:
            depth += {"[": 1, "]": -1}.get(character, 0)
        escaped = character == "\\" and not escaped
    return "".join(kept)


class _Writer:
    """Takes the pattern piece by piece, inside and outside square brackets."""

    def __init__(self, flags: str) -> None:
        self.pieces: list[str] = []
        self.depth = 0
        self._dot = "." if "s" in flags else r"[^\n\r]"
        self._end = "$" if "m" in flags else r"\Z"
        self._opened = False
        self._quantified = 0

    def write(self, piece: str) -> None:
        if piece.startswith("\\"):
            self.pieces.append(self._escape(piece))
            self._opened = False
        elif self.depth:
            self._inside(piece)
        else:
            self._outside(piece)
        if piece not in QUANTIFIERS and not piece.startswith("{"):
            self._quantified = 0

    def _escape(self, piece: str) -> str:
        letter = piece[1:2]
        if len(piece) > 2:
            return _category(piece)
        if letter.isdigit() and (self.depth or letter == "0"):
            raise ValueError("A group cannot be meant here.")
        if not letter.isdigit() and letter not in ESCAPABLE:
            raise ValueError(f"Nothing is meant by “{piece}”.")
        return SHORTHANDS.get(letter, piece)

    def _outside(self, piece: str) -> None:
        if piece == "(?":
            raise ValueError("Only groups that do not capture may be marked.")
        if piece in QUANTIFIERS or (piece.startswith("{") and len(piece) > 1):
            self._quantified += 1
            if self._quantified > 2 or (self._quantified == 2 and piece != "?"):
                raise ValueError("A quantifier follows another one.")
        if piece == "[":
            self.depth, self._opened = 1, True
        elif piece in ("]", "}"):
            raise ValueError("A bracket is not opened.")
        self.pieces.append({".": self._dot, "$": self._end}.get(piece, piece))

    def _inside(self, piece: str) -> None:
        if piece == "[":
            if not self.pieces or self.pieces[-1] != "-":
                raise ValueError("A square bracket opens inside another pair.")
            self.pieces[-1] = "--["
            self.depth += 1
        elif piece == "]":
            if self._opened:
                raise ValueError("There is nothing between the square brackets.")
            self.depth -= 1
            self.pieces.append("]")
        else:
            self.pieces.append("\\" + piece if piece in "&|~#" else piece)
        self._opened = piece == "[" or (self._opened and piece == "^")


def _category(piece: str) -> str:
    """`\\p{Lu}` as it is; `\\p{IsBasicLatin}` names a block."""
    name = piece[3:-1]
    if not name.replace("-", "").isalnum():
        raise ValueError(f"There is no category “{name}”.")
    return f"{piece[:3]}{'In' + name[2:] if name.startswith('Is') else name}}}"
