"""Which lead is meant, and who has the least to do?"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.sales.deals.tables import Deal
from crm.sales.leads.tables import Lead
from kit.errors import NotFound
from kit.i18n import _
from people.access import holders
from people.access.tables import AppUser

WORKED_ON = ("new", "assigned", "nurtured")


def lock_lead(session: Session, company_id: int, key: int) -> Lead:
    locked = select(Lead).filter_by(id=key, company_id=company_id).with_for_update().execution_options(populate_existing=True)
    found = session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no lead %(key)s.") % {"key": key})
    return found


def least_busy(session: Session, company_id: int, role: str, but: int | None) -> AppUser | None:
    """Whoever of this role has the fewest open leads and deals, `but` left out; None where there is nobody."""
    work: dict[int | None, int] = {}
    leads = select(Lead.owner_id, func.count()).where(Lead.company_id == company_id, Lead.state.in_(WORKED_ON)).group_by(Lead.owner_id)
    deals = select(Deal.owner_id, func.count()).where(Deal.company_id == company_id, Deal.status == "open").group_by(Deal.owner_id)
    for owner, count in [*session.execute(leads), *session.execute(deals)]:
        work[owner] = work.get(owner, 0) + count
    able = [user for user in holders(session, company_id, role) if user.id != but]
    return min(able, key=lambda user: (work.get(user.id, 0), user.name, user.id), default=None)
