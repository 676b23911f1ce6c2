"""Is every kind of boxed expression evaluated?"""

from __future__ import annotations

from decimal import Decimal

from tests.engine.dmn.drawing import literal, value_of

ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)
NUMBERS = literal("[1, 2, 3]")


def entry(name: str, logic: str, type_: str = "Any") -> str:
    return f'<contextEntry><variable name="{name}" typeRef="{type_}"/>{logic}</contextEntry>'


def test_a_context_whose_entries_see_those_before() -> None:
    logic = f"<context>{entry('net price', literal('10'))}{entry('gross', literal('net price * 1.25'))}</context>"

    assert value_of(logic) == {"net price": Decimal(10), "gross": Decimal("12.50")}


def test_a_context_with_a_result() -> None:
    logic = f"<context>{entry('a', literal('1'))}<contextEntry>{literal('a + 1')}</contextEntry></context>"

    assert value_of(logic) == TWO


def test_an_entry_of_another_type_is_null() -> None:
    assert value_of(f"<context>{entry('a', literal('1'), 'string')}</context>") == {"a": None}


def test_a_list() -> None:
    assert value_of(f"<list>{literal('1')}{literal('1 + 1')}</list>") == [ONE, TWO]


def test_a_relation() -> None:
    logic = f'<relation><column name="a"/><column name="b"/><row>{literal("1")}{literal("2")}</row><row>{literal("2")}{literal("3")}</row></relation>'

    assert value_of(logic) == [{"a": ONE, "b": TWO}, {"a": TWO, "b": THREE}]


def test_a_function_and_its_invocation() -> None:
    function = f'<functionDefinition><formalParameter name="x" typeRef="number"/>{literal("x * 2")}</functionDefinition>'
    call = f'<invocation>{literal("double")}<binding><parameter name="x"/>{literal("21")}</binding></invocation>'

    assert value_of(f"<context>{entry('double', function)}<contextEntry>{call}</contextEntry></context>") == Decimal(42)


def test_a_conditional() -> None:
    logic = f"<conditional><if>{literal('amount > 1')}</if><then>{literal('2')}</then><else>{literal('3')}</else></conditional>"

    assert value_of(logic, amount=TWO) == TWO
    assert value_of(logic, amount=ONE) == THREE
    assert value_of(logic, amount=None) == THREE


def test_a_filter() -> None:
    assert value_of(f"<filter><in>{NUMBERS}</in><match>{literal('item > 1')}</match></filter>") == [TWO, THREE]


def test_a_filter_sees_the_entries_of_its_items() -> None:
    items = literal("[{a: 1, b: 1}, {a: 2, b: 1}]")

    assert value_of(f"<filter><in>{items}</in><match>{literal('a > b')}</match></filter>") == [{"a": TWO, "b": ONE}]


def test_a_loop() -> None:
    logic = f'<for iteratorVariable="n"><in>{NUMBERS}</in><return>{literal("n + count(partial)")}</return></for>'

    assert value_of(logic) == [ONE, THREE, Decimal(5)]


def test_every_and_some() -> None:
    def quantified(kind: str) -> str:
        inner = f"<in>{NUMBERS}</in><satisfies>{literal('n > 1')}</satisfies>"
        return f'<{kind} iteratorVariable="n">{inner}</{kind}>'

    assert value_of(quantified("every")) is False
    assert value_of(quantified("some")) is True
