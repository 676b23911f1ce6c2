"""How is a choice of tasks kept by name, for oneself or for a role?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.desk.tables import TaskFilter
from engine.who import Who, require
from kit import audit
from kit.errors import Conflict, Forbidden, Invalid, NotFound
from kit.i18n import _

MOST = 50
LONGEST = 60
EVERYBODY = "*"
SHARES_WITH_ALL = 2
"""The level from which one shares with everybody."""


def save_filter(session: Session, name: str, wish: Mapping[str, str], shared_with: str | None = None, *, who: Who) -> int:
    """Keep it, in place of one's own of that name; `shared_with` is a role that one holds, or `*`. Gives its key."""
    require(who, "task.work")
    called = name.strip()
    if not 0 < len(called) <= LONGEST:
        raise Invalid(_("A filter's name has between 1 and %(longest)d characters.") % {"longest": LONGEST})
    _guard(who, shared_with)
    mine = select(TaskFilter).where(TaskFilter.company_id == who.company_id, TaskFilter.user_id == who.user_id)
    kept = session.scalars(mine.where(TaskFilter.name == called)).one_or_none()
    if kept is None:
        if (session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST:
            raise Conflict(_("You have %(most)d filters already. Delete one first.") % {"most": MOST})
        kept = TaskFilter(company_id=who.company_id, user_id=who.user_id, name=called)
        session.add(kept)
    kept.wish, kept.shared_with = dict(wish), shared_with
    session.flush()
    return kept.id


def delete_filter(session: Session, key: int, *, who: Who) -> None:
    """One's own; an operator deletes any. Raises NotFound or Forbidden."""
    kept = session.get(TaskFilter, key)
    if kept is None or kept.company_id != who.company_id:
        raise NotFound(_("There is no filter %(key)s.") % {"key": key})
    if kept.user_id != who.user_id and not who.may("process.operate"):
        raise Forbidden(_("The filter “%(name)s” is somebody else's. Only they, or an operator, delete it.") % {"name": kept.name})
    session.delete(kept)
    session.flush()
    detail: dict[str, object] = {"name": kept.name}
    audit.record(session, "filter.delete", "task_filter", key, actor=who.user_id, company_id=who.company_id, detail=detail)


def _guard(who: Who, shared_with: str | None) -> None:
    if shared_with is None or shared_with in who.roles:
        return
    if shared_with == EVERYBODY and who.level >= SHARES_WITH_ALL:
        return
    raise Forbidden(_("A filter is shared with a role of one's own, or from level %(level)d with everybody.") % {"level": SHARES_WITH_ALL})
