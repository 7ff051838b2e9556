"""Rows that were imported with something changed are listed beside those that were refused."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("import_problem", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("was_imported", sa.Boolean(), nullable=False, server_default=sa.false())
        )
