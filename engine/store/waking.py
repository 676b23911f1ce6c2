"""Who is told, after a commit, that there is work to do?"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from kit.db import after_commit

_sleepers: list[Callable[[], None]] = []


def on_work(wake: Callable[[], None]) -> Callable[[], None]:
    """Have `wake` called whenever work has been committed; gives the call that ends this."""
    _sleepers.append(wake)
    return lambda: _sleepers.remove(wake)


def wake_after_commit(session: Session) -> None:
    if not session.info.get("engine_wakes"):
        session.info["engine_wakes"] = True
        after_commit(session, _wake)


def _wake() -> None:
    for wake in [*_sleepers]:
        wake()
