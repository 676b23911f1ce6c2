"""How a migration reaches the database and knows the tables."""

import importlib
from pathlib import Path
from typing import Literal

from alembic import context
from alembic.operations.ops import MigrationScript
from alembic.script import ScriptDirectory
from sqlalchemy import TypeDecorator

from kit.db import Base, Database
from kit.settings import settings

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kit", "people", "engine", "records", "erp", "crm")
for room in ROOMS:
    for path in sorted((ROOT / room).rglob("tables.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
for name in ("kit.messages", "kit.links", "kit.numbers", "kit.audit", "kit.outbox"):
    importlib.import_module(name)


def numbered(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
    """A new migration is called by the next number."""
    scripts = ScriptDirectory.from_config(context.config)
    for directive in directives:
        directive.rev_id = f"{int(scripts.get_current_head() or 0) + 1:04}"


def plain(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """A migration knows no type of ours, which may change: it names what the database keeps."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


database = Database(context.config.attributes.get("url") or settings().url())
with database.transaction() as session:
    context.configure(
        connection=session.connection(),
        target_metadata=Base.metadata,
        render_as_batch=database.sqlite,
        render_item=plain,
        process_revision_directives=numbered,
    )
    context.run_migrations()
database.dispose()
