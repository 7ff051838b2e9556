"""Every table; importing this package registers them all with SQLModel's metadata."""

from storage.tables.announcements import AnnouncementPlaceRow, AnnouncementRow
from storage.tables.clock import DeliveryRow, JobRunRow, SubscriptionRow
from storage.tables.customers import CurrencyRateRow, CustomerApartRow, CustomerMergeRow
from storage.tables.decisions import DecisionIdeaRow, DecisionRow
from storage.tables.doors import (
    ChannelQuestionRow,
    ChannelRuleRow,
    FeedbackAnswerRow,
    FeedbackFileRow,
    FeedbackNoteRow,
)
from storage.tables.feedback import AreaRow, CustomerRow, EvidenceRow, FeedbackRow
from storage.tables.ideas import CardRow, IdeaRow, ReactionRow, VoteRow
from storage.tables.imports import (
    ImportedVoteRow,
    ImportFileRow,
    ImportProblemRow,
    ImportRow,
    OutsideVoterRow,
)
from storage.tables.ledger import ChangeRow, OutboxRow
from storage.tables.merging import ApartRow, MergeRow
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
from storage.tables.sources import ChannelReaderRow, ChannelRosterRow, ForgettingRow
from storage.tables.tokens import ApiRequestRow, ApiTokenRow, FeedbackOriginRow
from storage.tables.triage import (
    TriageItemRow,
    TriagePersonRow,
    TriageQuestionRow,
    TriageRow,
    TriageStepRow,
)
from storage.tables.user_groups import UserGroupMemberRow, UserGroupRow
from storage.tables.workspace import ChannelRow, CounterRow, ManagerRow, PersonRow, WorkspaceRow

__all__ = [
    "AnnouncementPlaceRow",
    "AnnouncementRow",
    "ApartRow",
    "ApiRequestRow",
    "ApiTokenRow",
    "AreaMethodRow",
    "AreaRow",
    "BallotPointsRow",
    "CardRow",
    "ChangeRow",
    "ChannelQuestionRow",
    "ChannelReaderRow",
    "ChannelRosterRow",
    "ChannelRow",
    "ChannelRuleRow",
    "CounterRow",
    "CurrencyRateRow",
    "CustomerApartRow",
    "CustomerMergeRow",
    "CustomerRow",
    "DecisionIdeaRow",
    "DecisionRow",
    "DeliveryRow",
    "DependencyRow",
    "EstimateRow",
    "EvidenceRow",
    "FeedbackAnswerRow",
    "FeedbackFileRow",
    "FeedbackNoteRow",
    "FeedbackOriginRow",
    "FeedbackRow",
    "ForgettingRow",
    "IdeaRow",
    "ImportFileRow",
    "ImportProblemRow",
    "ImportRow",
    "ImportedVoteRow",
    "JobRunRow",
    "ManagerRow",
    "MergeRow",
    "ObjectiveIdeaRow",
    "ObjectiveRow",
    "OutboxRow",
    "OutsideVoterRow",
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
    "TriageItemRow",
    "TriagePersonRow",
    "TriageQuestionRow",
    "TriageRow",
    "TriageStepRow",
    "UserGroupMemberRow",
    "UserGroupRow",
    "VoteRow",
    "WorkspaceRow",
]
