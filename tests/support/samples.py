"""Arguments for every function of storage, with the ids and words of another workspace."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, time
from hashlib import sha256
from typing import Any

from domain.announcements import Note
from domain.api import Right, TokenInput
from domain.channels import CaptureMethod, Question, RuleForm
from domain.core.money import Money, Rates
from domain.core.outbox import Kind, State
from domain.core.people import Channel, Person
from domain.customers.model import Customer, CustomerMerge, CustomerOrder, Facts
from domain.dates.schedule import Cadence, Schedule
from domain.decisions import TypedDecision, read_decision
from domain.digests.subscriptions import SubscriptionForm
from domain.erasure import Erased, Eraser, Subject
from domain.feedback.attachments import Answer as Answered
from domain.feedback.attachments import File, Line
from domain.feedback.model import Draft, FeedbackState, Gone, Origin, Source
from domain.feedback.privacy import Reader
from domain.ideas.model import Horizon, Position, Status
from domain.imports.rows import FeedbackItem, IdeaItem, Problem, Voter
from domain.imports.runs import State as ImportState
from domain.merging.plan import Merge
from domain.objectives.forms import TypedObjective, read_objective
from domain.objectives.model import Confidence, ObjectiveDraft
from domain.roadmap.promises import NewPromise, PromiseState
from domain.rounds.model import Kind as RoundKind
from domain.rounds.model import State as RoundState
from domain.rounds.results import Answer, Dispute
from domain.scoring.estimates import Outcome
from domain.scoring.ranking import Order, RankingFilter, Scored
from domain.search.query_language import parse_search
from domain.search.results import Wanted
from domain.text.labels import LabelKind
from domain.triage.rota import Rota
from domain.triage.steps import InboxFilter as Part
from domain.triage.steps import InboxSnapshot, TriageAction
from domain.votes.model import ReactionState
from domain.workspace import UserGroup
from storage.ideas.writes import NewRow
from storage.imports.rows import NewFeedback
from storage.imports.rows import NewIdea as ImportedIdea
from storage.imports.traces import Trace
from storage.rounds.queries import NewRound
from storage.scoring.estimates import Rules
from storage.similarity import Mark
from storage.triage.item_facts import ItemFacts
from tests.support.make import NOON, new_task

SECRET = "Secret"
LATER = NOON.replace(day=28)
CHANNEL, USER, TS, KEY = "CSECRET", "USECRET", "1700000000.000100", "Secret-key"
WISH = SubscriptionForm(
    Schedule((0,), time(9), "UTC", Cadence.WEEKLY, date(2026, 11, 23)), has_picture=False
)
ANSWER = Answer(1, "effort", USER, 2.0, NOON)
OBJECTIVE = TypedObjective(SECRET, USER, "2026-10-01")
DECISION = TypedDecision(SECRET, SECRET, decided_by=(USER,), idea_numbers=(1,))
DISPUTE = Dispute(1, "effort", ANSWER, ANSWER, 0.5)


SAMPLES: dict[str, Any] = {
    "fields": ("text", "title"),
    "quote": SECRET,
    "digest": "digest",
    "mark": "@USECRET",
    "wanted_before": LATER,
    "slack_ids": ("USECRET",),
    "source_words": SECRET,
    "ts": TS,
    "users": (USER,),
    "content": b"secret",
    "count": 2,
    "given_for": (1,),
    "import_id": 1,
    "into": {},
    "keys": (KEY,),
    "plan": {"headers": [SECRET]},
    "problems": (Problem(9, SECRET, (SECRET,)),),
    "titles": (SECRET,),
    "total_rows": 2,
    "columns": {"tier": SECRET},
    "replacing": {"title": SECRET},
    "notes": (1,),
    "row_id": 1,
    "sheets": ((SECRET, b"secret"),),
    "sheet_at": 0,
    "by_key": {"another": "Another"},
    "voter_ids": (USER,),
    "cards": ((1, None),),
    "held": ((1, USER, NOON),),
    "into_id": 2,
    "kept": {},
    "merge": Merge(1, 1, 1, 2, USER, NOON),
    "one_id": 1,
    "other_id": 2,
    "owned": "promises",
    "voters": {USER: NOON},
    "what": "evidence",
    "answers": (Answered(1, SECRET, SECRET),),
    "base": "https://b.example",
    "feedback_ids": (1, 2),
    "files": (File("FSECRET", SECRET, message_ts=TS),),
    "line": Line(TS, SECRET, USER, SECRET),
    "lines": (Line(TS, SECRET, USER, SECRET),),
    "note_id": 1,
    "place": (CHANNEL, TS),
    "problem": None,
    "rule_id": 1,
    "team_id": "TACME",
    "text": SECRET,
    "types": ("table",),
    "expires_at": NOON,
    "share_id": 1,
    "token_hash": "another-digest",
    "token_id": 1,
    "feedback_number": 1,
    "key_hash": sha256(KEY.encode()).hexdigest(),
    "body_hash": "another-digest",
    "external_id": SECRET,
    "origin": Origin(SECRET, SECRET, SECRET, SECRET),
    "statuses": (),
    "instant": NOON,
    "added": ("UMEMBER",),
    "deadline": NOON,
    "confidence": Confidence.AT_RISK,
    "day": date(2027, 12, 31),
    "today": date(2027, 12, 31),
    "without_id": 0,
    "posted_up_to": 0,
    "turn_of": USER,
    "thread_ts": TS,
    "step_id": 1,
    "of": USER,
    "decision_id": 1,
    "facts": read_decision(DECISION, NOON.date()) | {"owner": USER},
    "next_ask_at": NOON,
    "objective_id": 1,
    "review_at": NOON,
    "said": None,
    "value": 7.0,
    "dispute": DISPUTE,
    "announcement_id": 1,
    "channels": (CHANNEL,),
    "note": Note(SECRET, SECRET),
    "post_at": NOON,
    "area_id": 1,
    "after_id": 0,
    "at": NOON,
    "by": USER,
    "card_id": 1,
    "channel": CHANNEL,
    "channel_id": CHANNEL,
    "channel_ids": (CHANNEL,),
    "covered": (0, NOON),
    "created_at": NOON,
    "driver": "effort",
    "drivers": ("effort", "impact"),
    "draft": Draft(SECRET, source=Source(CHANNEL, TS)),
    "new_task": new_task("key-of-b"),
    "feedback_id": 1,
    "points": {1: 3},
    "remind_at": NOON,
    "round_id": 1,
    "sentence": "b",
    "side": "low",
    "state": RoundState.CLOSED,
    "field": "title",
    "found": (Channel("CB", "b", is_member=True),),
    "given": {"effort": 2.0},
    "horizon": Horizon.NEXT,
    "idea_id": 1,
    "idea_ids": (1, 2),
    "ids": (1, 2, 3),
    "key": KEY,
    "kind": "idea",
    "kinds": tuple(Kind),
    "left_out": (),
    "limit": 50,
    "members": 7,
    "message_ts": TS,
    "method": "rice",
    "minimum_votes": 0,
    "moment": NOON,
    "name": "b",
    "narrow": RankingFilter(area=SECRET),
    "names": ("post", CHANNEL),
    "dues": {CHANNEL: NOON},
    "new": NewRow("b", "", None, None, "UMEMBER", NOON, None),
    "new_id": "CNEW",
    "next_due_at": NOON,
    "number": 1,
    "numbers": (1, 2),
    "offset": 0,
    "old_id": CHANNEL,
    "order": Order.VOTES,
    "outbox_id": 1,
    "outbox_key": f"announcement:1:{CHANNEL}",
    "group_ids": ("SSECRET",),
    "groups": (UserGroup("SOWN", "own", "Own", ("UMEMBER",)),),
    "handles": ("secret",),
    "people": (Person("UMEMBER", "Sam"),),
    "permalink": "https://b.example",
    "is_private": False,
    "reader": USER,
    "reason": "b",
    "removed": (USER,),
    "rows": (),
    "ideas": {},
    "rubrics": {"3": "b"},
    "rules": Rules("ice"),
    "scored": Scored(1, "rice", 1.0, NOON),
    "scores": (),
    "since": NOON.replace(year=2000),
    "shipped_since": NOON.replace(year=2000),
    "customer_id": 1,
    "customer_ids": (1, 2),
    "merge_id": 1,
    "millionths": {"EUR": 1_000_000},
    "own": "EUR",
    "needs_id": 2,
    "promised_by": None,
    "states": tuple(PromiseState),
    "subject": ("idea", 1),
    "subject_id": 1,
    "subscription_id": 1,
    "subscription_ids": (1, 2),
    "until": None,
    "until_id": 10_000,
    "user_id": USER,
    "user_ids": (USER,),
    "neutral": "UFORGOTTEN9",
    "wish": WISH,
    "without": "",
    "words": SECRET,
    "wanted": ["secret"],
    "entries": ((1, "b", bytes(256)),),
    "model": "b",
    "most": 50,
}
"""Arguments by name: those of the other workspace wherever a name says which."""

BY_TYPE: dict[Any, Any] = {
    Rota: Rota((USER,), channel_id=CHANNEL),
    InboxSnapshot: InboxSnapshot(Part(), USER, NOON),
    ItemFacts: ItemFacts(USER),
    TriageAction: TriageAction.LATER,
    tuple[str, ...]: (USER,),
    Trace: Trace(),
    Sequence[tuple[int, Sequence[str]]]: ((9, (SECRET,)),),
    list[dict[str, Any]]: [{"number": 1}],
    tuple[str, str, str]: (USER, SECRET, KEY),
    tuple[str | None, str | None]: (CHANNEL, TS),
    Iterable[tuple[tuple[str, int], Any, Any]]: ((("idea", 1), None, SECRET),),
    Customer: Customer(1, 1, SECRET, NOON, SECRET),
    CustomerMerge: CustomerMerge(1, 1, 2, USER, NOON, None, {"feedback": [1], "doubles": [1]}),
    CustomerOrder: CustomerOrder.REVENUE,
    Facts: Facts(SECRET, SECRET, Money(100, "EUR"), USER, CHANNEL),
    Rates: Rates("EUR", {"EUR": 1_000_000}),
    Wanted: Wanted(parse_search(SECRET, NOON.date()), USER),
    Subject: Subject(USER, SECRET),
    Eraser: Eraser(Subject(USER, SECRET), "UFORGOTTEN1"),
    Erased: Erased(1),
    Gone: Gone.DELETED,
    Reader: Reader(USER),
    Collection[State]: tuple(State),
    Callable[[Any], Any]: lambda value: {**value, "changed": True},
    ImportState: ImportState.OFFERED,
    Collection[Voter]: (Voter("outside:b", SECRET),),
    Mapping[int, Collection[str]]: {1: ("outside:b",)},
    Sequence[NewFeedback]: (NewFeedback(FeedbackItem(2, "import:b", SECRET)),),
    Sequence[ImportedIdea]: (
        ImportedIdea(IdeaItem(2, "import:b", SECRET), Position(Status.OPEN, None, None)),
    ),
    TokenInput: TokenInput(SECRET, (Right.FEEDBACK_WRITE,)),
    RuleForm: RuleForm(frozenset({CaptureMethod.INTAKE}), customer=SECRET),
    Sequence[Question]: (Question(0, SECRET),),
    ObjectiveDraft: read_objective(OBJECTIVE),
    LabelKind: LabelKind.CUSTOMER,
    NewPromise: NewPromise("b", NOON.date(), USER),
    NewRound: NewRound(RoundKind.SCORE, "b", "b", None, True, LATER, NOON),
    Mapping[str, tuple[float, Outcome]]: {"effort": (2.0, Outcome(1, 2, 1, 3))},
    FeedbackState: FeedbackState.DISMISSED,
    Mark: Mark(1, "b"),
    Sequence[str]: ("secret",),
    ReactionState: ReactionState(USER, "+1", True, "1.0", f"{CHANNEL}:{TS}"),
}
