"""Which type does a type expression name? (DMN 10.3.1.2, rules 52 to 57)"""

from __future__ import annotations

from collections.abc import Mapping

from feel.syntax.stream import Stream
from feel.types import ANY, BUILT_IN, ContextType, FeelType, FunctionType, ListType, NamedType, RangeType


def read_type(stream: Stream, known: Mapping[str, FeelType]) -> FeelType:
    """The type that is written here. Raises FeelError."""
    with stream.nested():
        word = stream.token.text
        opens = stream.after().text == "<" and stream.after().kind == "sign"
        if opens and word in ("list", "range"):
            return _of_element(stream, known, word)
        if opens and word == "context":
            return _context(stream, known)
        if word == "function":
            return _function(stream, known)
        return _named(stream, known)


def _of_element(stream: Stream, known: Mapping[str, FeelType], word: str) -> FeelType:
    stream.advance()
    stream.expect_sign("<")
    element = read_type(stream, known)
    stream.expect_sign(">")
    return ListType(element) if word == "list" else RangeType(element)


def _context(stream: Stream, known: Mapping[str, FeelType]) -> FeelType:
    stream.advance()
    stream.expect_sign("<")
    entries: dict[str, FeelType] = {}
    while not stream.take_sign(">"):
        name = stream.name_until(":")
        stream.expect_sign(":")
        entries[name] = read_type(stream, known)
        if not stream.take_sign(","):
            stream.expect_sign(">")
            break
    return ContextType(entries)


def _function(stream: Stream, known: Mapping[str, FeelType]) -> FeelType:
    stream.expect_word("function")
    if not stream.take_sign("<"):
        return BUILT_IN["function"]
    parameters: list[FeelType] = []
    while not stream.take_sign(">"):
        parameters.append(read_type(stream, known))
        if not stream.take_sign(","):
            stream.expect_sign(">")
            break
    result = read_type(stream, known) if stream.take_sign("->") else ANY
    return FunctionType(tuple(parameters), result)


def _named(stream: Stream, known: Mapping[str, FeelType]) -> FeelType:
    if stream.token.text == "null":
        stream.advance()
        return BUILT_IN["Null"]
    name = stream.name()
    while name not in known and stream.at_sign("."):
        stream.advance()
        name = f"{name}.{stream.name()}"
    return known.get(name) or BUILT_IN.get(name) or NamedType(name)
