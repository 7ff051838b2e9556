"""Every table; importing this package registers them all with SQLModel's metadata."""

from storage.tables.announcements import AnnouncementPlaceRow, AnnouncementRow
from storage.tables.clock import DeliveryRow, JobRunRow, SubscriptionRow
from storage.tables.decisions import DecisionIdeaRow, DecisionRow
from storage.tables.feedback import AreaRow, CustomerRow, EvidenceRow, FeedbackRow
from storage.tables.ideas import CardRow, IdeaRow, ReactionRow, VoteRow
from storage.tables.ledger import ChangeRow, OutboxRow
from storage.tables.objectives import ObjectiveIdeaRow, ObjectiveRow, ProgressRow
from storage.tables.pace import PaceRow
from storage.tables.plans import DependencyRow, PromiseRow
from storage.tables.refused_blocks import RefusedBlockRow
from storage.tables.rounds import (
    BallotPointsRow,
    RoundAnswerRow,
    RoundIdeaRow,
    RoundPersonRow,
    RoundRow,
    RoundVoiceRow,
)
from storage.tables.scoring import AreaMethodRow, EstimateRow, RubricRow, ScoreRow, ScoringRow
from storage.tables.search import SearchEntryRow, SearchMarkRow
from storage.tables.shares import ShareRow
from storage.tables.workspace import ChannelRow, CounterRow, ManagerRow, PersonRow, WorkspaceRow

__all__ = [
    "AnnouncementPlaceRow",
    "AnnouncementRow",
    "AreaMethodRow",
    "AreaRow",
    "BallotPointsRow",
    "CardRow",
    "ChangeRow",
    "ChannelRow",
    "CounterRow",
    "CustomerRow",
    "DecisionIdeaRow",
    "DecisionRow",
    "DeliveryRow",
    "DependencyRow",
    "EstimateRow",
    "EvidenceRow",
    "FeedbackRow",
    "IdeaRow",
    "JobRunRow",
    "ManagerRow",
    "ObjectiveIdeaRow",
    "ObjectiveRow",
    "OutboxRow",
    "PaceRow",
    "PersonRow",
    "ProgressRow",
    "PromiseRow",
    "ReactionRow",
    "RefusedBlockRow",
    "RoundAnswerRow",
    "RoundIdeaRow",
    "RoundPersonRow",
    "RoundRow",
    "RoundVoiceRow",
    "RubricRow",
    "ScoreRow",
    "ScoringRow",
    "SearchEntryRow",
    "SearchMarkRow",
    "ShareRow",
    "SubscriptionRow",
    "VoteRow",
    "WorkspaceRow",
]
