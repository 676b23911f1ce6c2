"""What can an operator ask to be changed in where the tokens of an instance stand?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """An element instance by its key, or every one of an element, tokens that stand before a join included."""

    element_id: str | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Variables for one scope: the element with this id, which is the begun one or around it; without an id the whole process."""

    variables: Mapping[str, object]
    scope_id: str | None = None


@dataclass(frozen=True, slots=True)
class Activate:
    """Begin an element, and the sub-processes around it that are not running.

    `ancestor_key` says in which running scope, where there are several.
    """

    element_id: str
    given: tuple[Given, ...] = ()
    ancestor_key: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """End each element instance at the source, and begin the target once for each; variables that a scope keeps stay."""

    source: Place
    target_id: str
    given: tuple[Given, ...] = ()
    ancestor_key: int | None = None


@dataclass(frozen=True, slots=True)
class Modification:
    activate: tuple[Activate, ...] = ()
    terminate: tuple[Place, ...] = ()
    move: tuple[Move, ...] = ()
    variables: tuple[Given, ...] = field(default=())
    """For running scopes, before anything else."""


class CannotModify(Exception):
    """The change cannot be made; `reasons` are whole sentences, one for each thing that is wrong."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)
