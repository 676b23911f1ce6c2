"""How a migration reaches the database and knows the tables."""

import importlib
from pathlib import Path

from alembic import context

from kit.db import Base, Database
from kit.settings import settings

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kit", "people", "engine", "records", "erp", "crm")
for room in ROOMS:
    for path in sorted((ROOT / room).rglob("tables.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
for name in ("kit.messages", "kit.links", "kit.numbers", "kit.audit", "kit.outbox"):
    importlib.import_module(name)

database = Database(context.config.attributes.get("url") or settings().url())
with database.transaction() as session:
    context.configure(connection=session.connection(), target_metadata=Base.metadata, render_as_batch=database.sqlite)
    context.run_migrations()
database.dispose()
