"""Which process instances are about which business rows."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Index, String, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit.db import Base, Key, Keyed


class ProcessLink(Keyed, Base):
    __tablename__ = "process_link"
    __table_args__ = (UniqueConstraint("instance_key", "entity_type", "entity_id", "role"), Index(None, "entity_type", "entity_id"))

    instance_key: Mapped[int] = mapped_column(Key)
    entity_type: Mapped[str] = mapped_column(String(60))
    entity_id: Mapped[int] = mapped_column(Key)
    role: Mapped[str] = mapped_column(String(60), default="subject")


def link(session: Session, instance_key: int, entity_type: str, entity_id: int, role: str = "subject") -> None:
    """Say it once; saying it again changes nothing."""
    wanted = {"instance_key": instance_key, "entity_type": entity_type, "entity_id": entity_id, "role": role}
    if session.scalars(select(ProcessLink.id).filter_by(**wanted)).first() is None:
        session.add(ProcessLink(**wanted))
        session.flush()


def instances_of(session: Session, entity_type: str, entity_id: int) -> list[int]:
    """Keys of the instances about this row, newest first."""
    found = select(ProcessLink.instance_key).filter_by(entity_type=entity_type, entity_id=entity_id)
    return sorted(set(session.scalars(found)), reverse=True)


def entities_of(session: Session, instance_key: int) -> list[ProcessLink]:
    return list(session.scalars(select(ProcessLink).filter_by(instance_key=instance_key).order_by(ProcessLink.id)))


def entities_of_all(session: Session, instance_keys: Collection[int]) -> dict[int, list[ProcessLink]]:
    """The same for many instances at once, by their keys."""
    found: dict[int, list[ProcessLink]] = {}
    for each in session.scalars(select(ProcessLink).where(ProcessLink.instance_key.in_(sorted(instance_keys))).order_by(ProcessLink.id)):
        found.setdefault(each.instance_key, []).append(each)
    return found


def instances_about(session: Session, entities: Collection[tuple[str, int]], limit: int = 500) -> list[int]:
    """Keys of the newest instances about any of these rows."""
    kinds: dict[str, list[int]] = {}
    for kind, key in entities:
        kinds.setdefault(kind, []).append(key)
    if not kinds:
        return []
    about = or_(*(and_(ProcessLink.entity_type == kind, ProcessLink.entity_id.in_(keys)) for kind, keys in kinds.items()))
    return list(dict.fromkeys(session.scalars(select(ProcessLink.instance_key).where(about).order_by(ProcessLink.id.desc()).limit(limit))))
