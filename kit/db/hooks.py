"""What shall happen once a transaction has been committed, and only then."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import Session

_AFTER = "after_commit_hooks"


def after_commit(session: Session, hook: Callable[[], None]) -> None:
    """Run the hook after this session's transaction is committed; a rollback forgets it."""
    session.info.setdefault(_AFTER, []).append(hook)


def run_hooks(session: Session) -> None:
    for hook in session.info.pop(_AFTER, []):
        hook()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _previous: object) -> None:
    if not session.in_nested_transaction() and not session.in_transaction():
        session.info.pop(_AFTER, None)
