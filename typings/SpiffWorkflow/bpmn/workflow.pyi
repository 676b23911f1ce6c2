from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

class Task:
    data: dict[str, object]
    task_spec: BpmnTaskSpec
    def run(self) -> bool: ...

class BpmnWorkflow:
    completed: bool
    script_engine: PythonScriptEngine
    task_tree: Task
    data: dict[str, object]
    def __init__(
        self,
        spec: BpmnProcessSpec,
        subprocess_specs: dict[str, BpmnProcessSpec] | None = None,
        *,
        script_engine: PythonScriptEngine | None = None,
    ) -> None: ...
    def do_engine_steps(self) -> None: ...
    def get_tasks(self, *, state: int | None = None, manual: bool | None = None) -> list[Task]: ...
