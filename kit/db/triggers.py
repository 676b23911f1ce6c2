"""Rules that the database itself enforces: triggers written for both databases, made with their table."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import DDL, Table, event


@dataclass(frozen=True, slots=True)
class Trigger:
    """One rule in both dialects. A refusal's text begins with `virke:` and is shown to people as it stands."""

    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]


TRIGGERS: list[Trigger] = []


def enforce(table: Table, trigger: Trigger) -> None:
    """Make the trigger whenever the table is made."""
    TRIGGERS.append(trigger)
    for statement in trigger.sqlite:
        _after_create(table, statement, "sqlite")
    for statement in trigger.postgresql:
        _after_create(table, statement, "postgresql")


def _after_create(table: Table, statement: str, dialect: str) -> None:
    ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def forbid(table: Table, name: str, verb: str, when: str, sentence: str) -> None:
    """Refuse UPDATE or DELETE of rows for which `when` (over OLD and NEW) holds."""
    row = "OLD" if verb == "DELETE" else "NEW"
    enforce(
        table,
        Trigger(
            name,
            (f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} WHEN {when} BEGIN SELECT RAISE(ABORT, 'virke: {sentence}'); END",),
            (
                (
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF {when} THEN RAISE EXCEPTION 'virke: {sentence}'; END IF; RETURN {row}; END $$"
                ),
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ),
        ),
    )


def refuse_insert(table: Table, name: str, when: str, sentence: str) -> None:
    """Refuse a new row for which `when` (over NEW) holds."""
    enforce(
        table,
        Trigger(
            name,
            (f"CREATE TRIGGER {name} BEFORE INSERT ON {table.name} WHEN {when} BEGIN SELECT RAISE(ABORT, 'virke: {sentence}'); END",),
            (
                (
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF {when} THEN RAISE EXCEPTION 'virke: {sentence}'; END IF; RETURN NEW; END $$"
                ),
                f"CREATE TRIGGER {name} BEFORE INSERT ON {table.name} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ),
        ),
    )
