"""What do tests of the engine's commands share? People, operations and a diagram of a form or an order."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from pydantic import BaseModel

from kit import operations
from kit.operations import registry
from people.access import Who

COMPANY = 7


USUAL = frozenset({"task.work", "process.start", "process.deploy"})


def person(user_id: int, name: str, *roles: str, company_id: int = COMPANY, permissions: frozenset[str] = USUAL) -> Who:
    return Who(user_id, name, company_id, roles=frozenset(roles), permissions=permissions)


MANAGER = person(1, "Mona", "manager")
OTHER_MANAGER = person(2, "Max", "manager")
CLERK = person(3, "Carl", "warehouse")
STRANGER = person(4, "Sten", "manager", company_id=8)
OPERATOR = person(5, "Olga", permissions=frozenset({"task.work", "process.start", "process.operate"}))


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
