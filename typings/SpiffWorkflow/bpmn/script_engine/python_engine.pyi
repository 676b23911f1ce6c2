from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

class PythonScriptEngine:
    environment: BasePythonScriptEngineEnvironment
    def __init__(self, environment: BasePythonScriptEngineEnvironment | None = None) -> None: ...
