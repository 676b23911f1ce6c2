"""Do decisions, knowledge models, services, types and imports work together?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from feel import FeelError
from kit.errors import NotFound
from tests.engine.dmn.drawing import decision, input_data, knowledge, literal, model


def test_a_decision_asks_the_decisions_that_it_requires() -> None:
    found = model(
        input_data("amount", "number"),
        decision("net", literal("amount * 0.8"), ["input:amount"]),
        decision("total", literal("net + 1"), ["decision:net"]),
    ).evaluate("total", {"amount": Decimal(10)})

    assert found.value == Decimal("9.0")
    assert found.decisions == {"net": Decimal("8.0"), "total": Decimal("9.0")}


def test_a_decision_sees_only_what_it_requires() -> None:
    found = model(input_data("amount"), decision("hidden", literal("1")), decision("it", literal("amount + hidden"))).evaluate(
        "it", {"amount": Decimal(1)}
    )

    assert found.value is None
    assert "There is no variable “amount”." in found.reasons


def test_an_input_of_another_type_is_null() -> None:
    it = model(input_data("amount", "number"), decision("it", literal("amount"), ["input:amount"]))

    assert it.evaluate("it", {"amount": "ten"}).value is None
    assert it.evaluate("it", {"amount": [Decimal(10)]}).value == Decimal(10)


def test_a_knowledge_model_is_a_function_that_may_call_itself() -> None:
    factorial = knowledge("factorial", ["n:number"], literal("if n < 2 then 1 else n * factorial(n - 1)"))

    it = model(factorial, decision("it", literal("factorial(5)"), ["knowledge:factorial"]))

    assert it.evaluate("it", {}).value == Decimal(120)
    assert it.evaluate("factorial", {"n": Decimal(4)}).value == Decimal(24)


def test_a_knowledge_model_refuses_arguments_of_another_type() -> None:
    half = knowledge("half", ["n:number"], literal("n / 2"))

    assert model(half, decision("it", literal('half("x")'), ["knowledge:half"])).evaluate("it", {}).value is None


SERVICE = (
    '<decisionService id="rate service" name="rate service"><variable name="rate service"/>'
    '<outputDecision href="#rate"/><inputDecision href="#base"/><inputData href="#risk"/></decisionService>'
)
RATED = (
    input_data("risk", "number"),
    decision("base", literal("100"), type_="number"),
    decision("rate", literal("base + risk"), ["decision:base", "input:risk"]),
    SERVICE,
)


def test_a_decision_service_is_given_its_input_decisions() -> None:
    assert model(*RATED).evaluate("rate service", {"risk": Decimal(1), "base": Decimal(2)}).value == Decimal(3)


def test_a_decision_service_is_a_function_of_input_data_then_decisions() -> None:
    it = decision("it", literal("rate service(1, 2)"), ["knowledge:rate service"])

    assert model(*RATED, it).evaluate("it", {}).value == Decimal(3)


def test_item_definitions_constrain_values() -> None:
    types = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues>'
        '</itemDefinition><itemDefinition name="tPupil"><itemComponent name="grade"><typeRef>tGrade</typeRef>'
        '</itemComponent></itemDefinition><itemDefinition name="tClass" isCollection="true"><typeRef>tPupil</typeRef>'
        "</itemDefinition>"
    )
    it = model(types, input_data("class", "tClass"), decision("it", literal("class.grade"), ["input:class"]))

    assert it.evaluate("it", {"class": [{"grade": "A"}]}).value == ["A"]
    assert it.evaluate("it", {"class": {"grade": "B"}}).value == ["B"]
    assert it.evaluate("it", {"class": [{"grade": "C"}]}).value is None


def test_an_imported_model_lends_its_elements_under_the_imports_name() -> None:
    lender = model(
        '<itemDefinition name="tAmount"><typeRef>number</typeRef></itemDefinition>',
        input_data("rate"), decision("doubled rate", literal("rate * 2"), ["input:rate"]),
        knowledge("half", ["n"], literal("n / 2")), namespace="there",
    )  # fmt: skip
    borrower = model(
        '<import namespace="there" name="Their model" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
        decision(
            "it", literal("Their model.half(n: Their model.doubled rate) + 1"),
            ["decision:there#doubled rate", "knowledge:there#half"], "Their model.tAmount",
        ),
        imports=[lender],
    )  # fmt: skip

    assert borrower.evaluate("it", {"rate": Decimal(5)}).value == Decimal(6)
    assert borrower.evaluate("it", {"there#rate": Decimal(7), "rate": Decimal(5)}).value == Decimal(8)


def test_an_unknown_decision_is_not_found() -> None:
    with pytest.raises(NotFound, match="no decision “other”"):
        model(decision("it", literal("1"))).evaluate("other", {})


def test_a_dear_decision_ends_with_an_error() -> None:
    it = model(decision("it", literal("for a in 1..9999, b in 1..9999 return a")))

    with pytest.raises(FeelError, match="steps"):
        it.evaluate("it", {})


def test_endless_recursion_ends_with_an_error() -> None:
    it = model(knowledge("f", ["n"], literal("f(n + 1)")), decision("it", literal("f(0)"), ["knowledge:f"]))

    with pytest.raises(FeelError, match="deep"):
        it.evaluate("it", {})


@pytest.mark.parametrize(
    ("type_", "body", "gives"),
    [("number", '"x"', None), ("string", '["x"]', "x"), ("tDoubles", '"x"', None), ("tDoubles", "4", Decimal(4)), ("Any", '"x"', "x")],
)
def test_a_knowledge_models_result_fits_its_type(type_: str, body: str, gives: object) -> None:
    types = (
        '<itemDefinition name="tDoubles"><functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/></functionItem></itemDefinition>'
    )
    half = knowledge("half", ["n:number"], literal(body)).replace('<variable name="half"/>', f'<variable name="half" typeRef="{type_}"/>')

    assert model(types, half, decision("it", literal("half(8)"), ["knowledge:half"])).evaluate("it", {}).value == gives


def test_a_constraint_of_a_list_is_about_the_list_and_allowed_values_about_its_members() -> None:
    listed = '<itemDefinition name="%s" isCollection="true"><typeRef>number</typeRef><%s><text>%s</text></%s></itemDefinition>'
    few = listed % ("tFew", "typeConstraint", "count(?) &lt; 3", "typeConstraint")
    low = listed % ("tLow", "allowedValues", "&lt; 3", "allowedValues")

    def given(type_: str, text: str) -> object:
        return model(few, low, decision("it", literal(text), type_=type_)).evaluate("it", {}).value

    assert given("tFew", "[7, 8]") == [Decimal(7), Decimal(8)]
    assert given("tFew", "[7, 8, 9]") is None
    assert given("tLow", "[1, 2, 2]") == [Decimal(1), Decimal(2), Decimal(2)]
    assert given("tLow", "[1, 7]") is None


def test_checking_types_is_paid_for_from_the_same_budget() -> None:
    dear = (
        '<itemDefinition name="tDear" isCollection="true"><typeRef>number</typeRef>'
        "<allowedValues><text>count(for i in 1..9000 return i) &gt; ?</text></allowedValues></itemDefinition>"
    )
    it = model(dear, decision("it", literal("for i in 1..9000 return i"), type_="tDear"))

    with pytest.raises(FeelError, match="steps"):
        it.evaluate("it", {})
