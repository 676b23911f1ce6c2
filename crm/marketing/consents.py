"""May this party be sent marketing by this channel?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.marketing.tables import ConsentEvent
from erp.parties.queries import family


def may_market(session: Session, party_id: int, channel: str) -> bool:
    """What was last said by them, or by a row that was merged into them; who said nothing has not agreed."""
    said = select(ConsentEvent.given).where(ConsentEvent.party_id.in_(family(session, party_id)), ConsentEvent.channel == channel)
    return bool(session.scalars(said.order_by(ConsentEvent.happened_at.desc(), ConsentEvent.id.desc()).limit(1)).first())
