"""Does a wrong expression say where it is wrong?"""

from __future__ import annotations

import pytest

import feel


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "the expression ends"),
        ("1 +", 4, "the expression ends"),
        ("(1 + 2", 7, "should be “)”"),
        ("a = = b", 5, "should be a value"),
        ("if a then b", 12, "should be “else”"),
        ('"open', 1, "no end"),
        ("a ; b", 3, "not part of FEEL"),
        ("[1, 2", 6, "should be “]”"),
        ("1 2", 3, "should end here"),
        ("f(x: 1, x: 2)", 14, "named twice"),
        ("for x in [1] retrun x", 14, "should be “return”"),
    ],
)
def test_an_error_names_its_place(text: str, column: int, message: str) -> None:
    with pytest.raises(feel.FeelError) as caught:
        feel.compile(text)

    assert message in str(caught.value)
    assert (caught.value.line, caught.value.column) == (1, column)


def test_an_error_shows_its_line_with_a_caret() -> None:
    with pytest.raises(feel.FeelError) as caught:
        feel.compile("amount > 100 and\n  rating in (1, )\nor x")

    assert (caught.value.line, caught.value.column) == (2, 17)
    assert caught.value.caret == "  rating in (1, )\n                ^"
