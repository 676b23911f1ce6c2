"""What is kept of a pipeline and its stages?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Key, Rate, Row
from kit.i18n import N_


class Pipeline(Row, Base):
    """One way in which a company sells; a new deal enters the usual one unless somebody says otherwise."""

    __tablename__ = "pipeline"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    code: Mapped[str] = mapped_column(String(40), info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(100), info={"label": N_("Name")})
    usual: Mapped[bool] = mapped_column(default=False, info={"label": N_("The usual one")})


class Stage(Row, Base):
    """A step of a pipeline: open with a probability, or an end. `needs` is what a deal must have to enter it."""

    __tablename__ = "stage"
    __table_args__ = (
        UniqueConstraint("pipeline_id", "code"),
        CheckConstraint("type IN ('open', 'won', 'lost')", name="known_type"),
        CheckConstraint("probability >= 0 AND probability <= 10000000000", name="probable"),
    )

    pipeline_id: Mapped[int] = mapped_column(Key, ForeignKey("pipeline.id"), index=True, info={"label": N_("Pipeline")})
    position: Mapped[int] = mapped_column(info={"label": N_("Position")})
    code: Mapped[str] = mapped_column(String(40), info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(100), info={"label": N_("Name")})
    type: Mapped[str] = mapped_column(String(10), default="open", info={"label": N_("Type")})
    probability: Mapped[Decimal] = mapped_column(Rate, default=Decimal(0), info={"label": N_("Probability")})
    needs: Mapped[str] = mapped_column(String(20), default="nothing", info={"label": N_("Needs")})
