"""What does a text say once its {{expressions}} have their values? (the template language of form-js)

`{{expression}}`, `{{#if condition}}…{{/if}}`, `{{#loop list}}…{{/loop}}`; inside a loop `this` is the item, and an item's own
names can be used as they stand. A text that begins with `=` is one expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from forms.place import Place, is_expression
from forms.showing import shown

Escape = Callable[[str], str]

_TAG = re.compile(r"\{\{\s*(#if|#loop|/if|/loop)?(.*?)\s*\}\}", re.DOTALL)
ROUNDS = 10_000


class TemplateError(ValueError):
    """The blocks of a template do not close where they should."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain words, the value of an expression, or a block around further pieces."""

    kind: str
    text: str
    inner: tuple[Piece, ...] = ()


def filled(text: str, place: Place, escape: Escape = str) -> str:
    """The text with every expression's value; an ill-formed template stands as it is."""
    if is_expression(text):
        return escape(shown(place.evaluate(text)))
    if "{{" not in text:
        return text
    try:
        pieces = pieces_of(text)
    except TemplateError:
        return text
    return "".join(_said(pieces, place, escape))


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The parts of a template. Raises TemplateError."""
    open_blocks: list[tuple[str, str, list[Piece]]] = [("", "", [])]
    end = 0
    for tag in _TAG.finditer(text):
        _words(open_blocks, text[end : tag.start()])
        _place_tag(open_blocks, tag[1] or "", tag[2].strip())
        end = tag.end()
    _words(open_blocks, text[end:])
    if len(open_blocks) > 1:
        raise TemplateError(f"{{{{#{open_blocks[-1][0]}}}}} is never closed")
    return tuple(open_blocks[0][2])


def expressions_of(text: str) -> list[str]:
    """Every expression in a template. Raises TemplateError."""
    if is_expression(text):
        return [text[1:]]
    return list(_expressions(pieces_of(text)))


def _expressions(pieces: tuple[Piece, ...]) -> Iterator[str]:
    for piece in pieces:
        if piece.kind != "words":
            yield piece.text
        yield from _expressions(piece.inner)


def _words(open_blocks: list[tuple[str, str, list[Piece]]], words: str) -> None:
    if words:
        open_blocks[-1][2].append(Piece("words", words))


def _place_tag(open_blocks: list[tuple[str, str, list[Piece]]], mark: str, expression: str) -> None:
    if mark.startswith("#"):
        open_blocks.append((mark[1:], expression, []))
    elif mark:
        kind, condition, inner = open_blocks[-1]
        if kind != mark[1:]:
            raise TemplateError(f"{{{{{mark}}}}} closes nothing")
        open_blocks.pop()
        open_blocks[-1][2].append(Piece(kind, condition, tuple(inner)))
    else:
        open_blocks[-1][2].append(Piece("value", expression))


def _said(pieces: tuple[Piece, ...], place: Place, escape: Escape) -> Iterator[str]:
    for piece in pieces:
        if piece.kind == "words":
            yield piece.text
        elif piece.kind == "value":
            yield escape(shown(place.evaluate(piece.text)))
        elif piece.kind == "if":
            if place.evaluate(piece.text) is True:
                yield from _said(piece.inner, place, escape)
        else:
            yield from _looped(piece, place, escape)


def _looped(piece: Piece, place: Place, escape: Escape) -> Iterator[str]:
    items = place.evaluate(piece.text)
    for number, item in enumerate(items[:ROUNDS] if isinstance(items, list) else [], start=1):
        named = item if isinstance(item, Mapping) else {}
        inside = replace(place.in_row(named, number), variables={**place.variables, **named}, this=item)
        yield from _said(piece.inner, inside, escape)
