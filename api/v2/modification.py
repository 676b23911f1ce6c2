"""/v2/process-instances/{key}/modification: how are tokens moved, begun and ended by hand?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape
from engine import Activate, Given, Modification, Move, Place
from kit.errors import BadRequest
from kit.i18n import _
from kit.keys import KeyStr
from people.access import Who

ANY = "-1"
"""Camunda's word for: in the scope that there is."""

router = APIRouter(prefix="/v2/process-instances", tags=["process instance"], route_class=ExactRoute)


class Variables(Shape):
    """Without a scope they are the whole process's."""

    variables: dict[str, Any]
    scope_id: str = ""

    @property
    def given(self) -> Given:
        return Given(self.variables, self.scope_id or None)


class Activation(Shape):
    element_id: str
    variable_instructions: tuple[Variables, ...] = ()
    ancestor_element_instance_key: str = ANY

    @property
    def wanted(self) -> Activate:
        return Activate(self.element_id, _given(self.variable_instructions), _key(self.ancestor_element_instance_key))


class Termination(Shape):
    """One of them: every instance of an element, or one by its key."""

    element_id: str | None = None
    element_instance_key: KeyStr | None = None

    @property
    def place(self) -> Place:
        if (self.element_id is None) == (self.element_instance_key is None):
            raise BadRequest(_("Say what to end: by elementId or by elementInstanceKey."))
        return Place(self.element_id, self.element_instance_key)


class Source(Shape):
    source_type: str = ""
    source_element_id: str | None = None
    source_element_instance_key: KeyStr | None = None

    @property
    def place(self) -> Place:
        if (self.source_element_id is None) == (self.source_element_instance_key is None):
            raise BadRequest(_("Say what to move: by sourceElementId or by sourceElementInstanceKey."))
        return Place(self.source_element_id, self.source_element_instance_key)


class Ancestor(Shape):
    """Direct with a key; else the nearest scope around the source."""

    ancestor_scope_type: Literal["direct", "inferred", "sourceParent"] = "inferred"
    ancestor_element_instance_key: str = ANY


class Movement(Shape):
    source_element_instruction: Source
    target_element_id: str
    ancestor_scope_instruction: Ancestor = Ancestor()
    variable_instructions: tuple[Variables, ...] = ()

    @property
    def wanted(self) -> Move:
        key = _key(self.ancestor_scope_instruction.ancestor_element_instance_key)
        return Move(self.source_element_instruction.place, self.target_element_id, _given(self.variable_instructions), key)


class Instructions(Shape):
    activate_instructions: tuple[Activation, ...] = ()
    terminate_instructions: tuple[Termination, ...] = ()
    move_instructions: tuple[Movement, ...] = ()
    variable_instructions: tuple[Variables, ...] = ()
    """Virke's own: for scopes that run."""
    operation_reference: int | None = None

    @property
    def wanted(self) -> Modification:
        return Modification(
            activate=tuple(each.wanted for each in self.activate_instructions),
            terminate=tuple(each.place for each in self.terminate_instructions),
            move=tuple(each.wanted for each in self.move_instructions),
            variables=_given(self.variable_instructions),
        )


@router.post("/{key}/modification", status_code=204)
def modify(key: int, given: Instructions, who: Annotated[Who, permission("process.operate")], database: Data) -> None:
    """All of it or nothing; a refusal names every reason."""
    with database.transaction() as session:
        engine.modify(session, key, given.wanted, who=who)


def _given(instructions: tuple[Variables, ...]) -> tuple[Given, ...]:
    return tuple(each.given for each in instructions)


def _key(text: str) -> int | None:
    if text == ANY or not text:
        return None
    if not text.isdecimal():
        raise BadRequest(_("“%(value)s” is no key: a key is a whole number.") % {"value": text})
    return int(text)
