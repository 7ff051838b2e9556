"""The rota, the time limit and the triage channel: to read, and to change for managers."""

from collections.abc import Sequence
from typing import Any

from domain.dates.schedule_parsing import DAY_NAMES
from domain.triage.limits import Unit
from domain.triage.rota import PAUSES_MINUTES, Rota
from domain.triage.steps import InboxStatus
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    channel_select,
    context,
    input_block,
    modal,
    plain_object,
    section,
    text_input,
)
from views.blockkit.message import Block
from views.blockkit.text import channel_link, counted, escape, mention, slack_date
from views.workspace import zone_option

_TITLE = "Triage"
_PAUSES = {5: "5 minutes", 15: "15 minutes", 60: "hour", 240: "4 hours", 1440: "day"}
_UNITS = {Unit.HOURS: "hours", Unit.DAYS: "days", Unit.WORKING_DAYS: "working days (Mon–Fri)"}


def rota_modal(
    rota: Rota,
    turns: Sequence[str],
    standing: InboxStatus,
    *,
    may_change: bool,
    may_swap: bool,
    note: str = "",
) -> dict[str, Any]:
    """Whose turn it is, who comes next, and the form for those who may change it."""
    blocks = [section(f":white_check_mark: {note}")] if note else []
    blocks += [section(_now(turns, standing)), *([context(_then(rota, turns))] if turns else [])]
    if may_swap:
        blocks.append(_swap(rota))
    blocks.append(actions([button("Open the inbox", ids.TRIAGE_INBOX, "rota")]))
    if not may_change:
        return modal(_TITLE, [*blocks, context(_facts(rota))])
    return modal(
        _TITLE,
        [*blocks, *_fields(rota)],
        callback_id=ids.ROTA_FORM,
        submit="Save",
        close="Close",
        metadata="rota",
    )


def _now(turns: Sequence[str], standing: InboxStatus) -> str:
    who = f":inbox_tray: *{mention(turns[0])} sorts this week*" if turns else _NOBODY
    waits = "Nothing waits."
    if standing.count:
        verb = "waits" if standing.count == 1 else "wait"
        waits = f"{counted(standing.count, 'piece', 'pieces')} of feedback {verb}."
    if standing.late and standing.limit is not None:
        waits += f" {standing.late:,} longer than {standing.limit.words}."
    return f"{who}\n{waits}"


_NOBODY = ":inbox_tray: *Nobody is in the rota yet.* Managers sort; choose people to take turns."


def _then(rota: Rota, turns: Sequence[str]) -> str:
    then = " → ".join(mention(one) for one in turns[1:])
    when = f"{DAY_NAMES[rota.weekday]} {rota.at:%H:%M} {escape(rota.zone)}"
    due = f", next {slack_date(rota.next_due_at)}" if rota.next_due_at else ""
    return f"Then {then} · handover {when}{due}" if then else f"Handover {when}{due}"


def _swap(rota: Rota) -> Block:
    select: Block = {
        "type": "users_select",
        "action_id": ids.ROTA_SWAP,
        "placeholder": plain_object("Swap this week with…"),
    }
    return actions([select], f"swap:{rota.turn_of or ''}")


def _fields(rota: Rota) -> list[Block]:
    people: Block = {
        "type": "multi_users_select",
        "action_id": ids.ROTA_PEOPLE,
        "placeholder": plain_object("In the order of their turns"),
    }
    if rota.people:
        people["initial_users"] = list(rota.people)
    clock = {
        "type": "timepicker",
        "action_id": ids.ROTA_TIME,
        "initial_time": f"{rota.at:%H:%M}",
    }
    zone: Block = {
        "type": "external_select",
        "action_id": ids.SETTINGS_ZONE,
        "min_query_length": 2,
        "placeholder": plain_object("Type a city, such as Berlin"),
        "initial_option": zone_option(rota.zone),
    }
    return [
        input_block("people", "Who sorts, taking turns by the week", people, optional=True),
        input_block("weekday", "The turn passes on", _weekday(rota)),
        input_block("time", "At", clock),
        input_block("zone", "Time zone", zone),
        *_limit_fields(rota),
        *_channel_fields(rota),
    ]


def _weekday(rota: Rota) -> Block:
    options = [_option(str(day), f"On {name}") for day, name in enumerate(DAY_NAMES)]
    return _select(ids.ROTA_WEEKDAY, options, options[rota.weekday])


def _limit_fields(rota: Rota) -> list[Block]:
    units = {one: _option(one.value, label) for one, label in _UNITS.items()}
    chosen = units[rota.limit.unit if rota.limit else Unit.WORKING_DAYS]
    amount = str(rota.limit.amount) if rota.limit else None
    return [
        input_block(
            "limit",
            "Sort within",
            text_input(ids.ROTA_LIMIT, initial=amount, placeholder="5", max_length=3),
            hint="The digest and Home name what waits longer. Leave it empty for no limit.",
            optional=True,
        ),
        input_block("unit", "Counted in", _select(ids.ROTA_UNIT, list(units.values()), chosen)),
    ]


def _channel_fields(rota: Rota) -> list[Block]:
    channel = channel_select(ids.ROTA_CHANNEL, rota.channel_id, "No channel")
    pauses = {one: _option(str(one), f"Once per {_PAUSES[one]}") for one in PAUSES_MINUTES}
    select = _select(ids.ROTA_PAUSE, list(pauses.values()), pauses[rota.pause_minutes])
    return [
        input_block(
            "channel",
            "Channel that hears of new feedback",
            channel,
            hint="A line for each, with a button to sort it.",
            optional=True,
        ),
        input_block("pause", "At most", select),
    ]


def _facts(rota: Rota) -> str:
    limit = f"Sorted within {rota.limit.words}" if rota.limit else "No time limit"
    place = f" · new feedback is told in {channel_link(rota.channel_id)}" if rota.channel_id else ""
    return f"{limit}{place} · managers change this"


def _select(action_id: str, options: list[Block], initial: Block) -> Block:
    return {
        "type": "static_select",
        "action_id": action_id,
        "options": options,
        "initial_option": initial,
    }


def _option(value: str, label: str) -> Block:
    return {"text": plain_object(label), "value": value}
