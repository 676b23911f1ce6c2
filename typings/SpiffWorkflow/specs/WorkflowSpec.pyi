class WorkflowSpec:
    name: str
    description: str
    def __init__(self, name: str | None = None, filename: str | None = None) -> None: ...
