"""Which permission does a route ask for? Every route says it; a public one says `public`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute


class Permission:
    """The permission that a route declares, so that a test can read it off the route."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self) -> None:
        """Public routes let everyone through; the others arrive together with sign-in."""


def permission(name: str) -> Any:
    return Depends(Permission(name))


def declared(app: FastAPI) -> dict[str, str | None]:
    """Each route's path with the permission that it declares, or None for one that forgot."""
    return {route.path: _permission_of(route.dependant.dependencies) for route in app.routes if isinstance(route, APIRoute)}


def _permission_of(dependencies: list[Any]) -> str | None:
    calls: list[Callable[..., object] | None] = [dependency.call for dependency in dependencies]
    return next((call.name for call in calls if isinstance(call, Permission)), None)
