"""The form of a channel's digest."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.dates.schedule import Cadence, Schedule, upcoming
from domain.dates.schedule_parsing import DAY_NAMES, describe_schedule, month_day_words
from domain.digests.audience import CHANNEL_AUDIENCES, Audience, Filters
from domain.digests.subscriptions import SubscriptionStatus
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
)
from views.blockkit.message import Block
from views.blockkit.text import bullet_moments, channel_link, escape, mention, slack_date
from views.digests.answers import paused_words, run_words
from views.digests.custom_fields import custom_fields
from views.digests.personal import my_blocks

CADENCES = {
    Cadence.WEEKLY: "Every week",
    Cadence.FORTNIGHTLY: "Every second week",
    Cadence.MONTHLY_FIRST: "First such weekday of each month",
    Cadence.MONTHLY_LAST: "Last such weekday of each month",
    Cadence.MONTHLY_DAY: "One day of each month",
    Cadence.DAILY: "Every day",
}
_PICTURE: Block = {"text": plain_object("Show the picture of the roadmap"), "value": "yes"}
_SHOWN_RUNS = 3


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it is filled in. ``at`` is a wall-clock time such as ``09:00``.

    ``month_day`` is asked for in place of the weekdays for one day of each month.
    """

    channel_id: str
    audience: Audience
    cadence: Cadence
    weekdays: tuple[int, ...]
    at: str
    zone: str
    has_picture: bool
    paused_until: date | None
    filters: Filters = field(default_factory=Filters)
    owner_id: str | None = None
    month_day: int = 1


def digest_modal(
    form: Form,
    schedule: Schedule | None,
    standing: SubscriptionStatus | None,
    now: datetime,
    own_zone: str | None = None,
) -> dict[str, object]:
    """The form with the next three runs of ``schedule``, and what became of the last ones.

    ``schedule`` is None while the fields name none. In ``own_zone``, the reader's, there is no
    second time to tell.
    """
    next_runs = [section(_next_runs(schedule, standing, now))]
    if schedule is not None and schedule.zone != own_zone:
        next_runs.append(context(_for_you(upcoming(schedule, now, 1)[0])))
    if form.audience is Audience.ME:
        return my_blocks(_when(form), next_runs, _past_runs(standing), standing)
    audience = _asking("audience", "For whom", _audience(form.audience))
    blocks = [section(_headline(form.channel_id, standing)), audience, *_when(form), *next_runs]
    if form.audience is Audience.CUSTOM:
        blocks += custom_fields(form.filters)
    blocks += _what_else(form)
    if standing is not None:
        blocks += [_owner(form.owner_id), *_past_runs(standing)]
    blocks.append(actions(_buttons(form.channel_id, standing)))
    return modal(
        "Digest",
        blocks,
        callback_id=ids.DIGEST_FORM,
        submit="Save" if standing else "Subscribe",
        close="Cancel",
        metadata=json.dumps({"v": 1, "channel": form.channel_id}),
    )


def reading_modal(standing: SubscriptionStatus, now: datetime) -> dict[str, object]:
    """A digest for those who may not change it."""
    one = standing.subscription
    blocks = [
        section(_headline(one.channel_id, standing)),
        section(f"It comes {escape(describe_schedule(one.schedule))}."),
        section(_next_runs(one.schedule, standing, now)),
        *_past_runs(standing),
        context(f"{mention(one.owner_id)} and managers can change it."),
        actions([button("Preview", ids.DIGEST_PREVIEW, one.channel_id)]),
    ]
    return modal("Digest", blocks)


def message_modal(title: str, blocks: Sequence[Block]) -> dict[str, object]:
    """Blocks of a message shown in a modal."""
    return modal(title, blocks)


def zone_option(zone: str) -> Block:
    """A time zone as an option of a select."""
    return {"text": plain_object(zone.replace("_", " ")), "value": zone}


def _headline(channel_id: str, standing: SubscriptionStatus | None) -> str:
    where = channel_link(channel_id)
    if standing is None:
        return (
            f"*What moved, told in {where}*\n"
            "Shipped, moved and new ideas, votes, and what customers said. "
            "When nothing moved, nothing is posted."
        )
    if standing.subscription.is_paused:
        return f":double_vertical_bar: {paused_words(standing.subscription)}"
    return f":mailbox_with_mail: *The digest of {where}*"


def _when(form: Form) -> list[Block]:
    is_month_day = form.cadence is Cadence.MONTHLY_DAY
    day = ("month_day", "On the", _month_day(form.month_day))
    return [
        _asking("cadence", "How often", _cadence(form.cadence)),
        _asking(*(day if is_month_day else ("weekdays", "On", _weekdays(form.weekdays)))),
        _asking("at", "At", _time(form.at)),
        _asking("zone", "In the time zone of", _zone(form.zone)),
    ]


def _weekdays(weekdays: tuple[int, ...]) -> Block:
    days = [{"text": plain_object(name), "value": str(n)} for n, name in enumerate(DAY_NAMES)]
    select: Block = {
        "type": "multi_static_select",
        "action_id": ids.DIGEST_WEEKDAYS,
        "options": days,
        "placeholder": plain_object("Choose days"),
    }
    if weekdays:
        select["initial_options"] = [days[day] for day in weekdays]
    return select


def _month_day(day: int) -> Block:
    options = [{"text": plain_object(month_day_words(n)), "value": str(n)} for n in range(1, 32)]
    return {
        "type": "static_select",
        "action_id": ids.DIGEST_MONTH_DAY,
        "options": options,
        "initial_option": options[day - 1],
    }


def _what_else(form: Form) -> list[Block]:
    return [
        input_block("picture", "Picture", _picture(form.has_picture), optional=True),
        input_block(
            "paused_until",
            "Pause until",
            _day(form.paused_until),
            optional=True,
            hint="It begins anew on that day. What moved during the pause is not told.",
        ),
    ]


def _owner(owner_id: str | None) -> Block:
    select: Block = {"type": "users_select", "action_id": ids.DIGEST_OWNER}
    if owner_id:
        select["initial_user"] = owner_id
    hint = "They can change it, as managers can, and hear of it when it cannot be posted."
    return input_block("owner", "Looked after by", select, hint=hint)


def _asking(block_id: str, label: str, element: Block) -> Block:
    """A field that shows the next runs anew when it is changed."""
    return {**input_block(block_id, label, element), "dispatch_action": True}


def _audience(audience: Audience) -> Block:
    options = {
        one: {
            "text": plain_object(one.label),
            "value": one.value,
            "description": plain_object(one.explanation),
        }
        for one in CHANNEL_AUDIENCES
    }
    return {
        "type": "static_select",
        "action_id": ids.DIGEST_AUDIENCE,
        "options": list(options.values()),
        "initial_option": options[audience],
    }


def _cadence(cadence: Cadence) -> Block:
    options = {
        one: {"text": plain_object(words), "value": one.value} for one, words in CADENCES.items()
    }
    return {
        "type": "static_select",
        "action_id": ids.DIGEST_CADENCE,
        "options": list(options.values()),
        "initial_option": options[cadence],
    }


def _time(at: str) -> Block:
    picker: Block = {"type": "timepicker", "action_id": ids.DIGEST_TIME}
    return {**picker, "initial_time": at} if at else picker


def _zone(zone: str) -> Block:
    return {
        "type": "external_select",
        "action_id": ids.DIGEST_ZONE,
        "min_query_length": 2,
        "placeholder": plain_object("Type a city, such as Berlin"),
        "initial_option": zone_option(zone),
    }


def _picture(is_on: bool) -> Block:
    boxes: Block = {
        "type": "checkboxes",
        "action_id": ids.DIGEST_PICTURE,
        "options": [_PICTURE],
    }
    return {**boxes, "initial_options": [_PICTURE]} if is_on else boxes


def _day(day: date | None) -> Block:
    picker: Block = {"type": "datepicker", "action_id": ids.DIGEST_PAUSED_UNTIL}
    return {**picker, "initial_date": day.isoformat()} if day else picker


def _next_runs(
    schedule: Schedule | None, standing: SubscriptionStatus | None, now: datetime
) -> str:
    if schedule is None:
        return "*Next three*\nChoose at least one day and a time."
    is_paused = standing is not None and standing.subscription.is_paused
    title = "Would be next, were it not paused" if is_paused else "Next three"
    times = bullet_moments(upcoming(schedule, now, 3), schedule.zone)
    return f"*{title}* ({escape(schedule.zone)})\n{times}"


def _for_you(moment: datetime) -> str:
    return f"In your own time the first is {slack_date(moment, '{date_short_pretty} {time}')}."


def _past_runs(standing: SubscriptionStatus | None) -> list[Block]:
    if standing is None:
        return []
    zone = standing.subscription.schedule.zone
    runs = [run_words(run, zone) for run in standing.runs[:_SHOWN_RUNS]]
    past = "\n".join(f"• {words}" for words in runs) or "None yet."
    return [section(f"*Last runs*\n{past}")]


def _buttons(channel_id: str, standing: SubscriptionStatus | None) -> list[Block]:
    found = [button("Preview", ids.DIGEST_PREVIEW, channel_id)]
    if standing is None:
        return found
    if standing.subscription.is_paused:
        found.append(button("Resume", ids.DIGEST_RESUME, channel_id, "primary"))
    else:
        found.append(button("Pause", ids.DIGEST_PAUSE, channel_id))
    stop = button("Stop", ids.DIGEST_STOP, channel_id, "danger")
    stop["confirm"] = {
        "title": plain_object("Stop this digest?"),
        "text": plain_object("The channel gets no digest any more. /digest brings it back."),
        "confirm": plain_object("Stop it"),
        "deny": plain_object("Keep it"),
    }
    return [*found, stop]
