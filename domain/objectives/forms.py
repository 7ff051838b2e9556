"""What people type about an objective, read and checked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.core.errors import InvalidInput
from domain.dates.days import start_of_day
from domain.dates.periods import MORNING, check_period, morning_of, quarter_around, read_day
from domain.dates.schedule import Cadence, Schedule, next_due
from domain.objectives.model import Measure, Objective, ObjectiveDraft, Rhythm
from domain.scoring.drivers import Driver, told
from domain.text.words import check_text, straighten

MAX_TITLE_CHARS = 150
MAX_NAME_CHARS = 80
MAX_UNIT_CHARS = 20
MAX_NOTE_CHARS = 1000
MAX_OUTCOME_CHARS = 2000
MOST_IDEAS = 200
"""Ideas that may serve one objective."""

OWN_DATES = "own"
"""The choice of a period for days that are no quarter."""

_LARGEST = 1e12
_DEFAULT_MEASURE = ("Progress", "%", "0", "100")
_MONDAYS = (0,)
_CADENCES = {
    Rhythm.WEEKLY: Cadence.WEEKLY,
    Rhythm.FORTNIGHTLY: Cadence.FORTNIGHTLY,
    Rhythm.MONTHLY: Cadence.MONTHLY_FIRST,
}
_SECOND = timedelta(seconds=1)
_SIGNS_BEHIND = ("%", "‰", "°")
_SIGNS_BEFORE = ("€", "$", "£", "¥")


@dataclass(frozen=True, slots=True)
class TypedObjective:
    """An objective as a form holds it.

    ``period`` is the first day of a quarter, or OWN_DATES when ``starts_on`` and ``ends_on`` say
    it; all days are ISO dates.
    """

    title: str = ""
    owner_id: str | None = None
    period: str = OWN_DATES
    starts_on: str | None = None
    ends_on: str | None = None
    measure: str = ""
    unit: str = ""
    start: str = ""
    target: str = ""
    rhythm: str = Rhythm.WEEKLY.value


def typed_of(objective: Objective) -> TypedObjective:
    """An objective as its form shows it."""
    measure = objective.measure
    days = (objective.starts_on, objective.ends_on)
    is_quarter = quarter_around(objective.starts_on) == days
    return TypedObjective(
        title=objective.title,
        owner_id=objective.owner_id,
        period=objective.starts_on.isoformat() if is_quarter else OWN_DATES,
        starts_on=None if is_quarter else objective.starts_on.isoformat(),
        ends_on=None if is_quarter else objective.ends_on.isoformat(),
        measure=measure.name,
        unit=measure.unit,
        start=plain_number(measure.start),
        target=plain_number(measure.target),
        rhythm=objective.rhythm.value,
    )


def read_objective(typed: TypedObjective) -> ObjectiveDraft:
    """The objective that a form means; a measure that is not named is progress in percent.

    Raises InvalidInput bound to the field it is about.
    """
    title = _line(typed.title, "title", "title", MAX_TITLE_CHARS)
    if not typed.owner_id:
        raise InvalidInput("Choose who owns it: they are asked how it goes.", field="owner")
    starts_on, ends_on = _period(typed)
    return ObjectiveDraft(
        title, typed.owner_id, starts_on, ends_on, _measure(typed), Rhythm(typed.rhythm)
    )


def read_value(text: str, unit: str, field: str, name: str) -> float:
    """A number of a measure as typed: ``34``, ``34 %``, ``1,200``, ``3k``, ``-2,5``.

    Raises InvalidInput bound to ``field`` for anything else, and beyond a trillion.
    """
    typed = straighten(text).strip()
    if unit:
        typed = typed.removeprefix(unit).removesuffix(unit).strip()
    driver = Driver(field, field, name, "", "a number", -_LARGEST, _LARGEST)
    value = driver.read(typed) if typed else None
    if value is None:
        raise InvalidInput(f"{name} needs a number, such as 40.", field=field)
    return value


def format_value(value: float, unit: str) -> str:
    """A value with its unit: ``34%``, ``€1,200``, ``12 days``."""
    if unit in _SIGNS_BEHIND:
        return f"{told(value)}{unit}"
    if unit in _SIGNS_BEFORE:
        return f"{'-' if value < 0 else ''}{unit}{told(abs(value))}"
    return f"{told(value)} {unit}".strip()


def format_way(start: float, target: float, unit: str) -> str:
    """From where to where, with a unit that is a sign beside both: ``from 25% to 40%``."""
    sign = sign_of(unit)
    return f"from {format_value(start, sign)} to {format_value(target, sign)}"


def sign_of(unit: str) -> str:
    """The unit when it is a sign such as % or €, nothing when it is a word."""
    return unit if unit in (*_SIGNS_BEHIND, *_SIGNS_BEFORE) else ""


def plain_number(value: float) -> str:
    """A value as a field of a form holds it: every digit that counts, and no signs."""
    return str(int(value)) if value == int(value) else repr(value)


def next_ask(
    rhythm: Rhythm, starts_on: date, ends_on: date, zone: str, after: datetime
) -> datetime | None:
    """When the owner is asked next after an instant, in UTC; None for never.

    Mondays at nine of the owner's own time within the period, and once on the morning after it.
    """
    if rhythm is Rhythm.NEVER:
        return None
    last = morning_of(ends_on + timedelta(days=1), zone)
    if after >= last:
        return None
    schedule = Schedule(_MONDAYS, MORNING, zone, _CADENCES[rhythm], starts_on)
    since = max(after, start_of_day(starts_on, zone) - _SECOND)
    return min(next_due(schedule, since), last)


def facts_of(draft: ObjectiveDraft) -> dict[str, Any]:
    """What an objective says, field by field as the change log keeps it."""
    measure = draft.measure
    return {
        "title": draft.title,
        "owner": draft.owner_id,
        "period": {"from": draft.starts_on.isoformat(), "to": draft.ends_on.isoformat()},
        "measure": {
            "name": measure.name,
            "unit": measure.unit,
            "start": measure.start,
            "target": measure.target,
        },
        "rhythm": draft.rhythm.value,
    }


def draft_of(objective: Objective) -> ObjectiveDraft:
    """What an objective says now."""
    return ObjectiveDraft(
        objective.title,
        objective.owner_id,
        objective.starts_on,
        objective.ends_on,
        objective.measure,
        objective.rhythm,
    )


def draft_from(facts: Any, current: float) -> ObjectiveDraft:
    """The objective of its facts as the change log keeps them."""
    period, measure = facts["period"], facts["measure"]
    return ObjectiveDraft(
        facts["title"],
        facts["owner"],
        date.fromisoformat(period["from"]),
        date.fromisoformat(period["to"]),
        Measure(measure["name"], measure["unit"], measure["start"], measure["target"], current),
        Rhythm(facts["rhythm"]),
    )


def check_note(text: str, what: str, field: str, most: int) -> str:
    """A text that may be empty, ready to store; raises InvalidInput bound to ``field``."""
    if not text.strip():
        return ""
    clean = check_text(text, what=what, field=field)
    if len(clean) > most:
        raise InvalidInput(f"The {what} has at most {most:,} characters.", field=field)
    return clean


def _period(typed: TypedObjective) -> tuple[date, date]:
    starts_on = read_day(typed.starts_on, "starts_on")
    ends_on = read_day(typed.ends_on, "ends_on")
    if typed.period != OWN_DATES:
        if starts_on or ends_on:
            raise InvalidInput(
                "You chose a quarter above and days of your own too. Choose “Own dates” above, "
                "or empty these.",
                field="starts_on" if starts_on else "ends_on",
            )
        first = read_day(typed.period, "period")
        assert first is not None
        return quarter_around(first)
    if starts_on is None:
        raise InvalidInput("Choose the first day, or a quarter above.", field="starts_on")
    if ends_on is None:
        raise InvalidInput("Choose the last day, or a quarter above.", field="ends_on")
    check_period(starts_on, ends_on)
    return starts_on, ends_on


def _measure(typed: TypedObjective) -> Measure:
    name, unit, start_text, target_text = typed.measure, typed.unit, typed.start, typed.target
    if not any(text.strip() for text in (name, unit, start_text, target_text)):
        name, unit, start_text, target_text = _DEFAULT_MEASURE
    name = _line(name, "name of the measure", "measure", MAX_NAME_CHARS)
    unit = _line(unit, "unit", "unit", MAX_UNIT_CHARS) if unit.strip() else ""
    start = read_value(start_text or "0", unit, "start", "The start")
    if not target_text.strip():
        raise InvalidInput("What value is it to reach? Give a number, such as 40.", field="target")
    target = read_value(target_text, unit, "target", "The target")
    if target == start:
        raise InvalidInput(
            f"It starts at {format_value(start, unit)} already. Choose another target.",
            field="target",
        )
    return Measure(name, unit, start, target, start)


def _line(text: str, what: str, field: str, most: int) -> str:
    clean = " ".join(check_text(text, what=what, field=field).split())
    if len(clean) > most:
        raise InvalidInput(
            f"A {what} has at most {most} characters; this one has {len(clean)}. "
            "Please shorten it.",
            field=field,
        )
    return clean
