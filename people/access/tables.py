"""Who are the people, which roles have they where, and how are they known when they come back?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Instant, JsonDoc, Key, Keyed
from kit.i18n import N_


class AppUser(Keyed, Base):
    """A person. The e-mail address is kept in lower case; without a password hash nobody signs in with a password."""

    __tablename__ = "app_user"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    email: Mapped[str] = mapped_column(String(254), unique=True, info={"label": N_("E-mail")})
    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})
    language: Mapped[str] = mapped_column(String(5), default="en", info={"label": N_("Language")})
    level: Mapped[int] = mapped_column(default=1, info={"label": N_("Level")})
    password_hash: Mapped[str | None] = mapped_column(String(200), info={"label": N_("Password"), "hidden": True})
    active: Mapped[bool] = mapped_column(default=True, info={"label": N_("Active")})


class UserGroup(Keyed, Base):
    __tablename__ = "user_group"

    code: Mapped[str] = mapped_column(String(60), unique=True, info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})


class GroupMember(Keyed, Base):
    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("group_id", "user_id"),)

    group_id: Mapped[int] = mapped_column(Key, ForeignKey("user_group.id"), info={"label": N_("Group")})
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("User")})


class Role(Keyed, Base):
    """The code is what a process names as a candidate group."""

    __tablename__ = "role"

    code: Mapped[str] = mapped_column(String(60), unique=True, info={"label": N_("Code")})
    label: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})
    permissions: Mapped[list[str]] = mapped_column(JsonDoc, default=list, info={"label": N_("Permissions")})


class RoleGrant(Keyed, Base):
    """One user or one group has a role in a company; with a department only there, with dates only between them."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("(user_id IS NULL) <> (group_id IS NULL)", name="user_or_group"),)

    user_id: Mapped[int | None] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("User")})
    group_id: Mapped[int | None] = mapped_column(Key, ForeignKey("user_group.id"), index=True, info={"label": N_("Group")})
    role_id: Mapped[int] = mapped_column(Key, ForeignKey("role.id"), index=True, info={"label": N_("Role")})
    company_id: Mapped[int] = mapped_column(Key, ForeignKey("company.id"), index=True, info={"label": N_("Company")})
    department_id: Mapped[int | None] = mapped_column(Key, ForeignKey("department.id"), info={"label": N_("Department")})
    valid_from: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Valid from")})
    valid_to: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Valid to")})


class FieldClass(Keyed, Base):
    """A class of fields, such as salary or credit, and the lowest level that reads it in this company."""

    __tablename__ = "field_class"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    company_id: Mapped[int] = mapped_column(Key, info={"label": N_("Company")})
    code: Mapped[str] = mapped_column(String(60), info={"label": N_("Field class")})
    minimum_level: Mapped[int] = mapped_column(info={"label": N_("Lowest level")})


class UserSession(Keyed, Base):
    """Somebody who is signed in. Only a hash of the token is kept: who reads this table cannot act as them."""

    __tablename__ = "user_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"label": N_("Token"), "hidden": True})
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("User")})
    company_id: Mapped[int] = mapped_column(Key, ForeignKey("company.id"), info={"label": N_("Company")})
    csrf: Mapped[str] = mapped_column(String(64), info={"label": N_("Form token"), "hidden": True})
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("Created")})
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True, info={"label": N_("Expires")})


class ApiToken(Keyed, Base):
    """What a program shows instead of a password; only its hash is kept."""

    __tablename__ = "api_token"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"label": N_("Token"), "hidden": True})
    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("User")})
    company_id: Mapped[int] = mapped_column(Key, ForeignKey("company.id"), info={"label": N_("Company")})
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("Created")})
    expires_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Expires")})


class Substitution(Keyed, Base):
    """From one instant until another somebody works in the place of who is absent: in all, or for one role or one process."""

    __tablename__ = "substitution"
    __table_args__ = (
        CheckConstraint("absent_id <> substitute_id", name="two_people"),
        CheckConstraint("valid_from < valid_to", name="some_time"),
        Index(None, "company_id", "valid_to"),
    )

    company_id: Mapped[int] = mapped_column(Key, ForeignKey("company.id"), info={"label": N_("Company")})
    absent_id: Mapped[int] = mapped_column(Key, ForeignKey("app_user.id"), info={"label": N_("Who is absent")})
    substitute_id: Mapped[int] = mapped_column(Key, ForeignKey("app_user.id"), info={"label": N_("Substitute")})
    valid_from: Mapped[datetime] = mapped_column(Instant, info={"label": N_("Valid from")})
    valid_to: Mapped[datetime] = mapped_column(Instant, info={"label": N_("Valid to")})
    role: Mapped[str | None] = mapped_column(String(60), info={"label": N_("Role")})
    process_id: Mapped[str | None] = mapped_column(String(200), info={"label": N_("Process")})
    takes_existing: Mapped[bool] = mapped_column(default=True, info={"label": N_("Tasks from before too")})
    arranged_by: Mapped[int] = mapped_column(Key, info={"label": N_("Arranged by")})
