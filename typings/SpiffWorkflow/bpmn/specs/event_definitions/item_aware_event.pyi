from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

class ErrorEventDefinition(EventDefinition):
    code: str | None

class EscalationEventDefinition(EventDefinition):
    code: str | None

class SignalEventDefinition(EventDefinition): ...
