"""Everything that was ever entered, row by row, for leaving or for looking at elsewhere."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import case
from sqlmodel import Session, SQLModel, select

from domain.rounds.model import State
from storage import schema as tables

KINDS: dict[str, type[SQLModel]] = {
    "workspaces": tables.WorkspaceRow,
    "managers": tables.ManagerRow,
    "people": tables.PersonRow,
    "user_groups": tables.UserGroupRow,
    "user_group_members": tables.UserGroupMemberRow,
    "channels": tables.ChannelRow,
    "customers": tables.CustomerRow,
    "customer_merges": tables.CustomerMergeRow,
    "customers_apart": tables.CustomerApartRow,
    "currency_rates": tables.CurrencyRateRow,
    "areas": tables.AreaRow,
    "channel_rules": tables.ChannelRuleRow,
    "channel_questions": tables.ChannelQuestionRow,
    "feedback": tables.FeedbackRow,
    "feedback_answers": tables.FeedbackAnswerRow,
    "feedback_notes": tables.FeedbackNoteRow,
    "feedback_files": tables.FeedbackFileRow,
    "ideas": tables.IdeaRow,
    "evidence": tables.EvidenceRow,
    "merges": tables.MergeRow,
    "ideas_apart": tables.ApartRow,
    "cards": tables.CardRow,
    "reactions": tables.ReactionRow,
    "votes": tables.VoteRow,
    "outside_voters": tables.OutsideVoterRow,
    "imported_votes": tables.ImportedVoteRow,
    "imports": tables.ImportRow,
    "import_made": tables.ImportMadeRow,
    "estimates": tables.EstimateRow,
    "scores": tables.ScoreRow,
    "scoring": tables.ScoringRow,
    "area_methods": tables.AreaMethodRow,
    "rubrics": tables.RubricRow,
    "objectives": tables.ObjectiveRow,
    "objective_ideas": tables.ObjectiveIdeaRow,
    "progress": tables.ProgressRow,
    "decisions": tables.DecisionRow,
    "decision_ideas": tables.DecisionIdeaRow,
    "rounds": tables.RoundRow,
    "round_ideas": tables.RoundIdeaRow,
    "round_people": tables.RoundPersonRow,
    "round_answers": tables.RoundAnswerRow,
    "round_voices": tables.RoundVoiceRow,
    "ballot_points": tables.BallotPointsRow,
    "promises": tables.PromiseRow,
    "dependencies": tables.DependencyRow,
    "announcements": tables.AnnouncementRow,
    "announcement_places": tables.AnnouncementPlaceRow,
    "subscriptions": tables.SubscriptionRow,
    "deliveries": tables.DeliveryRow,
    "shares": tables.ShareRow,
    "forgettings": tables.ForgettingRow,
    "api_tokens": tables.ApiTokenRow,
    "feedback_origins": tables.FeedbackOriginRow,
    "triage": tables.TriageRow,
    "triage_people": tables.TriagePersonRow,
    "triage_items": tables.TriageItemRow,
    "triage_questions": tables.TriageQuestionRow,
    "triage_steps": tables.TriageStepRow,
    "changes": tables.ChangeRow,
}
"""What an export holds, by the name of its list."""

NOT_ENTERED = frozenset(
    {
        "outbox",
        "job_run",
        "counter",
        "channel_reader",
        "channel_roster",
        "pace",
        "refused_block",
        "search_entry",
        "search_mark",
        "import_file",
        "import_sheet",
        "import_changed",
        "import_problem",
        "api_request",
        "unknown_name",
        "command_repeat",
    }
)
"""Tables that hold only what the program itself needs to go on."""

_SECRET = frozenset({"sealed_token", "token_hash", "body_hash"})
_BLIND = {"round_answers": "value", "ballot_points": "points"}
"""What nobody may know before its round is revealed: a row tells until then that somebody has
answered, not what."""

_BATCH = 500


def rows(session: Session, kind: str) -> Iterator[dict[str, Any]]:
    """Every row of a kind in the order of its key, as JSON values and without secrets."""
    table = KINDS[kind]
    blind = _BLIND.get(kind)
    columns = [
        _once_revealed(column) if column.name == blind else column
        for column in table.__table__.columns  # type: ignore[attr-defined]
        if column.name not in _SECRET
    ]
    query = select(*columns).order_by(*table.__table__.primary_key.columns)  # type: ignore[attr-defined]
    found = session.connection().execution_options(yield_per=_BATCH).execute(query)
    for row in found.mappings():
        yield {name: _json(value) for name, value in row.items()}


def _once_revealed(column: Any) -> Any:
    revealed = select(tables.RoundRow.id).where(tables.RoundRow.state == State.CLOSED.value)
    is_revealed = column.table.c.round_id.in_(revealed)
    return case((is_revealed, column), else_=None).label(column.name)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
