"""Who gave which file, and which rows hold it: the content itself lies in `kit.blobs`, under its hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit import clock
from kit.db import Base, Instant, Key, Keyed


class FileGiven(Keyed, Base):
    """A person gave this content, whatever became of it."""

    __tablename__ = "file_given"
    __table_args__ = (UniqueConstraint("digest", "company_id", "given_by"),)

    digest: Mapped[str] = mapped_column(String(64))
    company_id: Mapped[int] = mapped_column(Key)
    given_by: Mapped[int] = mapped_column(Key)
    given_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class FileUse(Keyed, Base):
    """A row of the company holds this file, under this name."""

    __tablename__ = "file_use"
    __table_args__ = (UniqueConstraint("digest", "company_id", "entity_type", "entity_id"), Index(None, "entity_type", "entity_id"))

    digest: Mapped[str] = mapped_column(String(64))
    company_id: Mapped[int] = mapped_column(Key)
    entity_type: Mapped[str] = mapped_column(String(60))
    entity_id: Mapped[int] = mapped_column(Key)
    name: Mapped[str] = mapped_column(String(400))
    field_class: Mapped[str] = mapped_column(String(60), default="")
    """That of the field which it answers: its readers need that class too."""


def give(session: Session, digest: str, company_id: int, user_id: int) -> None:
    """Say it once; saying it again changes nothing."""
    if not given_by(session, digest, company_id, user_id):
        session.add(FileGiven(digest=digest, company_id=company_id, given_by=user_id))
        session.flush()


def given_by(session: Session, digest: str, company_id: int, user_id: int) -> bool:
    wanted = {"digest": digest, "company_id": company_id, "given_by": user_id}
    return session.scalars(select(FileGiven.id).filter_by(**wanted)).first() is not None


def use(session: Session, row: FileUse) -> None:
    """Say it once; saying it again changes nothing."""
    wanted = {"digest": row.digest, "company_id": row.company_id, "entity_type": row.entity_type, "entity_id": row.entity_id}
    if session.scalars(select(FileUse.id).filter_by(**wanted)).first() is None:
        session.add(row)
        session.flush()


def uses(session: Session, digest: str, company_id: int) -> list[FileUse]:
    return list(session.scalars(select(FileUse).filter_by(digest=digest, company_id=company_id).order_by(FileUse.id)))
