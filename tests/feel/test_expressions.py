"""Do expressions give what DMN says, from plain variables and by themselves?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import feel
from feel.budget import Run
from feel.comparing import same
from kit import clock
from tests.feel.examples import examples


@pytest.mark.parametrize(("text", "gives"), examples())
def test_an_example_gives_what_it_says(text: str, gives: str) -> None:
    value = feel.evaluate(text, {})

    assert same(Run(), value, feel.evaluate(gives, {})), value


def test_a_sum_over_the_lines_of_an_order() -> None:
    order = {"lines": [{"amount": Decimal("600.50")}, {"amount": Decimal("399.50")}, {"amount": Decimal("0.01")}]}

    assert feel.evaluate("sum(lines.amount) > 1000", order) is True


def test_integers_count_as_numbers() -> None:
    assert feel.evaluate("amount * 2 = 6 and amount in [1..5]", {"amount": 3}) is True
    assert isinstance(feel.evaluate("amount", {"amount": 3}), Decimal)


def test_a_name_with_spaces_and_signs_is_found_among_the_variables() -> None:
    variables = {"Date of birth": date(2000, 1, 1), "pre-bureau score": Decimal(90), "score": Decimal(1)}

    assert feel.evaluate("Date of birth.year", variables) == Decimal(2000)
    assert feel.evaluate("pre-bureau score - score", variables) == Decimal(89)


def test_a_sign_is_a_sign_where_no_variable_has_it_in_its_name() -> None:
    assert feel.evaluate("a-b", {"a": Decimal(5), "b": Decimal(3)}) == Decimal(2)
    assert feel.evaluate("a-b", {"a-b": Decimal(7), "a": Decimal(5), "b": Decimal(3)}) == Decimal(7)


def test_a_name_deep_in_a_variable_may_have_signs_too() -> None:
    person = {"person": {"date of birth": date(2000, 2, 3), "e-mail": "a@b.dk"}}

    assert feel.evaluate("person.date of birth.month", person) == Decimal(2)
    assert feel.evaluate("person.e-mail", person) == "a@b.dk"


def test_a_variable_named_like_a_function_does_not_hide_the_function() -> None:
    assert feel.evaluate('date("2024-01-02") > date', {"date": date(2024, 1, 1)}) is True


def test_now_and_today_ask_the_house_clock() -> None:
    with clock.use(clock.MovingClock(datetime(2024, 5, 6, 7, 8, tzinfo=UTC))):
        assert feel.evaluate("now()", {}) == datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
        assert feel.evaluate("today()", {}) == date(2024, 5, 6)


def test_a_compiled_expression_serves_many_variables() -> None:
    expression = feel.compile('amount > 1000 and customer.rating in ("A", "B")')

    assert expression({"amount": Decimal(2000), "customer": {"rating": "B"}}) is True
    assert expression({"amount": Decimal(2000), "customer": {"rating": "C"}}) is False
    assert expression({"amount": Decimal(10), "customer": {}}) is False
    assert expression({"amount": Decimal(2000)}) is False
    assert expression({"customer": {"rating": "B"}}) is None


def test_what_is_null_has_a_reason() -> None:
    value, reasons = feel.compile("amount + discount").explain({"amount": Decimal(1)})

    assert value is None
    assert reasons == ["There is no variable “discount”.", "A null cannot be added to a number."]


def test_variables_are_those_read_from_outside() -> None:
    text = "for line in lines return {net: line.amount * rate, all: net + sum(others[amount > limit].amount)}"

    assert feel.variables(text) == {"lines", "rate", "others", "amount", "limit"}


def test_a_registered_function_can_be_called() -> None:
    feel.register("double it", lambda value: value * 2, ["value: number"])

    assert feel.evaluate("double it(4) + double it(value: 1)", {}) == Decimal(10)
    assert feel.evaluate('double it("x")', {}) is None


@pytest.mark.parametrize(
    ("tests", "given", "passes"),
    [
        ("-", Decimal(1), True),
        ("< 5", Decimal(1), True),
        ("1, 2, [5..7]", Decimal(6), True),
        ("not(1, 2)", Decimal(6), True),
        ("not(6)", Decimal(6), False),
        ('"A", "B"', "B", True),
        ("? > 3 and ? < 5", Decimal(4), True),
        ("contains(?, \"x\")", "axb", True),
        ("limit", Decimal(4), True),
        ("<= limit", Decimal(4), True),
        ("true", True, True),
        ("false", True, False),
        ("null", None, True),
        ("> 1", None, None),
        ("[\"A\", \"B\"]", "B", True),
    ],
)  # fmt: skip
def test_unary_tests(tests: str, given: object, passes: bool | None) -> None:
    assert feel.unary(tests)({"?": given, "limit": Decimal(4)}) is passes
