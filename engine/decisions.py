"""How is a deployed decision made, and what is remembered of it?"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine import dmn
from engine.asking import DecisionCall
from engine.model import Variables
from engine.store import decisions
from engine.store.decisions import Definition
from engine.store.keeping import Row
from engine.tables import DecisionRequirements
from feel import FeelError, codec
from feel.values import FunctionValue
from kit import clock
from kit.db.types import to_micros
from kit.errors import AppError
from kit.i18n import _
from kit.keys import new_key

KEPT = 200
LONGEST, SHORT, FEW = 20_000, 1_000, 100
"""Characters of a remembered value, of a part of one that is too long, and members of a whole that is looked into."""
_models: OrderedDict[int, Compiled] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A deployed model, and the keys of its decisions by their ids."""

    model: dmn.Model
    keys: dict[str, int]


@dataclass(frozen=True, slots=True)
class Made:
    """A decision's value, how it came about, and why it failed where it did."""

    value: object
    decided: tuple[dmn.Decided, ...]
    failure: str | None = None
    notes: tuple[str, ...] = ()
    """Why the value is null."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked for a decision: a company, and where a process did, its element."""

    company_id: int
    instance_key: int | None = None
    element_instance_key: int | None = None
    element_id: str | None = None
    key: int | None = None
    """The evaluation's key, where it is wanted beforehand."""


def compiled(session: Session, requirements_key: int) -> Compiled:
    """The last ones used stay in memory, for a version never changes."""
    with _lock:
        if requirements_key in _models:
            _models.move_to_end(requirements_key)
            return _models[requirements_key]
    row = session.get_one(DecisionRequirements, requirements_key)
    model = dmn.read(row.xml, row.file, [compiled(session, int(key)).model for key in row.imports])
    found = Compiled(model, decisions.of_model(session, requirements_key))
    with _lock:
        _models[requirements_key] = found
        while len(_models) > KEPT:
            _models.popitem(last=False)
    return found


def meant(session: Session, asked: DecisionCall, process_key: int, company_id: int) -> Definition | None:
    """The version that a business rule task's binding means."""
    if asked.binding == "deployment":
        return decisions.deployed_with(session, asked.decision_id, company_id, process_key)
    if asked.binding == "versionTag":
        return decisions.tagged(session, asked.decision_id, company_id, asked.version_tag)
    return decisions.latest(session, asked.decision_id, company_id)


def decide(session: Session, definition: Definition, variables: Variables) -> Made:
    """Evaluate it; as in Camunda's engine it sees every variable, and rules that contradict their hit policy are a failure."""
    lead = _("The decision “%(decision)s” cannot be made: %(reason)s")
    try:
        found = compiled(session, definition.requirements_key).model.evaluate(definition.decision_id, variables, open_=True)
    except (FeelError, AppError) as error:
        return Made(None, (), lead % {"decision": definition.decision_id, "reason": error})
    if found.broken:
        return Made(None, found.decided, lead % {"decision": definition.decision_id, "reason": " ".join(found.broken)})
    if isinstance(found.value, FunctionValue):
        return Made(None, (), lead % {"decision": definition.decision_id, "reason": _("Its value is a function.")})
    return Made(found.value, found.decided, notes=found.reasons if found.value is None else ())


def rows(session: Session, definition: Definition, made: Made, asker: Asker) -> list[Row]:
    """A row of history for each decision on the way; one that failed before it was decided has a row too."""
    keys = compiled(session, definition.requirements_key).keys
    root = definition.decision_id
    found = [(keys[each.place[1]], each) for each in made.decided if each.place[1] in keys]
    if not found or found[-1][1].place[1] != root:
        found.append((definition.id, dmn.Decided(("", root), root, "", None, (), ())))
    first = asker.key or new_key()
    return [
        {
            "id": first if number == 1 else new_key(), "evaluation_key": first, "number": number, "definition_key": key,
            "decision_id": each.place[1], "root_key": definition.id, "kind": each.kind, "company_id": asker.company_id,
            "instance_key": asker.instance_key, "element_instance_key": asker.element_instance_key, "element_id": asker.element_id,
            "failure": made.failure if number == len(found) else None,
            "notes": _text(list(made.notes) if number == len(found) else []), "result": _text(each.value),
            "inputs": _text([{"id": it.id, "label": it.label, "value": it.value} for it in each.inputs]),
            "rules": _text([_rule(rule) for rule in each.matched]), "evaluated_at": to_micros(clock.now()),
        }
        for number, (key, each) in enumerate(found, 1)
    ]  # fmt: skip


def _rule(rule: dmn.MatchedRule) -> Row:
    """As a decision instance keeps it."""
    return {
        "id": rule.rule_id,
        "number": rule.number,
        "passed": [{"label": it.label, "value": it.value, "test": it.test} for it in rule.passed],
        "outputs": [{"id": it.id, "name": it.name, "value": it.value} for it in rule.outputs],
        "annotations": list(rule.annotations),
    }


def _text(value: object) -> str:
    """As feel.codec writes it; a function has no text and is null, and what is very long is cut short."""
    text = codec.dump(_plain(value))
    return text if len(text) <= LONGEST else codec.dump(_short(value))


def _short(value: object) -> object:
    """The value with each long part replaced by the beginning of its text."""
    if isinstance(value, list) and len(value) <= FEW:
        return [_short(each) for each in value]
    if isinstance(value, dict) and len(value) <= FEW:
        return {name: _short(each) for name, each in value.items()}
    text = codec.dump(_plain(value))
    return _plain(value) if len(text) <= SHORT else f"{text[:SHORT]}…"


def _plain(value: object) -> object:
    if isinstance(value, FunctionValue):
        return None
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value
