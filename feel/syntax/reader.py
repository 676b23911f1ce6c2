"""What can be read from a stream of tokens? What terms ask of the parser that reads them."""

from __future__ import annotations

from feel.syntax.ast import Node
from feel.syntax.stream import Stream
from feel.types import FeelType


class Reader(Stream):
    """A stream that reads expressions; the parser is one."""

    def expression(self, power: int = 1) -> Node:
        """What stands here, with all operators that bind at least as tightly as `power`."""
        raise NotImplementedError

    def continued(self, left: Node, power: int = 1) -> Node:
        """The operators that follow a value."""
        raise NotImplementedError

    def test(self) -> Node:
        """One positive unary test: `< 10`, an interval, or an expression."""
        raise NotImplementedError

    def type(self) -> FeelType:
        raise NotImplementedError
