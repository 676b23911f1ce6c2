"""Which quote is meant, and what stands on it?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.sales.quotes.tables import Quote, QuoteLine
from kit.errors import NotFound
from kit.i18n import _

DRAFT, ISSUED, ACCEPTED, DECLINED, EXPIRED, SUPERSEDED, WITHDRAWN = (
    "draft", "issued", "accepted", "declined", "expired", "superseded", "withdrawn",
)  # fmt: skip


def lock_quote(session: Session, company_id: int, key: int) -> Quote:
    locked = select(Quote).filter_by(id=key, company_id=company_id).with_for_update().execution_options(populate_existing=True)
    found = session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no quote %(key)s.") % {"key": key})
    return found


def lines_of(session: Session, quote_id: int) -> list[QuoteLine]:
    return list(session.scalars(select(QuoteLine).filter_by(quote_id=quote_id).order_by(QuoteLine.position, QuoteLine.id)))


def newest(session: Session, deal_id: int, *statuses: str) -> Quote | None:
    """The deal's last revision that is in one of these states."""
    found = select(Quote).where(Quote.deal_id == deal_id, Quote.status.in_(statuses))
    return session.scalars(found.order_by(Quote.revision.desc(), Quote.id.desc()).limit(1)).first()


def awaited(session: Session, company_id: int, party_ids: Collection[int]) -> list[Quote]:
    """The quotes of these parties that wait for an answer, the one that ends first on top."""
    found = select(Quote).where(Quote.company_id == company_id, Quote.party_id.in_(sorted(party_ids)), Quote.status == ISSUED)
    return list(session.scalars(found.order_by(Quote.valid_until, Quote.id)))


def last_numbered(session: Session, deal_id: int) -> Quote | None:
    """The deal's last revision that was ever issued."""
    found = select(Quote).where(Quote.deal_id == deal_id, Quote.number.is_not(None), Quote.status != DRAFT)
    return session.scalars(found.order_by(Quote.revision.desc()).limit(1)).first()
