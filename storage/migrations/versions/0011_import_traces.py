"""Imports leave traces: their source and sheet, what they made, and what reads otherwise now."""

import sqlalchemy as sa
from alembic import op

import storage.database.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("sheet", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("undone", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column("is_update", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "import_sheet",
        sa.Column("import_id", storage.database.types.BigId, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("workspace_id", storage.database.types.BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("import_id", "place"),
    )
    op.create_table(
        "import_made",
        sa.Column("id", storage.database.types.BigId, nullable=False),
        sa.Column("workspace_id", storage.database.types.BigId, nullable=False),
        sa.Column("import_id", storage.database.types.BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", storage.database.types.BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("print", sa.String(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("import_made", schema=None) as batch_op:
        batch_op.create_index("import_made_by_import", ["workspace_id", "import_id", "id"])
        batch_op.create_index("import_made_by_subject", ["workspace_id", "kind", "subject_id"])
    op.create_table(
        "import_changed",
        sa.Column("id", storage.database.types.BigId, nullable=False),
        sa.Column("workspace_id", storage.database.types.BigId, nullable=False),
        sa.Column("import_id", storage.database.types.BigId, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("import_id", "line", name="import_changed_once"),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("import_changed")
    with op.batch_alter_table("import_made", schema=None) as batch_op:
        batch_op.drop_index("import_made_by_subject")
        batch_op.drop_index("import_made_by_import")
    op.drop_table("import_made")
    op.drop_table("import_sheet")
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        for column in ("is_update", "undone", "sheet", "source"):
            batch_op.drop_column(column)
