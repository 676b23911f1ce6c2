"""Where does the parser stand among the tokens, and which name begins here?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from feel.budget import NESTING
from feel.errors import FeelError
from feel.syntax.lexer import KEYWORDS, Token, tokens
from feel.syntax.names import NameBook
from feel.words import N_, Said

T = TypeVar("T")

TRIES = 20_000
"""Tokens read, also again after a wrong turn, before a text counts as hopeless."""


NAME_SIGNS = (".", "/", "-", "'", "+", "*", "**", "..")
"""What may stand inside a name besides its words."""


class Stream:
    """The tokens of a text and a place among them."""

    def __init__(self, text: str, names: NameBook, members: Iterable[str] = ()) -> None:
        self.text = text
        self.member_names = tuple(members)
        self.members = NameBook(self.member_names, names)
        """The names that may follow a dot, or stand in a filter."""
        self.tokens = tokens(text)
        self.names = names
        self.index = 0
        self.closing = False
        """In an interval's last end, where `[` may close it."""
        self._nesting = 0
        self._tries = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def after(self, count: int = 1) -> Token:
        """A token further on; the end when there are no more."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def advance(self) -> Token:
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        self._tries += 1
        if self._tries > TRIES + 10 * len(self.tokens):
            raise Hopeless(N_("The expression is too tangled to be read."), text=self.text, position=token.start)
        return token

    def at_sign(self, *signs: str) -> bool:
        token = self.token
        return token.kind == "sign" and token.text in signs

    def at_word(self, word: str) -> bool:
        token = self.token
        return token.kind == "name" and token.text == word

    def take_sign(self, sign: str) -> bool:
        """Step over a sign if it stands here."""
        if self.at_sign(sign):
            self.advance()
            return True
        return False

    def take_word(self, word: str) -> bool:
        if self.at_word(word):
            self.advance()
            return True
        return False

    def expect_sign(self, *signs: str) -> Token:
        if not self.at_sign(*signs):
            if len(signs) == 1:
                raise self.error(N_("Here should be “%s”, not %s."), signs[0], self.shown())
            raise self.error(N_("Here should be one of %s, not %s."), " ".join(signs), self.shown())
        return self.advance()

    def expect_word(self, word: str) -> Token:
        if not self.at_word(word):
            raise self.error(N_("Here should be “%s”, not %s."), word, self.shown())
        return self.advance()

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.error(N_("The expression should end here, but %s follows."), self.shown())

    def shown(self) -> Said | str:
        token = self.token
        if token.kind == "end":
            return Said(N_("the end"))
        return f"“{self.text[token.start : token.end][:40]}”"

    def error(self, message: str, *details: object) -> FeelError:
        return FeelError(message, *details, text=self.text, position=self.token.start)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """One level deeper. Raises FeelError when it is too deep."""
        self._nesting += 1
        if self._nesting > NESTING:
            raise Hopeless(N_("The expression nests more than %s deep; make it flatter."), NESTING, text=self.text, position=self.token.start)
        yield
        self._nesting -= 1

    @contextmanager
    def naming(self, names: Iterable[str] = ()) -> Iterator[NameBook]:
        """Names that are known inside the block."""
        outer = self.names
        self.names = NameBook(names, outer)
        yield self.names
        self.names = outer

    def attempt(self, read: Callable[[], T]) -> T | None:
        """What `read` gives; None, and back to the start, where the text does not fit."""
        index, nesting, names, closing = self.index, self._nesting, self.names, self.closing
        try:
            return read()
        except Hopeless:
            raise
        except FeelError:
            self.index, self._nesting, self.names, self.closing = index, nesting, names, closing
            return None

    def name(self) -> str:
        """The name that stands here: a known one of several tokens, or all words that follow one another."""
        token = self.token
        if token.kind == "quoted":
            return self.advance().text
        known = self.names.longest_at(self.tokens, self.index)
        if known is not None:
            for _ in range(known[1]):
                self.advance()
            return known[0]
        if token.kind != "name" or token.text in KEYWORDS:
            raise self.error(N_("Here should be a name, not %s."), self.shown())
        words = [self.advance().text]
        while self._continues_name():
            words.append(self.advance().text)
        return " ".join(words)

    def _continues_name(self) -> bool:
        token = self.token
        return token.kind == "number" or (token.kind == "name" and token.text not in KEYWORDS)

    def member_name(self) -> str:
        """The name after a dot, which may also be a keyword."""
        outer, self.names = self.names, self.members
        is_keyword = self.token.text in KEYWORDS and self.names.longest_at(self.tokens, self.index) is None
        found = self.advance().text if is_keyword else self.name()
        self.names = outer
        return found

    def name_until(self, *stops: str) -> str:
        """A new name: all tokens up to one of these signs or words."""
        if self.token.kind == "quoted":
            return self.advance().text
        start = self.token
        if start.kind != "name" or start.text in KEYWORDS:
            raise self.error(N_("Here should be a name, not %s."), self.shown())
        end = start
        while self.token.text not in stops and (self.token.kind in ("name", "number") or self.at_sign(*NAME_SIGNS)):
            end = self.advance()
        return " ".join(self.text[start.start : end.end].split())


class Hopeless(FeelError):
    """A text that no other reading can save."""
