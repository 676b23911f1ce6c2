"""Numbers without holes: the counter row is locked in the transaction that uses the number."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit.db import Base, Key, Keyed, find_or_make


class NumberSeries(Keyed, Base):
    """A company's counter of one kind of paper in one fiscal year."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("company_id", "code", "fiscal_year"),)

    company_id: Mapped[int] = mapped_column(Key)
    code: Mapped[str] = mapped_column(String(40))
    fiscal_year: Mapped[int] = mapped_column(default=0)
    prefix: Mapped[str] = mapped_column(String(20), default="")
    next: Mapped[int] = mapped_column(default=1)


def next_number(session: Session, company_id: int, code: str, *, prefix: str = "", fiscal_year: int = 0) -> str:
    """The next number of the series, as the paper shows it; a rollback gives it back."""
    wanted = {"company_id": company_id, "code": code, "fiscal_year": fiscal_year}
    locked = select(NumberSeries).filter_by(**wanted).with_for_update().execution_options(populate_existing=True)
    series = find_or_make(session, lambda: session.scalars(locked).one_or_none(), lambda: NumberSeries(**wanted, prefix=prefix, next=1))
    number = series.next
    series.next = number + 1
    session.flush()
    return f"{series.prefix}{number:05d}"
