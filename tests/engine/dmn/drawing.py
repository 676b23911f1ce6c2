"""How are decision models written shortly in tests?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from engine.dmn import Model, read
from feel.values import Value

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(*parts: str, namespace: str = "here", imports: Iterable[Model] = (), strict: bool = True) -> Model:
    """A model of these elements."""
    return read(document(*parts, namespace=namespace), "test.dmn", imports, strict=strict)


def document(*parts: str, namespace: str = "here") -> bytes:
    body = "".join(parts)
    return f'<definitions xmlns="{NAMESPACE}" id="d" name="test" namespace="{namespace}">{body}</definitions>'.encode()


def input_data(name: str, type_: str = "Any") -> str:
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type_}"/></inputData>'


def decision(name: str, logic: str, needs: Sequence[str] = (), type_: str = "Any") -> str:
    """A decision; `needs` are requirements like `input:amount`, `decision:rating`, `knowledge:rate`."""
    required = "".join(_requirement(*each.split(":", 1)) for each in needs)
    variable = f'<variable name="{name}" typeRef="{type_}"/>'
    return f'<decision id="{name}" name="{name}">{variable}{required}{logic}</decision>'


def _requirement(kind: str, href: str) -> str:
    href = href if "#" in href else f"#{href}"
    if kind == "knowledge":
        return f'<knowledgeRequirement><requiredKnowledge href="{href}"/></knowledgeRequirement>'
    return f'<informationRequirement><required{kind.capitalize()} href="{href}"/></informationRequirement>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def knowledge(name: str, parameters: Sequence[str], logic: str, needs: Sequence[str] = ()) -> str:
    formal = "".join(f'<formalParameter name="{each.partition(":")[0]}" typeRef="{each.partition(":")[2] or "Any"}"/>' for each in parameters)
    required = "".join(_requirement(*each.split(":", 1)) for each in needs)
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"/>'
        f"<encapsulatedLogic>{formal}{logic}</encapsulatedLogic>{required}</businessKnowledgeModel>"
    )


def table(inputs: Sequence[str], outputs: Sequence[str], rules: Sequence[Sequence[str]], hit: str = "UNIQUE", more: str = "") -> str:
    """A decision table. Inputs are `expression:type`, outputs `name:type|values|default`."""
    return (
        f'<decisionTable id="table" hitPolicy="{hit}" {more}>{"".join(map(_input, inputs))}'
        f"{''.join(map(_output, outputs))}{''.join(_rule(n, each, len(inputs)) for n, each in enumerate(rules, 1))}</decisionTable>"
    )


def _input(text: str) -> str:
    expression, _, type_ = text.partition(":")
    kind = f' typeRef="{type_}"' if type_ else ""
    return f"<input><inputExpression{kind}><text>{escape(expression)}</text></inputExpression></input>"


def _output(text: str) -> str:
    head, values, default = [*text.split("|"), "", ""][:3]
    name, _, type_ = head.partition(":")
    kind = f' typeRef="{type_}"' if type_ else ""
    inner = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    inner += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}"{kind}>{inner}</output>'


def _rule(number: int, cells: Sequence[str], inputs: int) -> str:
    tests = "".join(f"<inputEntry><text>{escape(each)}</text></inputEntry>" for each in cells[:inputs])
    results = "".join(f"<outputEntry><text>{escape(each)}</text></outputEntry>" for each in cells[inputs:])
    return f'<rule id="rule{number}">{tests}{results}</rule>'


def value_of(logic: str, **given: Value) -> Value:
    """What a boxed expression gives as the only decision of a model whose input data are `given`."""
    inputs = "".join(input_data(name) for name in given)
    needs = [f"input:{name}" for name in given]
    return model(inputs, decision("it", logic, needs)).evaluate("it", given).value
