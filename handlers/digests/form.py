"""The form of a channel's digest: opened, filled in, saved, and its buttons."""

from datetime import date, time
from typing import Any

from domain.core.errors import InvalidInput
from domain.dates.days import local_day, start_of_day
from domain.dates.schedule import Cadence, Schedule, anchor_of, check_zone
from domain.dates.time_zones import zones_matching
from domain.digests.audience import Audience, Filters, Section
from domain.digests.subscriptions import Subscription, Wish, first_day
from domain.text.labels import LabelKind
from domain.text.words import straighten
from handlers import home
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.channels import membership as channels
from services.digests import pages as digests
from services.digests import subscribe as digest_changes
from services.digests.pages import Page
from services.feedback import capture as feedback
from views.blockkit import ids
from views.blockkit.blocks import section
from views.blockkit.message import Message
from views.blockkit.metadata import facts_of
from views.digests.answers import preview_message, stopped_message, subscribed_message
from views.digests.custom_fields import MOST_VOTES, name_option
from views.digests.form import Form, digest_modal, message_modal, reading_modal, zone_option
from views.digests.messages import MINE

_MOST_ZONES = 30
_LABELS = {ids.DIGEST_AREAS: LabelKind.AREA, ids.DIGEST_CUSTOMERS: LabelKind.CUSTOMER}
_ASKING = (
    ids.DIGEST_AUDIENCE,
    ids.DIGEST_CADENCE,
    ids.DIGEST_WEEKDAYS,
    ids.DIGEST_MONTH_DAY,
    ids.DIGEST_TIME,
    ids.DIGEST_ZONE,
)


def register(board: Switchboard) -> None:
    """Listen to the form and to every button that opens it or stands in it."""
    board.action(ids.DIGEST_OPEN, open_from_button)
    board.action(ids.DIGEST_PREVIEW, show_preview)
    board.action(ids.DIGEST_PAUSE, pause)
    board.action(ids.DIGEST_RESUME, resume)
    board.action(ids.DIGEST_STOP, stop)
    for action_id in _ASKING:
        board.action(action_id, show_next_runs)
    board.options(ids.DIGEST_ZONE, suggest_zones)
    for action_id in _LABELS:
        board.options(action_id, suggest_names)
    board.view(ids.DIGEST_FORM, submit)


def open_form(visit: Visit, channel_id: str) -> None:
    """Open the form of a channel's digest, or the digest as it is for who may not change it."""
    page = digests.page(visit.database, visit.request("command"), channel_id)
    modals.push(visit, _view(visit, page, channel_id))


def open_from_button(visit: Visit) -> None:
    """Open the form of the channel that a button names."""
    open_form(visit, _channel(visit))


def show_next_runs(visit: Visit) -> None:
    """Show the next runs of what the form says now."""
    channel_id = _channel(visit)
    page = digests.page(visit.database, visit.request("modal"), channel_id)
    form = _form(visit, channel_id, page.wish)
    is_whole = form.weekdays and form.at
    schedule = _schedule(visit, form, page.wish.schedule) if is_whole else None
    visit.ack()
    modals.renew(visit, digest_modal(form, schedule, page.standing, visit.at, page.own_zone))


def submit(visit: Visit) -> None:
    """Save the form, and show when the digest comes."""
    channel_id = _channel(visit)
    request = visit.request("modal")
    page = digests.page(visit.database, request, channel_id)
    wish = _wish(visit, _form(visit, channel_id, page.wish), page.wish.schedule)
    subscription = digest_changes.subscribe(visit.database, request, channel_id, wish)
    shown = _as_view("Digest", subscribed(visit, subscription))
    visit.ack(response_action="update", view=shown)
    _renew_home(visit, channel_id)


def subscribed(visit: Visit, subscription: Subscription) -> Message:
    """The answer to a digest set up or changed."""
    where = subscription.channel_id
    is_outside = not subscription.is_personal and channels.is_outside(
        visit.database, visit.workspace_id, where
    )
    return subscribed_message(subscription, visit.at, is_outside=is_outside)


def show_preview(visit: Visit) -> None:
    """Show what would be posted now; out of the form, as the form says it at this moment."""
    channel_id, wish = _channel(visit), None
    if (visit.body.get("view") or {}).get("callback_id") == ids.DIGEST_FORM:
        before = digests.page(visit.database, visit.request("modal"), channel_id).wish
        wish = _wish(visit, _form(visit, channel_id, before), before.schedule)
    found = preview(visit, channel_id, wish)
    modals.push(visit, _as_view("Preview", preview_message(found.digest, found.subscription)))


def preview(visit: Visit, channel_id: str, wish: Wish | None = None) -> digests.Preview:
    """What a channel, or the person themselves, would get now."""
    return digests.preview_for(visit.database, visit.request("preview"), channel_id, wish)


def pause(visit: Visit) -> None:
    """Pause the digest without an end."""
    channel_id = _channel(visit)
    digest_changes.pause(visit.database, visit.request("modal"), channel_id, None)
    _show_again(visit, channel_id)


def resume(visit: Visit) -> None:
    """Let the digest go on."""
    channel_id = _channel(visit)
    digest_changes.resume(visit.database, visit.request("modal"), channel_id)
    _show_again(visit, channel_id)


def stop(visit: Visit) -> None:
    """End the digest."""
    channel_id = _channel(visit)
    found = digest_changes.stop(visit.database, visit.request("modal"), channel_id)
    visit.ack()
    modals.renew(visit, _as_view("Digest", stopped_message(found)))
    _renew_home(visit, channel_id)


def suggest_zones(visit: Visit) -> None:
    """Answer the zone select with zones whose name holds what was typed."""
    found = zones_matching(str(visit.payload.get("value") or ""), _MOST_ZONES)
    visit.ack(options=[zone_option(zone) for zone in found])


def suggest_names(visit: Visit) -> None:
    """Answer the selects of areas and customers with the names that hold what was typed."""
    kind = _LABELS[str(visit.payload.get("action_id"))]
    words = str(visit.payload.get("value") or "")
    found = feedback.suggest_labels(visit.database, visit.request("options"), kind, words)
    visit.ack(options=[name_option(name) for name in found])


def place(visit: Visit, named: str) -> str:
    """The channel's id, or that of the person who is here for their own digest."""
    return visit.user_id if named == MINE else named


def _show_again(visit: Visit, channel_id: str) -> None:
    page = digests.page(visit.database, visit.request("modal"), channel_id)
    visit.ack()
    modals.renew(visit, _view(visit, page, channel_id))


def _renew_home(visit: Visit, channel_id: str) -> None:
    """Show a person's own digest on Home as it is now."""
    if channel_id == visit.user_id:
        home.publish(visit)


def _view(visit: Visit, page: Page, channel_id: str) -> dict[str, Any]:
    if page.standing is not None and not page.may_change:
        return reading_modal(page.standing, visit.at)
    return digest_modal(
        _form_of(page.wish, channel_id),
        page.wish.schedule,
        page.standing,
        visit.at,
        page.own_zone,
    )


def _channel(visit: Visit) -> str:
    """The channel that a button names, or else the form that the visit came from."""
    value = visit.payload.get("value")
    if isinstance(value, str) and value:
        return place(visit, value)
    metadata = facts_of(visit.body["view"].get("private_metadata"))
    return place(visit, str(metadata["channel"]))


def _form_of(wish: Wish, channel_id: str) -> Form:
    schedule, until = wish.schedule, wish.paused_until
    return Form(
        channel_id=channel_id,
        audience=wish.audience,
        cadence=schedule.cadence,
        weekdays=_weekdays(schedule),
        at=f"{schedule.at:%H:%M}",
        zone=schedule.zone,
        has_picture=wish.has_picture,
        paused_until=local_day(until, schedule.zone) if until else None,
        filters=wish.filters,
        owner_id=wish.owner_id,
        month_day=_month_day(schedule),
    )


def _weekdays(schedule: Schedule) -> tuple[int, ...]:
    """The weekdays to offer; a schedule by the day of the month has none of its own."""
    return (0,) if schedule.cadence is Cadence.MONTHLY_DAY else schedule.weekdays


def _month_day(schedule: Schedule) -> int:
    return schedule.anchor.day if schedule.cadence is Cadence.MONTHLY_DAY else 1


def _form(visit: Visit, channel_id: str, wish: Wish) -> Form:
    """The form as it is filled in; what it does not tell stays as it was."""
    values: dict[str, Any] = visit.body["view"]["state"]["values"]

    def field(block_id: str, action_id: str) -> dict[str, Any]:
        return dict((values.get(block_id) or {}).get(action_id) or {})

    def chosen(block_id: str, action_id: str, before: str) -> str:
        return str((field(block_id, action_id).get("selected_option") or {}).get("value") or before)

    weekdays = _weekdays(wish.schedule)
    if "weekdays" in values:
        days = field("weekdays", ids.DIGEST_WEEKDAYS).get("selected_options") or ()
        weekdays = tuple(sorted(int(day["value"]) for day in days))
    until = field("paused_until", ids.DIGEST_PAUSED_UNTIL).get("selected_date")
    return Form(
        channel_id=channel_id,
        audience=Audience(chosen("audience", ids.DIGEST_AUDIENCE, wish.audience)),
        cadence=Cadence(chosen("cadence", ids.DIGEST_CADENCE, wish.schedule.cadence)),
        weekdays=weekdays,
        at=str(field("at", ids.DIGEST_TIME).get("selected_time") or ""),
        zone=check_zone(chosen("zone", ids.DIGEST_ZONE, wish.schedule.zone)),
        has_picture=bool(field("picture", ids.DIGEST_PICTURE).get("selected_options")),
        paused_until=date.fromisoformat(until) if until else None,
        filters=_filters(values) if "sections" in values else wish.filters,
        owner_id=field("owner", ids.DIGEST_OWNER).get("selected_user") or wish.owner_id,
        month_day=int(chosen("month_day", ids.DIGEST_MONTH_DAY, str(_month_day(wish.schedule)))),
    )


def _filters(values: dict[str, Any]) -> Filters:
    def chosen(block_id: str, action_id: str) -> tuple[str, ...]:
        options = values[block_id][action_id].get("selected_options") or ()
        return tuple(str(option["value"]) for option in options)

    votes = straighten(values["minimum_votes"][ids.DIGEST_MINIMUM_VOTES].get("value") or "0")
    votes = votes.strip()
    if not votes.isascii() or not votes.isdigit() or len(votes) > 9 or int(votes) > MOST_VOTES:
        raise InvalidInput(f"Write a whole number from 0 to {MOST_VOTES:,}.", field="minimum_votes")
    return Filters(
        sections=tuple(Section(one) for one in chosen("sections", ids.DIGEST_SECTIONS)),
        areas=chosen("areas", ids.DIGEST_AREAS),
        customers=chosen("customers", ids.DIGEST_CUSTOMERS),
        horizons=chosen("horizons", ids.DIGEST_HORIZONS),
        minimum_votes=int(votes),
    )


def _wish(visit: Visit, form: Form, before: Schedule) -> Wish:
    """What the form asks for; raises InvalidInput for the field that is missing."""
    return Wish(
        schedule=_schedule(visit, form, before),
        audience=form.audience,
        filters=form.filters,
        has_picture=form.has_picture,
        paused_until=start_of_day(form.paused_until, form.zone) if form.paused_until else None,
        owner_id=form.owner_id,
    )


def _schedule(visit: Visit, form: Form, before: Schedule) -> Schedule:
    """The schedule that the form names; raises InvalidInput for the field that is missing."""
    if not form.weekdays:
        raise InvalidInput("Choose at least one day.", field="weekdays")
    if not form.at:
        raise InvalidInput("Choose a time of day.", field="at")
    anchor = first_day(form.weekdays, local_day(visit.at, form.zone))
    if before.cadence is form.cadence and before.weekdays == form.weekdays:
        anchor = before.anchor
    if form.cadence is Cadence.MONTHLY_DAY:
        anchor = anchor_of(form.month_day)
    at = time.fromisoformat(form.at)
    return Schedule(form.weekdays, at, form.zone, form.cadence, anchor)


def _as_view(title: str, message: Message) -> dict[str, Any]:
    return message_modal(title, message.blocks or [section(message.text)])
