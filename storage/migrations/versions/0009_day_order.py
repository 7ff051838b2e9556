"""order of day and month"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("day_order", sa.String(), nullable=True))


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("day_order")
