"""the schema before the first release, feature by feature, and full text last

One file took the place of the revisions 0001 to 0005, which no release had: it makes the schema
that they made. A table that a feature keeps for others is with the feature whose room it is in.

Full text is FTS5 on SQLite, where triggers keep it equal to the table (a later migration that
rebuilds one of these tables has to make its triggers again), and a GIN index of the same words on
PostgreSQL. Both split what domain.text.folding has folded, and nothing else.
"""

import sqlalchemy as sa
from alembic import op

from storage.database.types import BigId, UtcDateTime

revision = "0005"
down_revision = None
branch_labels = None
depends_on = None

_SEARCHED = {"idea": ("title_key", "words"), "search_entry": ("words",)}


def upgrade() -> None:
    """Bring the schema to this revision."""
    _workspace()
    _outbox()
    _ideas()
    _feedback()
    _channels()
    _api()
    _customers()
    _roadmap()
    _scoring()
    _objectives()
    _merging()
    _decisions()
    _triage()
    _digests()
    _announcements()
    _erasure()
    _rounds()
    _search()
    _imports()
    _full_text()


def _workspace() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", BigId, nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("sealed_token", sa.Text(), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("ideas_channel_id", sa.String(), nullable=True),
        sa.Column("capture_emoji", sa.String(), nullable=False),
        sa.Column("vote_emoji", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("channels_read_at", UtcDateTime(), nullable=True),
        sa.Column("stopped_reason", sa.Text(), nullable=True),
        sa.Column("installed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id"),
    )
    op.create_table(
        "channel",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_member", sa.Boolean(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id"),
    )
    op.create_table(
        "counter",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "kind"),
    )
    op.create_table(
        "manager",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "user_id"),
    )
    op.create_table(
        "person",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "user_id"),
    )
    op.create_table(
        "refused_block",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("block_type", sa.String(), nullable=False),
        sa.Column("refused_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "block_type"),
    )
    op.create_table(
        "user_group",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "group_id"),
    )
    op.create_table(
        "user_group_member",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "group_id", "user_id"),
    )
    op.create_index("user_group_member_by_user", "user_group_member", ["workspace_id", "user_id"])


def _outbox() -> None:
    op.create_table(
        "change",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "change_by_subject", "change", ["workspace_id", "subject_kind", "subject_id", "id"]
    )
    op.create_index("change_by_workspace", "change", ["workspace_id", "id"])
    op.create_index(
        "change_of_place",
        "change",
        ["workspace_id", "subject_id", "at"],
        sqlite_where=sa.text("subject_kind = 'idea' AND field IN ('status','horizon')"),
        postgresql_where=sa.text("subject_kind = 'idea' AND field IN ('status','horizon')"),
    )
    op.create_index(
        "change_but_votes",
        "change",
        ["workspace_id", "subject_kind", "subject_id", "id"],
        sqlite_where=sa.text("field <> 'vote'"),
        postgresql_where=sa.text("field <> 'vote'"),
    )
    op.create_index(
        "change_of_plan",
        "change",
        ["workspace_id", "at"],
        sqlite_where=sa.text(
            "subject_kind = 'idea' AND field IN ('created','status','horizon','dates')"
        ),
        postgresql_where=sa.text(
            "subject_kind = 'idea' AND field IN ('created','status','horizon','dates')"
        ),
    )
    op.create_index(
        "change_of_vote",
        "change",
        ["workspace_id", "subject_id", "at"],
        sqlite_where=sa.text("field = 'vote'"),
        postgresql_where=sa.text("field = 'vote'"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("one_pending", sa.String(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_uncertain", sa.Boolean(), nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("slack_ts", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending','claimed','done','failed','unknown','cancelled')",
            name="outbox_state",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "key"),
    )
    op.create_index(
        "outbox_due",
        "outbox",
        ["not_before"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("outbox_finished", "outbox", ["workspace_id", "state", "finished_at"])
    op.create_index(
        "outbox_one_pending",
        "outbox",
        ["workspace_id", "one_pending"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "outbox_open",
        "outbox",
        ["workspace_id", "lane", "id"],
        sqlite_where=sa.text("state IN ('pending','claimed')"),
        postgresql_where=sa.text("state IN ('pending','claimed')"),
    )
    op.create_table(
        "pace",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("limit_name", sa.String(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "limit_name"),
    )


def _ideas() -> None:
    op.create_table(
        "area",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "key"),
    )
    op.create_table(
        "reaction",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("emoji", sa.String(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("event_ts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "channel_id", "message_ts", "user_id", "emoji"),
    )
    op.create_index("reaction_by_person", "reaction", ["workspace_id", "user_id"])
    op.create_table(
        "idea",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("horizon", sa.String(), nullable=True),
        sa.Column("area_id", BigId, nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("shipped_at", UtcDateTime(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("date_confidence", sa.String(), nullable=True),
        sa.Column("public_title", sa.Text(), nullable=True),
        sa.Column("merged_into_id", BigId, nullable=True),
        sa.CheckConstraint("length(title) > 0", name="idea_has_title"),
        sa.CheckConstraint("votes >= 0", name="idea_votes_not_negative"),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "number"),
        sa.UniqueConstraint("workspace_id", "request_key"),
    )
    op.create_index("idea_by_shipping", "idea", ["workspace_id", "shipped_at"])
    op.create_index("idea_by_status", "idea", ["workspace_id", "status", "votes"])
    op.create_index("idea_by_title", "idea", ["workspace_id", "title_key"])
    op.create_index(
        "idea_unowned",
        "idea",
        ["workspace_id", "votes"],
        sqlite_where=sa.text("owner_id IS NULL AND status IN ('open','considering')"),
        postgresql_where=sa.text("owner_id IS NULL AND status IN ('open','considering')"),
    )
    op.create_index("idea_by_votes", "idea", ["workspace_id", "votes", "number"])
    op.create_table(
        "card",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=True),
        sa.Column("permalink", sa.Text(), nullable=True),
        sa.Column("shown", sa.String(), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("posted_for_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "channel_id", "message_ts"),
    )
    op.create_index(
        "card_awaited",
        "card",
        ["workspace_id", "channel_id"],
        sqlite_where=sa.text("message_ts IS NULL"),
        postgresql_where=sa.text("message_ts IS NULL"),
    )
    op.create_index("card_by_idea", "card", ["workspace_id", "idea_id"])
    op.create_table(
        "vote",
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("voted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("idea_id", "user_id"),
    )
    op.create_index("vote_by_person", "vote", ["workspace_id", "user_id"])


def _feedback() -> None:
    op.create_table(
        "customer",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("tier_key", sa.Text(), nullable=True),
        sa.Column("revenue_hundredths", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("merged_into_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "key"),
    )
    op.create_index("customer_by_channel", "customer", ["workspace_id", "channel_id"])
    op.create_table(
        "feedback",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=True),
        sa.Column("said_by_name", sa.Text(), nullable=True),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("customer_id", BigId, nullable=True),
        sa.Column("area_id", BigId, nullable=True),
        sa.Column("importance", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("source_channel_id", sa.String(), nullable=True),
        sa.Column("source_ts", sa.String(), nullable=True),
        sa.Column("source_permalink", sa.Text(), nullable=True),
        sa.Column("source_is_private", sa.Boolean(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("source_edited_ts", sa.String(), nullable=True),
        sa.Column("source_words", sa.Text(), nullable=True),
        sa.Column("words_gone", sa.String(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name="feedback_has_text"),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "number"),
        sa.UniqueConstraint("workspace_id", "request_key"),
        sa.UniqueConstraint("workspace_id", "source_channel_id", "source_ts"),
    )
    op.create_index("feedback_by_saver", "feedback", ["workspace_id", "saved_by", "id"])
    op.create_index("feedback_by_speaker", "feedback", ["workspace_id", "said_by", "id"])
    op.create_index("feedback_by_state", "feedback", ["workspace_id", "state", "created_at"])
    op.create_index("feedback_by_customer", "feedback", ["workspace_id", "customer_id", "id"])
    op.create_table(
        "evidence",
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("feedback_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"]),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("idea_id", "feedback_id"),
    )
    op.create_index("evidence_by_feedback", "evidence", ["workspace_id", "feedback_id"])


def _channels() -> None:
    op.create_table(
        "channel_rule",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("doors", sa.Text(), nullable=False),
        sa.Column("customer_id", BigId, nullable=True),
        sa.Column("area_id", BigId, nullable=True),
        sa.Column("importance", sa.String(), nullable=True),
        sa.Column("confirm", sa.String(), nullable=False),
        sa.Column("intake_since", UtcDateTime(), nullable=True),
        sa.Column("confirmed_up_to", BigId, nullable=False),
        sa.Column("link_base", sa.Text(), nullable=True),
        sa.Column("connected_team_id", sa.String(), nullable=True),
        sa.Column("connected_name", sa.Text(), nullable=True),
        sa.Column("connected_problem", sa.String(), nullable=True),
        sa.Column("set_by", sa.String(), nullable=True),
        sa.Column("set_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "channel_id", name="channel_rule_once"),
    )
    op.create_index("channel_rule_by_customer", "channel_rule", ["workspace_id", "customer_id"])
    op.create_table(
        "channel_question",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("rule_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["channel_rule.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("channel_question_by_rule", "channel_question", ["workspace_id", "rule_id"])
    op.create_table(
        "feedback_file",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("feedback_id", BigId, nullable=False),
        sa.Column("message_ts", sa.String(), nullable=True),
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mimetype", sa.String(), nullable=True),
        sa.Column("size_bytes", BigId, nullable=True),
        sa.Column("permalink", sa.Text(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("refused", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "feedback_id", "slack_id", name="feedback_file_once"),
    )
    op.create_index(
        "feedback_file_by_feedback", "feedback_file", ["workspace_id", "feedback_id", "id"]
    )
    op.create_table(
        "feedback_note",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("feedback_id", BigId, nullable=True),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_part", sa.Boolean(), nullable=False),
        sa.Column("edited_ts", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "channel_id", "message_ts", name="feedback_note_once"),
    )
    op.create_index(
        "feedback_note_by_feedback", "feedback_note", ["workspace_id", "feedback_id", "id"]
    )
    op.create_index(
        "feedback_note_by_thread", "feedback_note", ["workspace_id", "channel_id", "thread_ts"]
    )
    op.create_table(
        "feedback_answer",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("feedback_id", BigId, nullable=False),
        sa.Column("question_id", BigId, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"]),
        sa.ForeignKeyConstraint(["question_id"], ["channel_question.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "workspace_id", "feedback_id", "question_id", name="feedback_answer_once"
        ),
    )


def _api() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("rights", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash", name="api_token_secret"),
        sa.UniqueConstraint("workspace_id", "number", name="api_token_number"),
        sa.UniqueConstraint("workspace_id", "request_key", name="api_token_request"),
    )
    op.create_table(
        "api_request",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("token_id", BigId, nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("feedback_number", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "token_id", "key_hash", name="api_request_once"),
    )
    op.create_index("api_request_by_time", "api_request", ["created_at"])
    op.create_table(
        "feedback_origin",
        sa.Column("feedback_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("token_id", BigId, nullable=False),
        sa.Column("said_by_email", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("body_hash", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"]),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("feedback_id"),
        sa.UniqueConstraint("workspace_id", "external_id", name="feedback_origin_once"),
    )


def _customers() -> None:
    op.create_table(
        "currency_rate",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("millionths", sa.BigInteger(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("millionths > 0", name="currency_rate_positive"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "currency"),
    )
    op.create_table(
        "customer_apart",
        sa.Column("one_id", BigId, nullable=False),
        sa.Column("other_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name="customer_apart_in_order"),
        sa.ForeignKeyConstraint(["one_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("one_id", "other_id"),
    )
    op.create_index("customer_apart_by_workspace", "customer_apart", ["workspace_id", "one_id"])
    op.create_table(
        "customer_merge",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("customer_id", BigId, nullable=False),
        sa.Column("into_id", BigId, nullable=False),
        sa.Column("merged_by", sa.String(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.CheckConstraint("customer_id <> into_id", name="customer_merge_into_another"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["into_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "request_key", name="customer_merge_request_once"),
    )
    op.create_index(
        "customer_merge_by_survivor", "customer_merge", ["workspace_id", "into_id", "id"]
    )
    op.create_index(
        "customer_merge_standing",
        "customer_merge",
        ["customer_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )


def _roadmap() -> None:
    op.create_table(
        "share",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash", name="share_token"),
        sa.UniqueConstraint("workspace_id", "number", name="share_number"),
        sa.UniqueConstraint("workspace_id", "request_key", name="share_request"),
    )
    op.create_index("share_by_time", "share", ["workspace_id", "created_at"])
    op.create_table(
        "dependency",
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("needs_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("idea_id <> needs_id", name="dependency_on_another"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["needs_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("idea_id", "needs_id"),
    )
    op.create_index("dependency_by_idea", "dependency", ["workspace_id", "idea_id"])
    op.create_index("dependency_by_needed", "dependency", ["workspace_id", "needs_id"])
    op.create_table(
        "promise",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("customer_id", BigId, nullable=False),
        sa.Column("promised_by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.CheckConstraint("state IN ('open','kept','late','withdrawn')", name="promise_state"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "number", name="promise_number"),
        sa.UniqueConstraint("workspace_id", "request_key", name="promise_request"),
    )
    op.create_index("promise_by_idea", "promise", ["workspace_id", "idea_id"])
    op.create_index("promise_by_state", "promise", ["workspace_id", "state", "due_on"])


def _scoring() -> None:
    op.create_table(
        "rubric",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "driver", "choice"),
    )
    op.create_table(
        "scoring",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("model_lines", sa.Text(), nullable=False),
        sa.Column("model_formula", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id"),
    )
    op.create_table(
        "area_method",
        sa.Column("area_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("area_id"),
    )
    op.create_table(
        "estimate",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=True),
        sa.Column("voices", sa.Integer(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("estimate_by_idea", "estimate", ["workspace_id", "idea_id", "id"])
    op.create_table(
        "score",
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("scored_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("idea_id"),
    )
    op.create_index("score_by_value", "score", ["workspace_id", "method", "value"])


def _objectives() -> None:
    op.create_table(
        "objective",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("measure_name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start_value", sa.Float(), nullable=False),
        sa.Column("target_value", sa.Float(), nullable=False),
        sa.Column("current_value", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("progress_at", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("next_ask_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name="objective_ends_after_start"),
        sa.CheckConstraint("length(title) > 0", name="objective_has_title"),
        sa.CheckConstraint("target_value <> start_value", name="objective_has_a_way_to_go"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "number", name="objective_number_once"),
        sa.UniqueConstraint("workspace_id", "request_key", name="objective_request_once"),
    )
    op.create_index("objective_by_owner", "objective", ["workspace_id", "owner_id", "state"])
    op.create_index("objective_by_state", "objective", ["workspace_id", "state", "ends_on"])
    op.create_index("objective_to_ask", "objective", ["next_ask_at"])
    op.create_table(
        "progress",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("objective_id", BigId, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["objective_id"], ["objective.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "request_key", name="progress_request_once"),
    )
    op.create_index("progress_of_objective", "progress", ["workspace_id", "objective_id", "id"])
    op.create_table(
        "objective_idea",
        sa.Column("objective_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["objective_id"], ["objective.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("objective_id", "idea_id"),
    )
    op.create_index("objective_of_idea", "objective_idea", ["workspace_id", "idea_id"])


def _merging() -> None:
    op.create_table(
        "idea_apart",
        sa.Column("one_id", BigId, nullable=False),
        sa.Column("other_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name="idea_apart_in_order"),
        sa.ForeignKeyConstraint(["one_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("one_id", "other_id"),
    )
    op.create_index("idea_apart_by_workspace", "idea_apart", ["workspace_id", "one_id"])
    op.create_table(
        "idea_merge",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("into_id", BigId, nullable=False),
        sa.Column("merged_by", sa.String(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.CheckConstraint("idea_id <> into_id", name="idea_merge_into_another"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["into_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "request_key", name="idea_merge_request_once"),
    )
    op.create_index("idea_merge_by_survivor", "idea_merge", ["workspace_id", "into_id", "id"])
    op.create_index(
        "idea_merge_standing",
        "idea_merge",
        ["idea_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.JSON(), nullable=False),
        sa.Column("disagreed", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("review_at", UtcDateTime(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=True),
        sa.Column("said_by_name", sa.Text(), nullable=True),
        sa.Column("source_channel_id", sa.String(), nullable=True),
        sa.Column("source_ts", sa.String(), nullable=True),
        sa.Column("source_permalink", sa.Text(), nullable=True),
        sa.Column("source_is_private", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("source_edited_ts", sa.String(), nullable=True),
        sa.Column("quote_gone", sa.String(), nullable=True),
        sa.CheckConstraint("length(title) > 0", name="decision_has_title"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "number", name="decision_number_once"),
        sa.UniqueConstraint("workspace_id", "request_key", name="decision_request_once"),
    )
    op.create_index("decision_by_owner", "decision", ["workspace_id", "owner_id", "review_on"])
    op.create_index("decision_to_review", "decision", ["review_at"])
    op.create_table(
        "decision_idea",
        sa.Column("decision_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"]),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("decision_id", "idea_id"),
    )
    op.create_index("decision_of_idea", "decision_idea", ["workspace_id", "idea_id"])


def _triage() -> None:
    op.create_table(
        "triage",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at_time", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("turn_of", sa.String(), nullable=True),
        sa.Column("next_due_at", UtcDateTime(), nullable=True),
        sa.Column("limit_amount", sa.Integer(), nullable=True),
        sa.Column("limit_unit", sa.String(), nullable=True),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("pause_minutes", sa.Integer(), nullable=False),
        sa.Column("posted_up_to", BigId, nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=True),
        sa.Column("set_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id"),
    )
    op.create_index("triage_due", "triage", ["next_due_at"])
    op.create_table(
        "triage_person",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "user_id"),
    )
    op.create_table(
        "triage_step",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "request_key", name="triage_step_once"),
    )
    op.create_table(
        "triage_item",
        sa.Column("feedback_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("assigned_to", sa.String(), nullable=True),
        sa.Column("later_until", UtcDateTime(), nullable=True),
        sa.Column("dismissal", sa.Text(), nullable=True),
        sa.Column("sorted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("feedback_id"),
    )
    op.create_index("triage_item_by_person", "triage_item", ["workspace_id", "assigned_to"])
    op.create_index("triage_item_by_time", "triage_item", ["workspace_id", "sorted_at"])
    op.create_table(
        "triage_question",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("feedback_id", BigId, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_of", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "key", name="triage_question_once"),
    )
    op.create_index(
        "triage_question_by_feedback", "triage_question", ["workspace_id", "feedback_id"]
    )
    op.create_index("triage_question_by_person", "triage_question", ["workspace_id", "asked_of"])
    op.create_index(
        "triage_question_by_thread", "triage_question", ["workspace_id", "channel_id", "thread_ts"]
    )


def _digests() -> None:
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("succeeded_at", UtcDateTime(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "subscription",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("weekdays", sa.String(), nullable=False),
        sa.Column("at_time", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False),
        sa.Column("has_picture", sa.Boolean(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("paused_until", UtcDateTime(), nullable=True),
        sa.Column("paused_reason", sa.Text(), nullable=True),
        sa.Column("watermark", BigId, nullable=False),
        sa.Column("covered_until", UtcDateTime(), nullable=False),
        sa.Column("next_due_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("left_out", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "channel_id"),
    )
    op.create_index("subscription_due", "subscription", ["next_due_at"])
    op.create_index("subscription_wakes", "subscription", ["paused_until"])
    op.create_table(
        "delivery",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("subscription_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("period_from", UtcDateTime(), nullable=False),
        sa.Column("period_to", UtcDateTime(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("outbox_id", BigId, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"]),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subscription_id", "due_at"),
    )
    op.create_index("delivery_by_message", "delivery", ["outbox_id"])
    op.create_index("delivery_by_time", "delivery", ["created_at"])


def _announcements() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tells_askers", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("post_at", UtcDateTime(), nullable=True),
        sa.Column("queued_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "request_key"),
    )
    op.create_index("announcement_due", "announcement", ["queued_at", "cancelled_at", "post_at"])
    op.create_index("announcement_of_idea", "announcement", ["workspace_id", "idea_id", "id"])
    op.create_table(
        "announcement_place",
        sa.Column("announcement_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("outbox_key", sa.String(), nullable=False),
        sa.Column("permalink", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcement.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("announcement_id", "channel_id"),
    )


def _erasure() -> None:
    op.create_table(
        "channel_reader",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "user_id"),
    )
    op.create_index("channel_reader_by_person", "channel_reader", ["workspace_id", "user_id"])
    op.create_table(
        "channel_roster",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id"),
    )
    op.create_table(
        "forgetting",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject_hash", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "number", name="forgetting_number_once"),
        sa.UniqueConstraint("workspace_id", "request_key", name="forgetting_request_once"),
    )
    op.create_index("forgetting_by_subject", "forgetting", ["workspace_id", "subject_hash"])


def _rounds() -> None:
    op.create_table(
        "round",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("objective_number", sa.Integer(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deadline", UtcDateTime(), nullable=False),
        sa.Column("remind_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('score','ballot')", name="round_kind"),
        sa.CheckConstraint("state IN ('open','closed','cancelled')", name="round_state"),
        sa.CheckConstraint("deadline > created_at", name="round_ends_after_start"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "number", name="round_number_once"),
        sa.UniqueConstraint("workspace_id", "request_key", name="round_request_once"),
    )
    op.create_index("round_by_owner", "round", ["workspace_id", "owner_id", "state"])
    op.create_index("round_due", "round", ["state", "deadline"])
    op.create_table(
        "round_person",
        sa.Column("round_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("round_id", "user_id"),
    )
    op.create_index("round_of_person", "round_person", ["workspace_id", "user_id"])
    op.create_table(
        "ballot_points",
        sa.Column("round_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("points > 0", name="ballot_points_some"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("round_id", "idea_id", "user_id"),
    )
    op.create_table(
        "round_answer",
        sa.Column("round_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("round_id", "idea_id", "user_id", "driver"),
    )
    op.create_table(
        "round_idea",
        sa.Column("round_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("round_id", "idea_id"),
    )
    op.create_table(
        "round_voice",
        sa.Column("round_id", BigId, nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("said_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("side IN ('low','high')", name="round_voice_side"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("round_id", "side"),
    )


def _search() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "kind", "subject_id", name="search_entry_once"),
    )
    op.create_index("search_entry_by_id", "search_entry", ["workspace_id", "kind", "id"])
    op.create_table(
        "search_mark",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("change_id", BigId, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id"),
    )


def _imports() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=False),
        sa.Column("done_rows", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("message_key", sa.String(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "request_key", name="import_run_once"),
    )
    op.create_index("import_run_by_state", "import_run", ["workspace_id", "state"])
    op.create_table(
        "outside_voter",
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("voter_id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "voter_id"),
    )
    op.create_table(
        "import_file",
        sa.Column("import_id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("import_id"),
    )
    op.create_table(
        "import_problem",
        sa.Column("id", BigId, nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("import_id", BigId, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("import_id", "line", name="import_problem_once"),
    )
    op.create_table(
        "imported_vote",
        sa.Column("given_for_id", BigId, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("workspace_id", BigId, nullable=False),
        sa.Column("idea_id", BigId, nullable=False),
        sa.Column("voted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["given_for_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("given_for_id", "user_id"),
    )
    op.create_index("imported_vote_by_idea", "imported_vote", ["workspace_id", "idea_id"])


def _full_text() -> None:
    for table, columns in _SEARCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            _fts5(table, columns)
        else:
            for column in columns:
                op.execute(
                    f"CREATE INDEX {table}_{column}_fts ON {table} USING gin "
                    f"(array_to_tsvector(string_to_array({column}, ' '))) WITH (fastupdate = off)"
                )


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
    op.execute(f"CREATE TRIGGER {table}_fts_add AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {table}_fts_drop AFTER DELETE ON {table} BEGIN {drop} END")
    op.execute(
        f"CREATE TRIGGER {table}_fts_renew AFTER UPDATE OF {names} ON {table} "
        f"BEGIN {drop} {add} END"
    )
