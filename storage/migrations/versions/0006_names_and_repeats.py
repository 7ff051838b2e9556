"""names that are wanted, commands that came without a trigger id"""

import sqlalchemy as sa
from alembic import op

import storage.database.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "unknown_name",
        sa.Column("workspace_id", storage.database.types.BigId, nullable=False),
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("wanted_at", storage.database.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "slack_id"),
    )
    op.create_table(
        "command_repeat",
        sa.Column("workspace_id", storage.database.types.BigId, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("first_at", storage.database.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "digest"),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("command_repeat")
    op.drop_table("unknown_name")
