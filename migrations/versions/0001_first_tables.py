"""The first tables, with their indexes and triggers, as SQL for each database.

What stands beside this file is what the declarations made when they were first released. It never changes again: a later change of a
table is a later migration.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BETWEEN = "\n-- next\n"


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    file = Path(__file__).with_name(f"0001_{connection.dialect.name}.sql")
    for statement in file.read_text(encoding="utf-8").split(BETWEEN):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """A database of before the first release is an empty one: make a new one."""
    raise NotImplementedError
