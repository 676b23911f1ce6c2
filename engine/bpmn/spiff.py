"""The one door to SpiffWorkflow: what do we take from it, and why can its script engine not run here?

It reads models: its parsers, specs, event definitions, ISO 8601 arithmetic and XSD validator. Its runtime is not used.
Importing any of it loads its script environment, which runs Python by `exec` and `eval`; it is sealed right below.
"""

from __future__ import annotations

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.parser.event_parsers import EventDefinitionParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import BPMN_MODEL_NS, full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.data_spec import BpmnDataSpecification
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    CancelEventDefinition,
    TerminateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

__all__ = [
    "BPMN_MODEL_NS",
    "BpmnDataSpecification",
    "BpmnParser",
    "BpmnProcessSpec",
    "BpmnSpecMixin",
    "BpmnValidator",
    "CancelEventDefinition",
    "ConditionalEventDefinition",
    "CycleTimerEventDefinition",
    "DurationTimerEventDefinition",
    "ErrorEventDefinition",
    "EscalationEventDefinition",
    "EventDefinition",
    "EventDefinitionParser",
    "MessageEventDefinition",
    "ProcessParser",
    "SignalEventDefinition",
    "TaskParser",
    "TerminateEventDefinition",
    "TimeDateEventDefinition",
    "TimerEventDefinition",
    "ValidationException",
    "WorkflowSpec",
    "full_tag",
]


class Sealed(RuntimeError):
    """Somebody tried to run Python through SpiffWorkflow; expressions are FEEL, and scripts run in a sandbox of their own."""


def _refuse(*_given: object, **_named: object) -> bool:
    raise Sealed(Sealed.__doc__)


def seal() -> None:
    """Make the environment that every SpiffWorkflow engine uses by itself refuse, also in restored workflows."""
    for name in ("execute", "evaluate", "call_service"):
        setattr(TaskDataEnvironment, name, _refuse)


seal()
