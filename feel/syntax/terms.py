"""What may an expression begin with? Literals, brackets, contexts, loops, conditions and functions."""

from __future__ import annotations

from decimal import Decimal

from feel.decimals import read
from feel.syntax import ast
from feel.syntax.ast import Node
from feel.syntax.reader import Reader
from feel.syntax.stream import Hopeless
from feel.temporal.reading import read_any
from feel.types import FeelType
from feel.words import N_

CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None}
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
ADDED = 4


def literal(parser: Reader) -> Node:
    """A number, a string, or a date, time or duration after `@`."""
    token = parser.token
    if token.kind == "end":
        raise parser.error(N_("Here should be a value, but the expression ends."))
    parser.advance()
    if token.kind == "number":
        return ast.Constant(token.start, read(token.text))
    if token.kind == "at":
        return ast.Constant(token.start, read_any(token.text))
    return ast.Constant(token.start, token.text)


def constant(parser: Reader) -> Node:
    token = parser.advance()
    return ast.Constant(token.start, CONSTANTS[token.text])


def negated(position: int, value: Node) -> Node:
    if isinstance(value, ast.Constant) and isinstance(value.value, Decimal):
        return ast.Constant(position, -value.value)
    return ast.Negation(position, value)


def in_brackets(parser: Reader) -> Node:
    """An expression, an interval, or a comparison like `(< 10)`."""
    opening = parser.advance()
    if parser.at_sign(*COMPARISONS):
        test = parser.test()
        parser.expect_sign(")")
        return test
    first = _inside(parser)
    if parser.at_sign(".."):
        return _interval_from(parser, opening.start, first, included=False)
    parser.expect_sign(")")
    return first


def tests_in_brackets(parser: Reader) -> tuple[Node, ...]:
    """After `in`: several tests, or one expression in brackets that goes on after them."""
    opening = parser.advance()
    first = _test_inside(parser)
    if parser.at_sign("..") and not isinstance(first, ast.Comparison):
        return (parser.continued(_interval_from(parser, opening.start, first, included=False), ADDED),)
    tests = [first]
    while parser.take_sign(","):
        tests.append(_test_inside(parser))
    parser.expect_sign(")")
    if len(tests) == 1:
        return (parser.continued(first, ADDED),)
    return tuple(tests)


def list_or_interval(parser: Reader) -> Node:
    opening = parser.advance()
    if parser.take_sign("]"):
        return ast.ListOf(opening.start, ())
    items = [_test_inside(parser)]
    if parser.at_sign(".."):
        return _interval_from(parser, opening.start, items[0], included=True)
    while parser.take_sign(","):
        items.append(_test_inside(parser))
    parser.expect_sign("]")
    return ast.ListOf(opening.start, tuple(items))


def open_interval(parser: Reader) -> Node:
    """`]1..10]`: the first end is not included."""
    opening = parser.advance()
    return _interval_from(parser, opening.start, _inside(parser), included=False)


def _interval_from(parser: Reader, position: int, start: Node, *, included: bool) -> Node:
    parser.expect_sign("..")
    closing, parser.closing = parser.closing, True
    end = parser.expression(ADDED)
    parser.closing = closing
    close = parser.expect_sign("]", ")", "[")
    return ast.Interval(position, start, end, included, close.text == "]")


def _inside(parser: Reader) -> Node:
    closing, parser.closing = parser.closing, False
    found = parser.expression()
    parser.closing = closing
    return found


def _test_inside(parser: Reader) -> Node:
    closing, parser.closing = parser.closing, False
    found = parser.test()
    parser.closing = closing
    return found


def context(parser: Reader) -> Node:
    """`{name: value, "any text": value}`; an entry sees those before it."""
    opening = parser.advance()
    entries: list[tuple[str, Node]] = []
    with parser.naming() as names:
        while not parser.take_sign("}"):
            key = parser.advance().text if parser.token.kind == "string" else parser.name_until(":")
            parser.expect_sign(":")
            entries.append((key, _inside(parser)))
            names.add(key)
            if not parser.take_sign(","):
                parser.expect_sign("}")
                break
    return ast.ContextOf(opening.start, tuple(entries))


def if_(parser: Reader) -> Node:
    word = parser.expect_word("if")
    condition = parser.expression()
    parser.expect_word("then")
    then = parser.expression()
    parser.expect_word("else")
    return ast.If(word.start, condition, then, parser.expression())


def for_(parser: Reader) -> Node:
    word = parser.expect_word("for")
    with parser.naming():
        iterators = _iterators(parser)
        parser.expect_word("return")
        return ast.For(word.start, iterators, parser.expression())


def quantified(parser: Reader) -> Node:
    word = parser.advance()
    with parser.naming():
        iterators = _iterators(parser)
        parser.expect_word("satisfies")
        return ast.Quantified(word.start, word.text == "every", iterators, parser.expression())


def _iterators(parser: Reader) -> tuple[ast.Iterator, ...]:
    iterators = [_iterator(parser)]
    while parser.take_sign(","):
        iterators.append(_iterator(parser))
    return tuple(iterators)


def _iterator(parser: Reader) -> ast.Iterator:
    name = parser.name_until("in")
    parser.expect_word("in")
    domain = parser.expression()
    end = parser.expression() if parser.take_sign("..") else None
    parser.names.add(name)
    return ast.Iterator(name, domain, end)


def function(parser: Reader) -> Node:
    """`function(a: number, b) a + b`, or one that is external."""
    word = parser.expect_word("function")
    parser.expect_sign("(")
    with parser.naming() as names:
        parameters: list[tuple[str, FeelType | None]] = []
        while not parser.take_sign(")"):
            name = parser.name_until(",", ":", ")")
            parameters.append((name, parser.type() if parser.take_sign(":") else None))
            names.add(name)
            if not parser.take_sign(","):
                parser.expect_sign(")")
                break
        external = parser.take_word("external")
        return ast.FunctionOf(word.start, tuple(parameters), parser.expression(), external)


def arguments(parser: Reader) -> tuple[tuple[Node, ...], tuple[str, ...] | None]:
    """What stands in a call's brackets, positional or named."""
    if parser.take_sign(")"):
        return (), None
    named = parser.attempt(lambda: _named_arguments(parser))
    if named is not None:
        return tuple(node for _, node in named), tuple(name for name, _ in named)
    found = [parser.test()]
    while parser.take_sign(","):
        found.append(parser.test())
    parser.expect_sign(")")
    return tuple(found), None


def _named_arguments(parser: Reader) -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = []
    while not found or parser.take_sign(","):
        name = parser.advance().text if parser.token.kind == "string" else parser.name_until(":", ",", ")", "(")
        parser.expect_sign(":")
        found.append((name, parser.expression()))
    parser.expect_sign(")")
    if len({name for name, _ in found}) < len(found):
        raise Hopeless(N_("An argument is named twice."), text=parser.text, position=parser.token.start)
    return found
