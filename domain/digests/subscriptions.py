"""Subscriptions: which channel gets a digest when, and what became of each run."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience, Filters
from domain.digests.pauses import Gap

_LOOK_BACK_DAYS = {
    Cadence.DAILY: 1,
    Cadence.WEEKLY: 7,
    Cadence.FORTNIGHTLY: 14,
    Cadence.MONTHLY_FIRST: 31,
    Cadence.MONTHLY_LAST: 31,
    Cadence.MONTHLY_DAY: 31,
}


@dataclass(frozen=True, slots=True)
class SubscriptionForm:
    """A digest as a person wants it; ``paused_until`` is an instant in UTC.

    ``owner_id`` None leaves it to who has it, or gives a new one to who sets it up.
    """

    schedule: Schedule
    audience: Audience = Audience.TEAM
    filters: Filters = field(default_factory=Filters)
    has_picture: bool = True
    paused_until: datetime | None = None
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A digest as stored, of a channel or, with a person's id as ``channel_id``, of a person.

    ``watermark`` is the id of the last change its readers were told of, ``covered_until`` the
    instant up to which they were told. ``paused_reason`` is set when the digest paused itself.
    ``left_out`` are the pauses since then that kept a digest back.
    """

    id: int
    workspace_id: int
    channel_id: str
    owner_id: str
    schedule: Schedule
    audience: Audience
    filters: Filters
    has_picture: bool
    is_paused: bool
    paused_until: datetime | None
    paused_reason: str | None
    watermark: int
    covered_until: datetime
    next_due_at: datetime | None
    created_at: datetime
    paused_at: datetime | None = None
    left_out: tuple[Gap, ...] = ()

    @property
    def is_personal(self) -> bool:
        """True for a digest that one person gets by direct message."""
        return self.audience is Audience.ME

    def as_wish(self) -> SubscriptionForm:
        """The wish that would make this subscription."""
        return SubscriptionForm(
            self.schedule,
            self.audience,
            self.filters,
            self.has_picture,
            self.paused_until,
            self.owner_id,
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """One run: ``result`` is posted, waiting, failed, unknown, cancelled or quiet.

    ``reason`` says why nothing was posted. ``outbox_id`` names the message, for another attempt.
    """

    id: int
    workspace_id: int
    subscription_id: int
    channel_id: str
    due_at: datetime
    period_from: datetime
    period_to: datetime
    result: str
    reason: str | None
    items: int
    outbox_id: int | None


@dataclass(frozen=True, slots=True)
class SubscriptionStatus:
    """A subscription and its last runs, newest first."""

    subscription: Subscription
    runs: tuple[Delivery, ...] = ()

    @property
    def last(self) -> Delivery | None:
        """The newest run, or None before the first."""
        return self.runs[0] if self.runs else None


def is_person(channel_id: str) -> bool:
    """True when a digest's ``channel_id`` is a person's id: Slack's begin with U or W."""
    return channel_id.startswith(("U", "W"))


def look_back(cadence: Cadence) -> timedelta:
    """How far a channel's first digest reaches back: one period of its cadence.

    Somebody who subscribes on Friday to a Monday digest expects the week, not the weekend.
    """
    return timedelta(days=_LOOK_BACK_DAYS[cadence])


def first_day(weekdays: tuple[int, ...], start: date) -> date:
    """The first day from ``start`` on that is one of the weekdays (Monday is 0)."""
    return next(day for n in range(7) if (day := start + timedelta(days=n)).weekday() in weekdays)
