"""when Slack last delivered an event"""

import sqlalchemy as sa
from alembic import op

import storage.database.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "last_event_at", storage.database.types.UtcDateTime(timezone=True), nullable=True
            )
        )


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("last_event_at")
