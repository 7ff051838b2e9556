"""Every table; importing this package registers them all with SQLModel's metadata."""

from storage.tables.announcements import AnnouncementPlaceRow, AnnouncementRow
from storage.tables.clock import DeliveryRow, JobRunRow, SubscriptionRow
from storage.tables.feedback import AreaRow, CustomerRow, EvidenceRow, FeedbackRow
from storage.tables.ideas import CardRow, IdeaRow, ReactionRow, VoteRow
from storage.tables.ledger import ChangeRow, OutboxRow
from storage.tables.pace import PaceRow
from storage.tables.refused_blocks import RefusedBlockRow
from storage.tables.scoring import AreaMethodRow, EstimateRow, RubricRow, ScoreRow, ScoringRow
from storage.tables.workspace import ChannelRow, CounterRow, ManagerRow, PersonRow, WorkspaceRow

__all__ = [
    "AnnouncementPlaceRow",
    "AnnouncementRow",
    "AreaMethodRow",
    "AreaRow",
    "CardRow",
    "ChangeRow",
    "ChannelRow",
    "CounterRow",
    "CustomerRow",
    "DeliveryRow",
    "EstimateRow",
    "EvidenceRow",
    "FeedbackRow",
    "IdeaRow",
    "JobRunRow",
    "ManagerRow",
    "OutboxRow",
    "PaceRow",
    "PersonRow",
    "ReactionRow",
    "RefusedBlockRow",
    "RubricRow",
    "ScoreRow",
    "ScoringRow",
    "SubscriptionRow",
    "VoteRow",
    "WorkspaceRow",
]
