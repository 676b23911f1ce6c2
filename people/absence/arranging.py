"""How is a substitute arranged, and how does the absent person come back early?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import audit, clock
from kit.errors import Conflict, Forbidden, Invalid, NotFound
from kit.i18n import N_, _, use_language
from people.access import Who, names_of, who_of
from people.access.standing_in import Scope, Stretch, leads_back
from people.access.tables import Substitution
from people.notices import tell

LONGEST = timedelta(days=730)
ASKED = N_("You stand in for %(name)s from %(begins)s until %(ends)s.")


@dataclass(frozen=True, slots=True)
class Absence:
    """What is arranged: without a role all of them, without a process every one."""

    absent: int
    substitute: int
    begins: datetime
    ends: datetime
    role: str | None = None
    process_id: str | None = None
    takes_existing: bool = True


def arrange(session: Session, given: Absence, *, who: Who) -> int:
    """Give the absent person a substitute for that time; gives the arrangement's key. Everything returns by itself at its end.

    Raises Forbidden for others' absences without the right, Invalid for what makes no sense, Conflict for a circle.
    """
    _refuse_others(given.absent, who)
    _refuse_nonsense(given)
    absent, substitute = who_of(session, given.absent, who.company_id), who_of(session, given.substitute, who.company_id)
    if not substitute.may("task.work"):
        raise Conflict(_("%(name)s does not work on tasks here. Choose somebody else.") % {"name": substitute.name})
    if given.role is not None and given.role not in absent.roles:
        raise Conflict(_("%(name)s does not have that role.") % {"name": absent.name})
    _refuse_circle(session, given, who.company_id)
    row = Substitution(
        company_id=who.company_id, absent_id=given.absent, substitute_id=given.substitute, valid_from=given.begins, valid_to=given.ends,
        role=given.role, process_id=given.process_id, takes_existing=given.takes_existing, arranged_by=who.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    detail: dict[str, object] = {
        "absent": str(given.absent), "substitute": str(given.substitute), "begins": given.begins.isoformat(), "ends": given.ends.isoformat(),
        "role": given.role, "process": given.process_id,
    }  # fmt: skip
    audit.record(session, "people.substitute", "substitution", row.id, actor=who.user_id, company_id=who.company_id, detail=detail)
    with use_language(substitute.language):
        text = _(ASKED) % {"name": absent.name, "begins": given.begins.date().isoformat(), "ends": given.ends.date().isoformat()}
    tell(session, substitute, text, actor=who.user_id)
    return row.id


def end(session: Session, key: int, *, who: Who) -> None:
    """The absent person is back: from now on everything is theirs again; an arrangement that has not begun is forgotten. Raises NotFound."""
    row = session.get(Substitution, key)
    if row is None or row.company_id != who.company_id:
        raise NotFound(_("There is no such substitution. Perhaps it has been ended already."))
    _refuse_others(row.absent_id, who)
    now = clock.now()
    if row.valid_to <= now:
        raise Conflict(_("This substitution is over already."))
    if row.valid_from >= now:
        session.delete(row)
    else:
        row.valid_to = now
    session.flush()
    audit.record(session, "people.substitute-end", "substitution", key, actor=who.user_id, company_id=who.company_id)


def arranges_for_others(who: Who) -> bool:
    return who.may("people.admin") or who.may("process.operate")


def _refuse_others(absent: int, who: Who) -> None:
    if absent != who.user_id and not arranges_for_others(who):
        raise Forbidden(_("One arranges a substitute for oneself. For others an administrator or a manager does it."))


def _refuse_nonsense(given: Absence) -> None:
    if given.absent == given.substitute:
        raise Invalid(_("Nobody stands in for themselves. Choose a colleague."))
    if given.begins >= given.ends or given.ends <= clock.now():
        raise Invalid(_("The last day must not lie before the first, nor in the past."))
    if given.ends - given.begins > LONGEST:
        raise Invalid(_("Nobody is absent for more than two years. Choose a nearer day."))


def _refuse_circle(session: Session, given: Absence, company_id: int) -> None:
    meanwhile = select(Substitution).where(
        Substitution.company_id == company_id, Substitution.valid_to > given.begins, Substitution.valid_from < given.ends
    )
    rows = session.scalars(meanwhile).all()
    chain = leads_back(rows, given.substitute, given.absent, Stretch(given.begins, given.ends, Scope(given.role, given.process_id)))
    if chain:
        names = names_of(session, chain)
        said = _("This would go round in a circle: %(chain)s. Nobody would be left to do the work. Choose another substitute or other days.")
        raise Conflict(said % {"chain": " → ".join(names.get(key, "") for key in (given.absent, *chain))})
