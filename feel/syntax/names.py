"""Which names of more than one token are known, and where does one stand in a text?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from feel.errors import FeelError
from feel.syntax.lexer import KEYWORDS, Token, tokens

DEPTH = 6
SAMPLE = 20


class NameBook:
    """Names of several tokens by their first token, the longest first; a book may add to another."""

    __slots__ = ("by_first", "under")

    def __init__(self, names: Iterable[str] = (), under: NameBook | None = None) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.under = under
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        parts = parts_of(name)
        if len(parts) < 2:
            return
        known = self.by_first.setdefault(parts[0], [])
        if all(parts != other for other, _ in known):
            known.append((parts, name))
            known.sort(key=lambda each: -len(each[0]))

    def longest_at(self, stream: tuple[Token, ...], index: int) -> tuple[str, int] | None:
        """The longest known name that starts at this token, and how many tokens it takes."""
        best: tuple[str, int] | None = None
        book: NameBook | None = self
        while book is not None:
            best = _longer(best, book.by_first.get(stream[index].text, ()), stream, index)
            book = book.under
        return best


def _longer(
    best: tuple[str, int] | None,
    candidates: Iterable[tuple[tuple[str, ...], str]],
    stream: tuple[Token, ...],
    index: int,
) -> tuple[str, int] | None:
    for parts, name in candidates:
        if best is not None and len(parts) <= best[1]:
            break
        here = stream[index : index + len(parts)]
        if len(here) == len(parts) and all(token.text == part and token.kind != "string" for token, part in zip(here, parts, strict=True)):
            return name, len(parts)
    return best


@lru_cache(maxsize=4096)
def parts_of(name: str) -> tuple[str, ...]:
    """The tokens of a name; none for what can only be written in backticks."""
    try:
        return tuple(token.text for token in tokens(name)[:-1])
    except FeelError:
        return ()


def is_special(name: str) -> bool:
    """Whether a name is more than one plain word."""
    return name in KEYWORDS or not name.isidentifier()


def special_names(variables: Mapping[str, object]) -> frozenset[str]:
    """All names in variables, also deeper down, that are more than one plain word."""
    found: set[str] = set()
    _collect(variables, found, DEPTH)
    return frozenset(found)


def _collect(value: object, found: set[str], depth: int) -> None:
    if isinstance(value, Mapping):
        found.update(key for key in value if isinstance(key, str) and is_special(key))
        if depth:
            for member in value.values():
                _collect(member, found, depth - 1)
    elif isinstance(value, list) and depth:
        for member in value[:SAMPLE]:
            _collect(member, found, depth - 1)


CONNECTORS = frozenset("+-*/'")


@lru_cache(maxsize=1024)
def possible_names(text: str) -> tuple[frozenset[str], bool]:
    """The names with signs or keywords that a text may hold, if variables have them; and whether also deeper ones."""
    stream = tokens(text)
    found: set[str] = set()
    deep = False
    for index, token in enumerate(stream):
        if token.kind != "name" or token.text in KEYWORDS:
            continue
        end = _end_of_span(stream, index)
        spans = [last for last in range(index + 1, end + 1) if _holds_connector(stream[index : last + 1])]
        for last in spans:
            span = text[token.start : stream[last].end]
            found.update((" ".join(span.split()), "".join(span.split())))
        deep = deep or bool(spans and _may_be_member(stream, index))
    return frozenset(found), deep


def _end_of_span(stream: tuple[Token, ...], index: int) -> int:
    last = index
    for position in range(index + 1, min(index + 12, len(stream))):
        token = stream[position]
        if token.kind in ("name", "number"):
            last = position
        elif token.text not in CONNECTORS or token.kind != "sign":
            break
    return last


def _holds_connector(span: tuple[Token, ...]) -> bool:
    if span[-1].kind not in ("name", "number") or span[-1].text in KEYWORDS:
        return False
    return any(token.text in CONNECTORS or token.text in KEYWORDS for token in span[1:-1])


def _may_be_member(stream: tuple[Token, ...], index: int) -> bool:
    before = stream[index - 1].text if index else ""
    return before == "." or any(token.text == "[" for token in stream[:index])
