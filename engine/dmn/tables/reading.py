"""How is a decision table read from XML?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.dmn.boxed.compiling import Code, Surroundings, nothing
from engine.dmn.boxed.literals import literal_text
from engine.dmn.problems import Severity
from engine.dmn.session import Names, Session
from engine.dmn.tables.hit_policy import POLICIES
from engine.dmn.tables.lint import findings
from engine.dmn.tables.table import INPUT, Column, Outcome, Rule, Table
from engine.dmn.types import ConstrainedType
from engine.dmn.xml import child, children, text_of
from feel.compiling.scope import Env
from feel.expression import Expression
from feel.types import ANY, FeelType
from feel.values import Value
from feel.words import N_
from kit.i18n import _

NO_TEST = ("", "-")


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as it is read: its tests (None where a cell tests nothing or is no FEEL), and what it says."""

    element: etree._Element
    number: int
    texts: tuple[str, ...]
    tests: tuple[Expression | None, ...]
    results: tuple[str, ...]


def decision_table(element: etree._Element, around: Surroundings) -> Code:
    """The code of a decision table; what lint finds in it goes to the problems."""
    hit = element.get("hitPolicy", "UNIQUE"), element.get("aggregation", "")
    policy = POLICIES.get(hit) or POLICIES.get((hit[0], ""))
    if policy is None:
        around.complain(_("There is no hit policy “%(name)s”.") % {"name": hit[0]})
        return nothing(N_("There is no hit policy “%s”."), hit[0])
    outputs = list(children(element, "output"))
    columns = tuple(_column(each, around) for each in children(element, "input"))
    outcomes = tuple(_outcome(each, around, element, single=len(outputs) == 1) for each in outputs)
    rows = list(_rows(element, around, len(columns), len(outcomes)))
    rules = tuple(_rule(row, around) for row in rows)
    table = Table(element.get("id", ""), around.element_name, columns, outcomes, rules, policy)
    trees = [[None if (test := row.tests[place]) is None else test.tree for row in rows] for place in range(len(columns))]
    for message in findings(table, hit[0], trees):
        around.complain(message, Severity.WARNING)
    return table.evaluate


def _column(element: etree._Element, around: Surroundings) -> Column:
    expression = child(element, "inputExpression")
    text = text_of(expression)
    type_ = ANY if expression is None else around.types.referred(expression)
    allowed = _tests(text_of(child(element, "inputValues")), around)
    return Column(
        element.get("id", ""),
        element.get("label") or text,
        literal_text(text, around),
        type_,
        None if allowed is None else allowed.code,
        None if allowed is None else allowed.tree,
    )


def _outcome(element: etree._Element, around: Surroundings, table: etree._Element, *, single: bool) -> Outcome:
    type_ = _output_type(element, around, table, single=single)
    values = text_of(child(element, "outputValues"))
    if values in NO_TEST and isinstance(type_, ConstrainedType):
        values = type_.tests.text
    default = text_of(child(element, "defaultOutputEntry"))
    return Outcome(
        element.get("id", ""),
        element.get("name") or table.get("outputLabel") or "",
        type_,
        literal_text(f"[{values}]", around) if values not in NO_TEST else None,
        literal_text(default, around) if default else None,
    )


def _output_type(element: etree._Element, around: Surroundings, table: etree._Element, *, single: bool) -> FeelType:
    if element.get("typeRef") is None and single and table.get("typeRef") is None:
        return ANY
    return around.types.referred(element)


def _rows(table: etree._Element, around: Surroundings, inputs: int, outputs: int) -> Iterator[Row]:
    for number, element in enumerate(children(table, "rule"), 1):
        texts = tuple(text_of(each) for each in children(element, "inputEntry"))
        results = tuple(text_of(each) for each in children(element, "outputEntry"))
        if len(texts) != inputs or len(results) != outputs:
            around.complain(_("Rule %(number)s has more or fewer cells than the table.") % {"number": number})
            continue
        yield Row(element, number, texts, tuple(_tests(text, around) for text in texts), results)


def _rule(row: Row, around: Surroundings) -> Rule:
    tests = [
        (column, _unknown if test is None else test.code)
        for column, (text, test) in enumerate(zip(row.texts, row.tests, strict=True))
        if text not in NO_TEST
    ]
    return Rule(
        row.element.get("id", ""),
        row.number,
        tuple(tests),
        tuple(literal_text(text, around) if text != "-" else _null for text in row.results),
        tuple(text_of(each) for each in children(row.element, "annotationEntry")),
        row.texts,
        row.results,
    )


def _tests(text: str, around: Surroundings) -> Expression | None:
    """Compiled tests; None where there are none, or where they are no FEEL."""
    return None if text in NO_TEST else around.naming([INPUT]).tests(text)


def _null(names: Names, session: Session) -> Value:  # noqa: ARG001 - as all code
    return None


def _unknown(env: Env) -> Value:  # noqa: ARG001 - as all tests
    return None
