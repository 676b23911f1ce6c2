"""How long do an expression and a decision table of 200 rules take, beside SpiffWorkflow's and beside Python written by hand?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from statistics import median
from types import SimpleNamespace

from lxml import etree
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser

import feel
from benchmarks.results import Result
from engine import dmn

NOWHERE = "none"
"""The database of a work that needs none."""
TURNS = 9
EXPRESSION = 'amount > 1000 and customer.rating in ("A","B")'
REGIONS, RATINGS, AMOUNTS = 50, ("A", "B"), ("< 1000", ">= 1000")
CASES = [{"region": f"R{number}", "rating": "AB"[number % 2], "amount": Decimal(500 + 60 * number)} for number in range(0, REGIONS, 3)]
"""Spread over the table, so that where a rule stands is nobody's luck."""

Evaluate = Callable[[], object]


class Python(BasePythonScriptEngineEnvironment):
    """What SpiffWorkflow's own environment does with an expression; that one is sealed in this process, for here nobody runs Python from a model."""

    def evaluate(self, expression: str, context: Mapping[str, object], external_context: object = None) -> object:  # noqa: ARG002
        return eval(expression, {}, context)  # noqa: S307  the peer's way, with expressions of this file


def expression() -> Iterator[Result]:
    """FEEL: compiled once. SpiffWorkflow evaluates Python; by hand it is a line of Python with the same decimals."""
    given = {"amount": Decimal(1500), "customer": {"rating": "B"}}
    code = feel.compile(EXPRESSION)
    peer, task = PythonScriptEngine(Python()), SimpleNamespace(data=given)
    python = EXPRESSION.replace("customer.rating", "customer['rating']")
    subjects: dict[str, Evaluate] = {
        "virke": lambda: code(given),
        "naive": lambda: peer.evaluate(task, python),
        "floor": lambda: _by_hand(given["amount"], given["customer"]),
    }
    if not all(evaluate() is True for evaluate in subjects.values()):
        raise AssertionError("The three do not agree about the expression.")
    yield from _timed("FEEL", "one evaluation", subjects, 2_000)


def decision() -> Iterator[Result]:
    """DMN: the same table, read once by each."""
    xml = table()
    model = dmn.read(xml, "discount.dmn")
    document = etree.fromstring(xml)
    parser = BpmnDmnParser()
    parser.add_dmn_xml(document)
    peer, engine = parser.get_engine("discount", document), PythonScriptEngine(Python())
    tasks = [SimpleNamespace(data=dict(case), workflow=SimpleNamespace(script_engine=engine)) for case in CASES]
    rows = [(region, rating, amount, number) for number, (region, rating, amount) in enumerate(_rules(), 1)]
    subjects: dict[str, Evaluate] = {
        "virke": lambda: [model.evaluate("discount", case).value for case in CASES],
        "naive": lambda: [peer.result(task)["discount"] for task in tasks],
        "floor": lambda: [_looked_up(rows, case) for case in CASES],
    }
    if len({str([int(str(each)) for each in _list(evaluate())]) for evaluate in subjects.values()}) > 1:
        raise AssertionError("The three do not agree about the table.")
    yield from _timed("DMN", "200 rules", subjects, 1, len(CASES))


def table() -> bytes:
    """Two hundred rules, of which exactly one applies; its cells mean the same to both engines."""
    inputs = (("region", "string"), ("rating", "string"), ("amount", "number"))
    columns = "".join(
        f'<input id="i_{name}"><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>' for name, kind in inputs
    )
    rules = "".join(_rule(number, *cells) for number, cells in enumerate(_rules(), 1))
    needs = "".join(f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>' for name, _kind in inputs)
    data = "".join(f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>' for name, kind in inputs)
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="discounts" namespace="https://virke.example/benchmarks">'
        f'{data}<decision id="discount" name="discount"><variable name="discount" typeRef="number"/>{needs}'
        f'<decisionTable id="t" hitPolicy="UNIQUE">{columns}<output id="o" name="discount" label="discount" typeRef="number"/>{rules}</decisionTable>'
        "</decision></definitions>"
    ).encode()


def _rule(number: int, region: str, rating: str, amount: str) -> str:
    cells = enumerate((f'"{region}"', f'"{rating}"', amount.replace("<", "&lt;")))
    entries = "".join(f'<inputEntry id="e{number}_{column}"><text>{text}</text></inputEntry>' for column, text in cells)
    return f'<rule id="r{number}">{entries}<outputEntry id="e{number}_o"><text>{number}</text></outputEntry></rule>'


def _rules() -> Iterator[tuple[str, str, str]]:
    return ((f"R{region}", rating, amount) for region in range(REGIONS) for rating in RATINGS for amount in AMOUNTS)


def _by_hand(amount: object, customer: object) -> bool:
    return isinstance(amount, Decimal) and amount > 1000 and isinstance(customer, dict) and customer["rating"] in ("A", "B")


def _looked_up(rows: list[tuple[str, str, str, int]], case: dict[str, object]) -> int | None:
    amount = case["amount"]
    kind = AMOUNTS[isinstance(amount, Decimal) and amount >= 1000]
    found = [number for region, rating, wanted, number in rows if region == case["region"] and rating == case["rating"] and wanted == kind]
    return found[0] if len(found) == 1 else None


RULES: dict[str, Callable[[], Iterator[Result]]] = {"FEEL": expression, "DMN": decision}


def _timed(work: str, measure: str, subjects: dict[str, Evaluate], times: int, parts: int = 1) -> Iterator[Result]:
    """Microseconds of one evaluation; the subjects take turns, after one turn that does not count."""
    took: dict[str, list[float]] = {name: [] for name in subjects}
    for turn in range(TURNS + 1):
        for name, evaluate in subjects.items():
            began = time.perf_counter()
            for _time in range(times):
                evaluate()
            microseconds = (time.perf_counter() - began) / times / parts * 1e6
            took[name].extend([microseconds] if turn else [])
    for name, values in took.items():
        yield Result(work, NOWHERE, name, measure, round(median(values), 3), "us", TURNS)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
