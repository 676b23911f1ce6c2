"""What does SpiffWorkflow's own runtime do with a model? It is right where a model is made of plain blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState


class Equality(BasePythonScriptEngineEnvironment):
    """Understands `= name = number` and nothing else; SpiffWorkflow's own environment is sealed."""

    def evaluate(self, expression: str, context: Mapping[str, object], external_context: object = None) -> bool:  # noqa: ARG002
        name, _, number = expression.removeprefix("=").partition("=")
        return context[name.strip()] == int(number)


def completed(xml: str, variables: dict[str, object], leaves: tuple[str, ...]) -> Counter[str]:
    """How often each element of these kinds (by the beginning of its id) completed when everything is done at once."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(xml.encode()))
    specs = parser.get_subprocess_specs("random")
    workflow = BpmnWorkflow(parser.get_spec("random"), specs, script_engine=PythonScriptEngine(environment=Equality()))
    workflow.task_tree.data.update(variables)
    workflow.do_engine_steps()
    while not workflow.completed:
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        if not ready:
            break
        ready[0].run()
        workflow.do_engine_steps()
    done = [str(each.task_spec.name) for each in workflow.get_tasks(state=TaskState.COMPLETED)]
    return Counter(name for name in done if name.startswith(leaves))
