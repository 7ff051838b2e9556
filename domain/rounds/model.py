"""Rounds: ideas that several people score blindly or vote on, until a deadline."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.core.errors import InvalidInput
from domain.ideas.model import Idea
from domain.scoring.drivers import Driver
from domain.scoring.methods.base import Method
from domain.scoring.ranking import Asked

MAX_IDEAS = 20
"""Ideas of one round: more of them nobody thinks through, and no message holds the result."""

MAX_PEOPLE = 50
MAX_SENTENCE_CHARS = 500

LONGEST = timedelta(days=60)
SHORTEST = timedelta(minutes=5)
REST = timedelta(hours=12)
"""Nobody is reminded by hand more often than this."""

_WORKING_DAYS = 2
_SATURDAY = 5
_DAY_BEFORE = timedelta(days=1)


class Kind(StrEnum):
    """What people do in a round."""

    SCORE = "score"
    BALLOT = "ballot"


class State(StrEnum):
    """Where a round stands; a closed one has been revealed."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Round:
    """One round as stored. Without ``channel_id`` its result is told in private.

    ``budget`` is how many points each person has in a ballot, None in a blind scoring.
    ``is_named`` is False where everybody in the channel may take part; ``members`` are then how
    many people are there, as far as Slack told.
    """

    id: int
    workspace_id: int
    number: int
    kind: Kind
    title: str
    owner_id: str
    channel_id: str | None
    is_named: bool
    budget: int | None
    objective_number: int | None
    state: State
    created_at: datetime
    deadline: datetime
    remind_at: datetime
    reminded_at: datetime | None = None
    closed_at: datetime | None = None
    members: int | None = None

    @property
    def reference(self) -> str:
        """The short number that people type and read, such as ``R-2``."""
        return f"R-{self.number}"

    @property
    def is_open(self) -> bool:
        """True while people may answer."""
        return self.state is State.OPEN

    @property
    def is_ballot(self) -> bool:
        """True for a vote, False for a blind scoring."""
        return self.kind is Kind.BALLOT


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part, and for how many ideas they have answered, never what.

    ``has_left`` is True for somebody whose account was closed since.
    """

    user_id: str
    answered: int
    total: int
    has_left: bool = False

    @property
    def is_done(self) -> bool:
        """True once every idea has an answer."""
        return self.answered >= self.total

    @property
    def is_missing(self) -> bool:
        """True for somebody who could have answered and did not at all."""
        return self.answered == 0 and not self.has_left


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round as one person sees it.

    ``people`` are named to the owner alone and empty for everybody else. ``mine`` tells for how
    many ideas the person has answered, by the idea's number; ``may_answer`` and ``may_lead`` are
    what they may do. Times are in ``zone``. ``is_posted`` is True where the result can be posted
    in the round's channel.
    """

    round: Round
    ideas: tuple[Idea, ...]
    people: tuple[Participant, ...]
    invited: int
    answered: int
    mine: frozenset[int]
    may_answer: bool
    may_lead: bool
    zone: str
    objective: str = ""
    is_posted: bool = True


@dataclass(frozen=True, slots=True)
class RoundForm:
    """One idea to score, with what the person alone gave for it; ``place`` counts from 1."""

    round: Round
    idea: Idea
    method: Method
    mine: dict[str, float]
    asked: Asked
    place: int
    total: int
    has_answered: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody who is asked reads: the round, its ideas as (number, title), and who asks."""

    round: Round
    ideas: tuple[tuple[int, str], ...]
    asked_by: str


@dataclass(frozen=True, slots=True)
class OwnerNote:
    """What the owner alone is told: ``occasion`` is ``complete``, ``closed`` or ``empty``, and
    ``missing`` are those who did not answer at all."""

    round: Round
    occasion: str
    answered: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list: how many have answered of how many that were asked (0: everybody may),
    and the numbers of its ideas.

    ``is_waiting`` is True when the reader still has to answer, ``is_owner`` when it is theirs.
    """

    round: Round
    answered: int
    invited: int
    ideas: tuple[int, ...]
    is_waiting: bool = False
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """What stands in the form of a new round; ``ideas`` are those chosen so far."""

    ideas: tuple[Idea, ...]
    user_ids: tuple[str, ...]
    channel_id: str | None
    deadline: datetime
    zone: str
    method_name: str = ""
    objectives: tuple[tuple[int, str], ...] = field(default=())


def default_deadline(at: datetime, zone: str) -> datetime:
    """Two working days later at the next full hour of local time, weekends left out."""
    local = at.astimezone(ZoneInfo(zone))
    left = _WORKING_DAYS
    while left:
        local += timedelta(days=1)
        left -= local.weekday() < _SATURDAY
    whole = local.replace(minute=0, second=0, microsecond=0)
    return (whole if whole == local else whole + timedelta(hours=1)).astimezone(at.tzinfo)


def check_deadline(deadline: datetime, at: datetime) -> datetime:
    """The deadline itself when people can keep it; raises InvalidInput at ``deadline``."""
    if deadline <= at:
        raise InvalidInput("That time is past. Choose a later one.", field="deadline")
    if deadline - at < SHORTEST:
        raise InvalidInput(
            "Give people five minutes at least. Choose a later time.", field="deadline"
        )
    if deadline - at > LONGEST:
        raise InvalidInput(
            f"A round lasts {LONGEST.days} days at most. Choose an earlier time.", field="deadline"
        )
    return deadline


def reminder_time(start: datetime, deadline: datetime) -> datetime:
    """When those who have not answered are reminded: a day before the deadline, or at half time
    when the round is shorter than two days."""
    return max(deadline - _DAY_BEFORE, start + (deadline - start) / 2)


def check_ideas(numbers: Collection[int]) -> tuple[int, ...]:
    """The ideas' numbers, each once and in their order; raises InvalidInput at ``ideas``."""
    found = tuple(dict.fromkeys(numbers))
    if not found:
        raise InvalidInput("Choose at least one idea.", field="ideas")
    if len(found) > MAX_IDEAS:
        raise InvalidInput(
            f"A round has {MAX_IDEAS} ideas at most, because people think each one through; "
            f"these are {len(found)}. Take the first ones now and start another round after it.",
            field="ideas",
        )
    return found


def check_people(user_ids: Sequence[str]) -> tuple[str, ...]:
    """The people, each once and in their order; raises InvalidInput at ``people``."""
    found = tuple(dict.fromkeys(user_ids))
    if len(found) > MAX_PEOPLE:
        raise InvalidInput(
            f"A round asks {MAX_PEOPLE} people at most; these are {len(found)}. Choose fewer, or "
            "start a ballot for everybody in a channel: /linchpin round",
            field="people",
        )
    return found


def gap(driver: Driver | None, low: float, high: float) -> float:
    """How far the lowest and the highest estimate of a driver are apart, from 0 to 1.

    On a scale (one with choices, or at most 100 wide) it is the share of the scale between them.
    Where there is no scale to speak of, as with reach, it is the coefficient of range,
    (L - S) / (L + S), of descriptive statistics; for 40, 30, 80, 100, 120, 90, 200, 230 that is
    200 / 260.
    """
    if driver is not None and driver.choices:
        values = [one.value for one in driver.choices]
        width = max(values) - min(values)
    elif driver is not None and driver.high - driver.low <= 100:
        width = driver.high - driver.low
    else:
        width = abs(low) + abs(high)
    return min((high - low) / width, 1.0) if width else 0.0
