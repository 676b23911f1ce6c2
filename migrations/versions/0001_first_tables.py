"""The first tables, with their triggers, as the rooms declare them.

Until the first release the tables are made from their declarations; from then on this file is frozen to what it made.
"""

from alembic import op

from kit.db import Base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())


def downgrade() -> None:
    Base.metadata.drop_all(op.get_bind())
