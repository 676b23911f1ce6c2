"""A noun that no room has: tools, what each company keeps about them, and their loans. Kept apart from Virke's own tables."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

import records
from kit.db import Amount, Instant, JsonDoc, Key, Price, Quantity, Row
from kit.errors import Invalid
from people.access import Who
from records import Lines, Noun, Part

PERMISSIONS = frozenset({"record.read", "record.write", "record.import"})
ANNE = Who(user_id=1, name="Anne", company_id=10, level=1, departments=frozenset({7}), permissions=PERMISSIONS)
BOSS = Who(user_id=2, name="Bodil", company_id=10, level=4, permissions=PERMISSIONS)
STRANGER = Who(user_id=3, name="Carl", company_id=11, level=5, permissions=PERMISSIONS)


class Shed(DeclarativeBase):
    pass


class Tool(Row, Shed):
    __tablename__ = "tool"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    code: Mapped[str | None] = mapped_column(String(10), info={"label": "Code"})
    name: Mapped[str] = mapped_column(String(40), info={"label": "Name"})
    kind: Mapped[str] = mapped_column(String(20), default="hand", info={"label": "Kind"})
    price: Mapped[Decimal] = mapped_column(Price, default=Decimal(0), info={"label": "Price", "class": "cost"})
    weight: Mapped[Decimal | None] = mapped_column(Quantity, info={"label": "Weight"})
    count: Mapped[int] = mapped_column(default=1, info={"label": "Count"})
    sharp: Mapped[bool] = mapped_column(default=False, info={"label": "Sharp"})
    bought: Mapped[date | None] = mapped_column(info={"label": "Bought"})
    checked: Mapped[datetime | None] = mapped_column(Instant, info={"label": "Checked"})
    notes: Mapped[str | None] = mapped_column(String(500), info={"label": "Notes"})
    tags: Mapped[list[str] | None] = mapped_column(JsonDoc, info={"label": "Tags"})
    twin_id: Mapped[int | None] = mapped_column(Key, ForeignKey("tool.id"), info={"label": "Twin"})
    department_id: Mapped[int | None] = mapped_column(Key, info={"label": "Department"})


class ToolCompany(Row, Shed):
    __tablename__ = "tool_company"

    tool_id: Mapped[int] = mapped_column(Key, ForeignKey("tool.id"), info={"label": "Tool"})
    rent: Mapped[Decimal | None] = mapped_column(Amount, info={"label": "Rent", "class": "rent"})
    shelf: Mapped[str] = mapped_column(String(10), default="", info={"label": "Shelf"})


class ToolLoan(Row, Shed):
    __tablename__ = "tool_loan"

    tool_id: Mapped[int] = mapped_column(Key, ForeignKey("tool.id"), info={"label": "Tool"})
    borrower: Mapped[str] = mapped_column(String(40), info={"label": "Borrower"})
    pawn: Mapped[Decimal | None] = mapped_column(Amount, info={"label": "Pawn", "class": "cost"})


FORM = {
    "schemaVersion": 19,
    "type": "default",
    "components": [
        {"type": "textfield", "id": "c", "key": "code", "label": "Code"},
        {"type": "textfield", "id": "n", "key": "name", "label": "Name", "validate": {"required": True, "maxLength": 30}},
        {"type": "select", "id": "k", "key": "kind", "label": "Kind", "validate": {"required": True},
         "values": [{"value": "hand", "label": "Hand tool"}, {"value": "power", "label": "Power tool"}]},
        {"type": "number", "id": "p", "key": "price", "label": "Price", "validate": {"min": 0}},
        {"type": "number", "id": "w", "key": "weight", "label": "Weight"},
        {"type": "number", "id": "a", "key": "count", "label": "Count", "decimalDigits": 0},
        {"type": "checkbox", "id": "s", "key": "sharp", "label": "Sharp"},
        {"type": "datetime", "id": "b", "key": "bought", "label": "Bought"},
        {"type": "datetime", "id": "h", "key": "checked", "label": "Checked", "subtype": "datetime"},
        {"type": "textarea", "id": "o", "key": "notes", "label": "Notes"},
        {"type": "select", "id": "t", "key": "twin_id", "label": "Twin", "properties": {"virke:reference": "tool"}},
        {"type": "group", "id": "g", "path": "terms", "label": "Terms", "components": [
            {"type": "number", "id": "r", "key": "rent", "label": "Rent"},
            {"type": "textfield", "id": "f", "key": "shelf", "label": "Shelf"},
        ]},
        {"type": "dynamiclist", "id": "l", "path": "loans", "label": "Loans", "readonly": True, "components": [
            {"type": "textfield", "id": "lb", "key": "borrower", "label": "Borrower"},
        ]},
    ],
}  # fmt: skip


def no_saw_without_edge(_session: Session, _who: Who, row: Row) -> None:
    if isinstance(row, Tool) and row.name == "Saw" and not row.sharp:
        raise Invalid("A saw must be sharp.", fields={"sharp": "A saw must be sharp."})


def announced(folder: Path) -> Noun:
    form = folder / "tool.form"
    form.write_text(json.dumps(FORM), encoding="utf-8")
    return records.noun(
        "tool",
        Tool,
        form=form,
        title="Tool",
        plural="Tools",
        path="tools",
        columns=["code", "name", "kind", "price", "terms.rent", "twin_id"],
        search=["code", "name", "price", "terms.shelf"],
        naming=["name", "code"],
        parts={"terms": Part(ToolCompany, "tool_id")},
        lines={"loans": Lines(ToolLoan, "tool_id")},
        rule=no_saw_without_edge,
        references="tool",
    )
