"""The front door of the BPMN room: read a model, run a step of an instance."""

from engine.bpmn.elements.process import NoStart
from engine.bpmn.events import EventDefinition, EventKind, StartEvent, TimerKind
from engine.bpmn.execution import Execution, NotWaiting
from engine.bpmn.known import KNOW_ALL, Known
from engine.bpmn.migration import Because, CannotMigrate, Match, Verdict
from engine.bpmn.model import Model
from engine.bpmn.modification import Activate, CannotModify, Given, Modification, Move, Place
from engine.bpmn.plan import Plan
from engine.bpmn.problems import ModelRefused, Problem, Severity
from engine.bpmn.reader import examine, read
from engine.bpmn.rows import dump, load
from engine.bpmn.running.run import Limits
from engine.bpmn.running.timing import first as first_due
from engine.bpmn.running.timing import following as next_due
from engine.bpmn.state import State
from engine.bpmn.values import Stuck
from engine.bpmn.versions.matching import matches
from engine.bpmn.versions.rebinding import Rebound, rebind

__all__ = [
    "KNOW_ALL",
    "Activate",
    "Because",
    "CannotMigrate",
    "CannotModify",
    "EventDefinition",
    "EventKind",
    "Execution",
    "Given",
    "Known",
    "Limits",
    "Match",
    "Model",
    "ModelRefused",
    "Modification",
    "Move",
    "NoStart",
    "NotWaiting",
    "Place",
    "Plan",
    "Problem",
    "Rebound",
    "Severity",
    "StartEvent",
    "State",
    "Stuck",
    "TimerKind",
    "Verdict",
    "dump",
    "examine",
    "first_due",
    "load",
    "matches",
    "next_due",
    "read",
    "rebind",
]
