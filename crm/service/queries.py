"""Which tickets has a customer?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.service.tables import Ticket
from erp.parties.queries import family

CURRENT = ("open", "waiting", "solved")


def current_tickets(session: Session, company_id: int, party_id: int) -> list[Ticket]:
    """Those that are ours or theirs to answer, or that may not hold; the oldest first."""
    found = select(Ticket).where(Ticket.company_id == company_id, Ticket.party_id.in_(family(session, party_id)), Ticket.state.in_(CURRENT))
    return list(session.scalars(found.order_by(Ticket.opened_at, Ticket.id)))
