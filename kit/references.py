"""References: how a form's picker finds a customer or a product without knowing the room that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from kit.errors import NotFound
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    label: str
    detail: str = ""


class Finder(Protocol):
    """`who` is people.access.Who: a finder shows only what that person may see."""

    def search(self, session: Session, who: Any, text: str, limit: int) -> list[Choice]: ...

    def find(self, session: Session, who: Any, key: str) -> Choice | None: ...


@dataclass(frozen=True, slots=True)
class Reference:
    name: str
    label: str
    finder: Finder


_references: dict[str, Reference] = {}


def reference(name: str, *, label: str) -> Callable[[type[Finder]], type[Finder]]:
    """Announce a finder class: `@reference("customer", label=N_("Customer"))`."""

    def announce(finder: type[Finder]) -> type[Finder]:
        _references[name] = Reference(name, label, finder())
        return finder

    return announce


def known(name: str) -> bool:
    return name in _references


def get(name: str) -> Reference:
    if name not in _references:
        raise NotFound(_("There is no reference called %(name)s.") % {"name": name})
    return _references[name]


def all_references() -> list[Reference]:
    return [_references[name] for name in sorted(_references)]
