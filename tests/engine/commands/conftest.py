"""What do tests of the engine's commands share? People, operations and a diagram of a form or an order."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from pydantic import BaseModel

from kit import operations
from kit.operations import registry

COMPANY = 7


@dataclass(frozen=True)
class Person:
    user_id: int
    name: str
    company_id: int = COMPANY
    level: int = 1
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    departments: frozenset[int] = frozenset()
    permissions: frozenset[str] = frozenset({"task.work", "process.start", "process.deploy"})

    def may(self, permission: str) -> bool:
        return permission in self.permissions


MANAGER = Person(1, "Mona", roles=frozenset({"manager"}))
OTHER_MANAGER = Person(2, "Max", roles=frozenset({"manager"}))
CLERK = Person(3, "Carl", roles=frozenset({"warehouse"}))
STRANGER = Person(4, "Sten", company_id=8, roles=frozenset({"manager"}))
OPERATOR = Person(5, "Olga", permissions=frozenset({"task.work", "process.start", "process.operate"}))


class Anything(BaseModel):
    model_config = {"extra": "allow"}


class Prepared(BaseModel):
    prepared: bool


@dataclass
class Till:
    """How often the operations ran, and whether they work at present."""

    calls: list[str] = field(default_factory=list)
    works: bool = True


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> Till:
    """The operations `inline.prepare` and `inline.file`, as the diagrams name them."""
    monkeypatch.setattr(registry, "_operations", dict(registry._operations))
    kept = Till()

    def run(ctx: operations.Context, given: Anything) -> Prepared:
        kept.calls.append(ctx.key)
        if not kept.works:
            raise ValueError("the shelf is locked")
        return Prepared(prepared=True)

    for name in ("inline.prepare", "inline.file"):
        registry._operations[name] = registry.Operation(name, name, run, Anything, Prepared)
    return kept
