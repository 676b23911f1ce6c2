"""Which tokens is an expression's text made of?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from feel.budget import SOURCE
from feel.errors import FeelError
from feel.words import N_

Kind = Literal["number", "string", "name", "quoted", "at", "sign", "end"]

NAME_START = (
    "?A-Z_a-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME_PART = NAME_START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"

TOKEN = re.compile(
    r"(?P<space>[\s\u180e\ufeff]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)"
    r"|(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)"
    rf"|(?P<name>[{NAME_START}][{NAME_PART}]*)"
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    r'|(?P<at>@\s*"(?:[^"\\]|\\.)*")'
    r"|(?P<quoted>`[^`\n]+`)"
    r"|(?P<sign>\*\*|\.\.|->|<=|>=|!=|[-+*/=<>()\[\]{},:.'])",
    re.DOTALL,
)

ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
SURROGATES = re.compile("[\ud800-\udfff]")

KEYWORDS = frozenset((
    "for", "in", "return", "if", "then", "else", "some", "every", "satisfies", "and", "or", "between", "instance", "of",
    "function", "external", "true", "false", "null",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    """A string's value, a name, a number's digits, or the sign itself."""
    start: int
    end: int


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text, with one of kind `end` last. Raises FeelError."""
    if len(text) > SOURCE:
        raise FeelError(N_("The expression has more than %s characters; make it shorter."), SOURCE)
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise FeelError(*_complaint(text, position), text=text, position=position)
        position = match.end()
        kind = match.lastgroup
        if kind != "space":
            found.append(_token(kind, match))
    found.append(Token("end", "", len(text), len(text)))
    return tuple(found)


def _token(kind: str | None, match: re.Match[str]) -> Token:
    text, start, end = match.group(), match.start(), match.end()
    if kind == "string":
        return Token("string", unescaped(text[1:-1]), start, end)
    if kind == "at":
        return Token("at", unescaped(text[text.index('"') + 1 : -1]), start, end)
    if kind == "quoted":
        return Token("quoted", text[1:-1], start, end)
    if kind == "number":
        return Token("number", text, start, end)
    return Token("name" if kind == "name" else "sign", text, start, end)


def unescaped(text: str) -> str:
    """A string literal's value: escapes resolved, surrogate pairs joined, lone halves replaced."""
    if "\\" not in text:
        return text
    value = ESCAPE.sub(_character, text)
    if SURROGATES.search(value):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _character(match: re.Match[str]) -> str:
    escape = match.group(1)
    if len(escape) > 1:
        code = int(escape[1:], 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return PLAIN_ESCAPES.get(escape, "\\" + escape)


def _complaint(text: str, position: int) -> tuple[str, ...]:
    if text[position] == '"':
        return (N_("This string has no end."),)
    if text[position] == "`":
        return (N_("This name in backticks has no end."),)
    return N_("“%s” is not part of FEEL."), text[position]
