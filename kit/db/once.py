"""How is a row made that another transaction may be making at this very moment?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kit.db.base import Base

Made = TypeVar("Made", bound=Base)


def find_or_make(session: Session, find: Callable[[], Made | None], make: Callable[[], Made]) -> Made:
    """The row, made where it is missing; who comes second to a unique value takes what the first has made."""
    found = find()
    if found is not None:
        return found
    made = make()
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found
    return made
