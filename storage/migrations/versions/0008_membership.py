"""which team people belong to"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision.

    Of nobody it is known yet which team they belong to, so everybody counts as an outsider until
    Slack has told, which the start asks for.
    """
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team_id", sa.String(), nullable=True))
        batch_op.alter_column("is_stranger", new_column_name="is_outsider")
    op.execute(sa.text("UPDATE person SET is_outsider = true"))


def downgrade() -> None:
    """Take this revision back."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("is_outsider", new_column_name="is_stranger")
        batch_op.drop_column("team_id")
