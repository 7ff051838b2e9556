"""Slips: how the dates and columns of an idea moved, and how often dates held."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.core.changes import Change
from domain.dates.days import DateConfidence, Dates, from_log
from domain.ideas.model import Idea

_FIELDS = ("status", "horizon", "dates")


@dataclass(frozen=True, slots=True)
class Step:
    """One move of an idea: of its place or of its dates, by whom and when.

    ``days`` is by how many the last day moved: more than 0 is later. None where one has none.
    """

    change: Change
    days: int | None = None


@dataclass(frozen=True, slots=True)
class SlipHistory:
    """How one idea moved, the oldest step first.

    ``first_end`` is the last day that it was first given, ``slipped`` the days from that to the
    last day it has now, and ``moved`` how often that day moved after it was given.
    """

    idea: Idea
    steps: tuple[Step, ...]
    first_end: date | None = None
    slipped: int | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """An idea that was shipped, with the last days it had been given: at first, and ``DAYS``
    before it shipped (None where there was none)."""

    idea: Idea
    shipped_on: date
    first: Dates
    before: Dates | None

    @property
    def days_late(self) -> int:
        """Days after the day it was first given; below 0 is early."""
        return (self.shipped_on - _end(self.first)).days


@dataclass(frozen=True, slots=True)
class Share:
    """``held`` of ``counted`` ideas came by their date."""

    held: int
    counted: int

    @property
    def percent(self) -> int | None:
        """The share in percent, None of nothing."""
        return round(100 * self.held / self.counted) if self.counted else None


@dataclass(frozen=True, slots=True)
class Held:
    """How often dates held, over the ideas shipped since a day.

    ``at_first`` compares the day of shipping with the last day first given, ``before`` with the
    one it had ``days`` days earlier. ``by_confidence`` splits ``at_first`` by how sure the date
    was. ``median_late`` is in days after the first date. ``undated`` were shipped without a date;
    ``overdue`` are past theirs and not shipped, so they count in none.
    """

    since: date
    days: int
    at_first: Share
    before: Share
    by_confidence: tuple[tuple[DateConfidence | None, Share], ...]
    median_late: int | None
    outcomes: tuple[Outcome, ...]
    undated: int
    overdue: tuple[Idea, ...]


def slip_history(idea: Idea, changes: Iterable[Change]) -> SlipHistory:
    """How an idea moved, by its changes (oldest first)."""
    steps: list[Step] = []
    first_end, moved = None, 0
    for change in changes:
        if change.field not in _FIELDS:
            continue
        days = None
        if change.field == "dates":
            before, after = from_log(change.before).ends_on, from_log(change.after).ends_on
            first_end = first_end or before or after
            if before and after:
                days = (after - before).days
                moved += before != after
        steps.append(Step(change, days))
    slipped = (idea.ends_on - first_end).days if first_end and idea.ends_on else None
    return SlipHistory(idea, tuple(steps), first_end, slipped, moved)


def outcome_of(
    idea: Idea, changes: Sequence[Change], shipped_on: date, cutoff: datetime
) -> Outcome | None:
    """What became of the dates of a shipped idea, or None when it never had a last day.

    ``changes`` are those of its dates, oldest first, up to its shipping; ``cutoff`` is the instant
    some days before that at which its date is read once more.
    """
    given = [(one.at, from_log(one.after)) for one in changes]
    if changes and changes[0].before:  # dated before the log spoke of dates
        given.insert(0, (idea.created_at, from_log(changes[0].before)))
    first = next((dates for _at, dates in given if dates.ends_on), None)
    if first is None:
        return None
    earlier = [dates for at, dates in given if at <= cutoff]
    before = earlier[-1] if earlier and earlier[-1].ends_on else None
    return Outcome(idea, shipped_on, first, before)


def how_held(
    outcomes: Sequence[Outcome],
    *,
    since: date,
    days: int,
    undated: int,
    overdue: Sequence[Idea],
) -> Held:
    """How often dates held over some outcomes."""
    late = sorted(one.days_late for one in outcomes)
    sure: Mapping[DateConfidence | None, list[Outcome]] = {
        one: [] for one in (*DateConfidence, None)
    }
    for one in outcomes:
        sure[one.first.confidence].append(one)
    return Held(
        since=since,
        days=days,
        at_first=_share((one.shipped_on, one.first) for one in outcomes),
        before=_share((one.shipped_on, one.before) for one in outcomes if one.before),
        by_confidence=tuple(
            (confidence, _share((one.shipped_on, one.first) for one in some))
            for confidence, some in sure.items()
            if some
        ),
        median_late=late[len(late) // 2] if late else None,
        outcomes=tuple(outcomes),
        undated=undated,
        overdue=tuple(overdue),
    )


def cutoff_of(shipped_at: datetime, days: int) -> datetime:
    """The instant ``days`` before a shipping."""
    return shipped_at - timedelta(days=days)


def _share(dated: Iterable[tuple[date, Dates]]) -> Share:
    held = [shipped_on <= _end(dates) for shipped_on, dates in dated]
    return Share(sum(held), len(held))


def _end(dates: Dates) -> date:
    assert dates.ends_on is not None
    return dates.ends_on
