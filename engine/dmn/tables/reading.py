"""How is a decision table read from XML?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.dmn.boxed.compiling import Code, Surroundings, nothing
from engine.dmn.boxed.literals import literal_text
from engine.dmn.session import Names, Session
from engine.dmn.tables.hit_policy import POLICIES
from engine.dmn.tables.table import INPUT, Column, Outcome, Rule, Table
from engine.dmn.xml import child, children, text_of
from feel.compiling.scope import Code as Test
from feel.compiling.scope import Env
from feel.types import ANY, FeelType
from feel.values import Value
from kit.i18n import _

NO_TEST = "-"


def decision_table(element: etree._Element, around: Surroundings) -> Code:
    """The code of a decision table."""
    hit = element.get("hitPolicy", "UNIQUE"), element.get("aggregation", "")
    policy = POLICIES.get(hit) or POLICIES.get((hit[0], ""))
    if policy is None:
        around.complain(_("There is no hit policy “%(name)s”.") % {"name": hit[0]})
        return nothing(f"There is no hit policy “{hit[0]}”.")
    inputs, outputs = list(children(element, "input")), list(children(element, "output"))
    columns = tuple(_column(each, around) for each in inputs)
    outcomes = tuple(_outcome(each, around, element, single=len(outputs) == 1) for each in outputs)
    rules = tuple(_rules(element, around, inputs, outputs))
    return Table(element.get("id", ""), around.element_name, columns, outcomes, rules, policy).evaluate


def _column(element: etree._Element, around: Surroundings) -> Column:
    expression = child(element, "inputExpression")
    text = text_of(expression)
    type_ = ANY if expression is None else around.types.referred(expression)
    allowed = text_of(child(element, "inputValues"))
    return Column(
        element.get("label") or text,
        literal_text(text, around),
        type_,
        _test(allowed, around) if allowed and allowed != NO_TEST else None,
    )


def _outcome(element: etree._Element, around: Surroundings, table: etree._Element, *, single: bool) -> Outcome:
    values = text_of(child(element, "outputValues"))
    default = text_of(child(element, "defaultOutputEntry"))
    return Outcome(
        element.get("name") or table.get("outputLabel") or "",
        _output_type(element, around, table, single=single),
        literal_text(f"[{values}]", around) if values and values != NO_TEST else None,
        literal_text(default, around) if default else None,
    )


def _output_type(element: etree._Element, around: Surroundings, table: etree._Element, *, single: bool) -> FeelType:
    if element.get("typeRef") is None and single and table.get("typeRef") is None:
        return ANY
    return around.types.referred(element)


def _rules(table: etree._Element, around: Surroundings, inputs: list[etree._Element], outputs: list[etree._Element]) -> Iterator[Rule]:
    for number, element in enumerate(children(table, "rule"), 1):
        entries = [text_of(each) for each in children(element, "inputEntry")]
        results = [text_of(each) for each in children(element, "outputEntry")]
        if len(entries) != len(inputs) or len(results) != len(outputs):
            around.complain(_("Rule %(number)s has more or fewer cells than the table.") % {"number": number})
            continue
        yield Rule(
            element.get("id", ""),
            number,
            tuple((column, _test(text, around)) for column, text in enumerate(entries) if text not in ("", NO_TEST)),
            tuple(literal_text(text, around) if text != NO_TEST else _null for text in results),
            tuple(text_of(each) for each in children(element, "annotationEntry")),
        )


def _null(names: Names, session: Session) -> Value:  # noqa: ARG001 - as all code
    return None


def _test(text: str, around: Surroundings) -> Test:
    expression = around.naming([INPUT]).tests(text)
    return _unknown if expression is None else expression.code


def _unknown(env: Env) -> Value:  # noqa: ARG001 - as all tests
    return None
