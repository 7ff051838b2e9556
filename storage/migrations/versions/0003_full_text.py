"""full text: the words of ideas and of feedback, kept by the database itself

FTS5 on SQLite, where triggers keep it equal to the table (a later migration that rebuilds one of
these tables has to make its triggers again); a GIN index of the same words on PostgreSQL. Both
tokenise what domain.search has folded, and nothing else.
"""

import sqlalchemy as sa
from alembic import op

from domain.text.folding import index_words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SEARCHED = {"idea": ("title_key", "words"), "search_entry": ("words",)}
_BATCH = 1000


def upgrade() -> None:
    """Bring the schema to this revision."""
    _renew_words(op.get_bind())
    for table, columns in _SEARCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            _fts5(table, columns)
        else:
            for column in columns:
                op.execute(
                    f"CREATE INDEX {table}_{column}_fts ON {table} USING gin "
                    f"(array_to_tsvector(string_to_array({column}, ' '))) WITH (fastupdate = off)"
                )


def downgrade() -> None:
    """Take back this revision."""
    for table, columns in _SEARCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            for trigger in ("add", "drop", "renew"):
                op.execute(f"DROP TRIGGER {table}_fts_{trigger}")
            op.execute(f"DROP TABLE {table}_fts")
        else:
            for column in columns:
                op.execute(f"DROP INDEX {table}_{column}_fts")


def _fts5(table: str, columns: tuple[str, ...]) -> None:
    names = ", ".join(columns)
    new = ", ".join(f"new.{column}" for column in columns)
    old = ", ".join(f"old.{column}" for column in columns)
    add = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.id, {new});"
    drop = (
        f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) VALUES ('delete', old.id, {old});"
    )
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content='{table}', "
        "content_rowid='id', prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')"
    )
    op.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
    op.execute(f"CREATE TRIGGER {table}_fts_add AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {table}_fts_drop AFTER DELETE ON {table} BEGIN {drop} END")
    op.execute(
        f"CREATE TRIGGER {table}_fts_renew AFTER UPDATE OF {names} ON {table} "
        f"BEGIN {drop} {add} END"
    )


def _renew_words(connection: sa.Connection) -> None:
    """Words were whole runs of Chinese, Japanese, Korean or Thai; full text needs their parts."""
    rows = sa.text(
        "SELECT id, title_key, words FROM idea WHERE id > :after ORDER BY id LIMIT :limit"
    )
    change = sa.text("UPDATE idea SET title_key = :title_key, words = :words WHERE id = :id")
    after = 0
    while found := connection.execute(rows, {"after": after, "limit": _BATCH}).all():
        after = found[-1].id
        for row in found:
            words, title_key = index_words(row.words), index_words(row.title_key)[:200]
            if (title_key, words) != (row.title_key, row.words):
                connection.execute(change, {"id": row.id, "title_key": title_key, "words": words})
