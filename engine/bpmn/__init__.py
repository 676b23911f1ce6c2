"""The front door of the BPMN room: read a model, run a step of an instance."""

from engine.bpmn.elements.process import NoStart
from engine.bpmn.events import EventDefinition, EventKind, StartEvent, TimerKind
from engine.bpmn.execution import Execution, NotWaiting
from engine.bpmn.known import KNOW_ALL, Known
from engine.bpmn.model import Model
from engine.bpmn.plan import Plan
from engine.bpmn.problems import ModelRefused, Problem, Severity
from engine.bpmn.reader import read
from engine.bpmn.rows import dump, load
from engine.bpmn.running.run import Limits
from engine.bpmn.state import State

__all__ = [
    "KNOW_ALL", "EventDefinition", "EventKind", "Execution", "Known", "Limits", "Model", "ModelRefused", "NoStart", "NotWaiting", "Plan",
    "Problem", "Severity", "StartEvent", "State", "TimerKind", "dump", "load",
    "read",
]
