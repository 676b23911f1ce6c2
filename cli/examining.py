"""Is this house in order? Does the database answer, has it this version's tables, are the audit rows untouched, do scripts run?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from cli.migrating import ROOT
from engine import scripting
from kit import audit, clock
from kit.db import Database
from kit.errors import AppError


@dataclass(frozen=True, slots=True)
class Finding:
    """One question, whether all is well, and the sentence that says what was found."""

    question: str
    well: bool
    said: str


def examine(database: Database, secret: bytes) -> Iterator[Finding]:
    """Each question in turn; when the database does not answer, the rest is not asked."""
    questions: tuple[tuple[str, Callable[[Session], tuple[bool, str]]], ...] = (
        ("database", _answers),
        ("migrations", _is_at_head),
        ("audit", lambda session: _is_whole(session, secret)),
        ("scripts", lambda _session: _runs_scripts()),
    )
    for question, ask in questions:
        try:
            with database.reading() as session:
                finding = Finding(question, *ask(session))
        except AppError as error:
            finding = Finding(question, False, error.message)
        yield finding
        if not finding.well:
            return


def _answers(session: Session) -> tuple[bool, str]:
    session.execute(text("SELECT 1"))
    return True, f"{session.get_bind().dialect.name} answers."


def _is_at_head(session: Session) -> tuple[bool, str]:
    here = MigrationContext.configure(session.connection()).get_current_revision()
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    if here == head:
        return True, f"The tables are those of migration {head}."
    return False, f"The tables are those of migration {here or 'none'}, this version wants {head}: virke migrate."


def _runs_scripts() -> tuple[bool, str]:
    found = scripting.run("1 + 1", {}, clock.now())
    if isinstance(found, scripting.Wrong):
        return False, found.message
    return True, "The sandbox of scripts answers."


def _is_whole(session: Session, secret: bytes) -> tuple[bool, str]:
    broken = audit.verify(session, secret)
    if broken is None:
        return True, "Every sealed audit row fits the chain."
    return False, f"The audit row {broken} does not fit the chain: it, or one before it, was changed behind Virke's back."
