"""Every table; importing this package registers them all with SQLModel's metadata."""

from storage.announcements.tables import AnnouncementPlaceRow, AnnouncementRow
from storage.api.tables import ApiRequestRow, ApiTokenRow, FeedbackOriginRow
from storage.channels.tables import (
    ChannelQuestionRow,
    ChannelRuleRow,
    FeedbackAnswerRow,
    FeedbackFileRow,
    FeedbackNoteRow,
)
from storage.customers.tables import CurrencyRateRow, CustomerApartRow, CustomerMergeRow
from storage.decisions.tables import DecisionIdeaRow, DecisionRow
from storage.digests.tables import DeliveryRow, JobRunRow, SubscriptionRow
from storage.erasure.tables import ChannelReaderRow, ChannelRosterRow, ForgettingRow
from storage.feedback.mention_tables import UnknownNameRow
from storage.feedback.tables import AreaRow, CustomerRow, EvidenceRow, FeedbackRow
from storage.ideas.tables import CardRow, IdeaRow, ReactionRow, VoteRow
from storage.imports.tables import (
    ImportedVoteRow,
    ImportFileRow,
    ImportProblemRow,
    ImportRow,
    OutsideVoterRow,
)
from storage.imports.trace_tables import ImportChangedRow, ImportMadeRow, ImportSheetRow
from storage.merging.tables import ApartRow, MergeRow
from storage.objectives.tables import ObjectiveIdeaRow, ObjectiveRow, ProgressRow
from storage.outbox.rate_limit_tables import PaceRow
from storage.outbox.tables import ChangeRow, OutboxRow
from storage.roadmap.share_tables import ShareRow
from storage.roadmap.tables import DependencyRow, PromiseRow
from storage.rounds.tables import (
    BallotPointsRow,
    RoundAnswerRow,
    RoundIdeaRow,
    RoundPersonRow,
    RoundRow,
    RoundVoiceRow,
)
from storage.scoring.tables import AreaMethodRow, EstimateRow, RubricRow, ScoreRow, ScoringRow
from storage.search.tables import SearchEntryRow, SearchMarkRow
from storage.triage.tables import (
    TriageItemRow,
    TriagePersonRow,
    TriageQuestionRow,
    TriageRow,
    TriageStepRow,
)
from storage.workspace.refused_block_tables import RefusedBlockRow
from storage.workspace.tables import (
    ChannelRow,
    CommandRepeatRow,
    CounterRow,
    ManagerRow,
    PersonRow,
    WorkspaceRow,
)
from storage.workspace.user_group_tables import UserGroupMemberRow, UserGroupRow

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
    "CommandRepeatRow",
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
    "ImportChangedRow",
    "ImportFileRow",
    "ImportMadeRow",
    "ImportProblemRow",
    "ImportRow",
    "ImportSheetRow",
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
    "UnknownNameRow",
    "UserGroupMemberRow",
    "UserGroupRow",
    "VoteRow",
    "WorkspaceRow",
]
