from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

class ConditionalEventDefinition(EventDefinition):
    expression: str | None
