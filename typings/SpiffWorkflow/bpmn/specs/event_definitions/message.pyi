from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

class CorrelationProperty: ...

class MessageEventDefinition(EventDefinition):
    correlation_properties: list[CorrelationProperty]
    def __init__(self, name: str | None, correlation_properties: list[CorrelationProperty] | None = None, description: str | None = None) -> None: ...
