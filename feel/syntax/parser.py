"""Which tree does an expression's text stand for? A Pratt parser of FEEL's grammar (DMN 10.3.1.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from feel.syntax import ast, terms
from feel.syntax.ast import Node
from feel.syntax.lexer import Token
from feel.syntax.names import NameBook
from feel.syntax.reader import Reader
from feel.syntax.stream import Hopeless
from feel.syntax.type_text import read_type
from feel.types import FeelType
from feel.words import N_

POWERS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "between": 3, "in": 3, "+": 4, "-": 4,
    "*": 5, "/": 5, "**": 6, "instance": 7, ".": 8, "[": 8, "(": 8,
}  # fmt: skip
"""How tightly an operator binds."""

ANYTHING, COMPARED, ADDED, NEGATED, POSTFIX = 1, 3, 4, 7, 8
COMPARISONS = frozenset(["=", "!=", "<", "<=", ">", ">="])
CHAIN = 100
"""Comparisons, paths and filters after one another."""

PREFIXES: dict[str, Callable[[Reader], Node]] = {
    "for": terms.for_, "some": terms.quantified, "every": terms.quantified, "if": terms.if_, "function": terms.function,
    "true": terms.constant, "false": terms.constant, "null": terms.constant,
}  # fmt: skip
SIGN_PREFIXES: dict[str, Callable[[Reader], Node]] = {
    "(": terms.in_brackets,
    "[": terms.list_or_interval,
    "]": terms.open_interval,
    "{": terms.context,
}


class Parser(Reader):
    """Reads expressions and unary tests from one text."""

    def __init__(self, text: str, names: NameBook, types: Mapping[str, FeelType], members: Iterable[str] = ()) -> None:
        super().__init__(text, names, members)
        self.types = types

    def expression(self, power: int = ANYTHING) -> Node:
        """What stands here, with all operators that bind at least as tightly as `power`."""
        with self.nested():
            return self.continued(self._prefix(), power)

    def continued(self, left: Node, power: int = ANYTHING) -> Node:
        """The operators that follow a value."""
        links = 0
        while POWERS.get(self._operator(), 0) >= power:
            links += 1
            following = self._infix(left)
            if following is None:
                return left
            if links > CHAIN and not _is_flat(following):
                raise Hopeless(N_("Too many operators follow one another; split the expression."), text=self.text, position=self.token.start)
            left = following
        return left

    def _operator(self) -> str:
        token = self.token
        return token.text if token.kind in ("sign", "name") else ""

    def _prefix(self) -> Node:
        token = self.token
        if token.kind == "name" and (token.text not in PREFIXES or self._known_name_here()):
            return self._name()
        if token.kind == "name":
            return PREFIXES[token.text](self)
        if token.kind == "sign":
            return self._sign_prefix(token)
        if token.kind == "quoted":
            return ast.Name(token.start, self.name())
        return terms.literal(self)

    def _known_name_here(self) -> bool:
        return self.names.longest_at(self.tokens, self.index) is not None

    def _name(self) -> Node:
        return ast.Name(self.token.start, self.name())

    def _sign_prefix(self, token: Token) -> Node:
        if token.text == "-":
            self.advance()
            return terms.negated(token.start, self.expression(NEGATED))
        if token.text not in SIGN_PREFIXES:
            raise self.error(N_("Here should be a value, not %s."), self.shown())
        return SIGN_PREFIXES[token.text](self)

    def _infix(self, left: Node) -> Node | None:
        """The operator after `left` and what belongs to it; None where it belongs to something further out."""
        token = self.token
        if token.text == "[" and self.closing:
            return self._filter_or_close(left)
        self.advance()
        special = INFIXES.get(token.text)
        if special is not None:
            return special(self, left, token)
        right = self.expression(POWERS[token.text] + 1)
        return ast.Binary(token.start, token.text, left, right)

    def _filter_or_close(self, left: Node) -> Node | None:
        def read() -> Node:
            opening = self.advance()
            filtered = _filter(self, left, opening)
            if not self.at_sign("]", ")", "["):
                raise self.error(N_("The interval should end here."))
            return filtered

        return self.attempt(read)

    def test(self) -> Node:
        """One positive unary test: `< 10`, an interval, or an expression."""
        if self.at_sign(*COMPARISONS):
            operator = self.advance()
            return ast.Comparison(operator.start, operator.text, self.expression(ADDED))
        return self.expression()

    def type(self) -> FeelType:
        return read_type(self, self.types)


def _is_flat(node: Node) -> bool:
    """Whether a long chain of these costs no depth."""
    return isinstance(node, ast.Junction) or (isinstance(node, ast.Binary) and node.operator not in COMPARISONS)


def _junction(parser: Parser, left: Node, token: Token) -> Node:
    right = parser.expression(POWERS[token.text] + 1)
    items = left.items if isinstance(left, ast.Junction) and left.operator == token.text else (left,)
    return ast.Junction(token.start, token.text, (*items, right))


def _between(parser: Parser, left: Node, token: Token) -> Node:
    low = parser.expression(ADDED)
    parser.expect_word("and")
    return ast.Between(token.start, left, low, parser.expression(ADDED))


def _in(parser: Parser, left: Node, token: Token) -> Node:
    if parser.at_sign(*COMPARISONS):
        return ast.In(token.start, left, (parser.test(),))
    if parser.at_sign("("):
        return ast.In(token.start, left, terms.tests_in_brackets(parser))
    return ast.In(token.start, left, (parser.expression(ADDED),))


def _instance(parser: Parser, left: Node, token: Token) -> Node:
    parser.expect_word("of")
    return ast.InstanceOf(token.start, left, parser.type())


def _path(parser: Parser, left: Node, token: Token) -> Node:
    return ast.Path(token.start, left, parser.member_name())


def _filter(parser: Parser, left: Node, token: Token) -> Node:
    closing, parser.closing = parser.closing, False
    with parser.naming(parser.member_names):
        condition = parser.expression()
    parser.closing = closing
    parser.expect_sign("]")
    return ast.Filter(token.start, left, condition)


def _call(parser: Parser, left: Node, token: Token) -> Node:
    closing, parser.closing = parser.closing, False
    arguments, names = terms.arguments(parser)
    parser.closing = closing
    return ast.Call(token.start, left, arguments, names)


INFIXES: dict[str, Callable[[Parser, Node, Token], Node]] = {
    "or": _junction, "and": _junction, "between": _between, "in": _in, "instance": _instance, ".": _path, "[": _filter,
    "(": _call,
}  # fmt: skip


def parse(text: str, names: NameBook, types: Mapping[str, FeelType], members: Iterable[str] = ()) -> Node:
    """The tree of an expression. Raises FeelError."""
    parser = Parser(text, names, types, members)
    tree = parser.expression()
    parser.expect_end()
    return tree


def parse_tests(text: str, names: NameBook, types: Mapping[str, FeelType], members: Iterable[str] = ()) -> ast.UnaryTests:
    """The tree of unary tests. Raises FeelError."""
    parser = Parser(text, names, types, members)
    if parser.at_sign("-") and parser.after().kind == "end":
        return ast.UnaryTests(0, (), negated=False)
    negated = parser.attempt(lambda: _negated_tests(parser))
    if negated is not None:
        return ast.UnaryTests(0, tuple(negated), negated=True)
    tests = [parser.test()]
    while parser.take_sign(","):
        tests.append(parser.test())
    parser.expect_end()
    return ast.UnaryTests(0, tuple(tests), negated=False)


def _negated_tests(parser: Parser) -> Iterable[Node]:
    parser.expect_word("not")
    parser.expect_sign("(")
    tests = [parser.test()]
    while parser.take_sign(","):
        tests.append(parser.test())
    parser.expect_sign(")")
    parser.expect_end()
    return tests
