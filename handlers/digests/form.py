"""The form of a channel's digest: opened, filled in, saved, and its buttons."""

from datetime import date, time
from typing import Any

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.dates.days import local_day, start_of_day
from domain.dates.schedule import Cadence, Schedule, anchor_of, check_zone
from domain.digests.audience import Audience, Filters, Section
from domain.digests.subscriptions import Subscription, SubscriptionForm, first_day
from domain.text.words import straighten
from handlers.digests.suggestions import LABELS, suggest_names, suggest_zones
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.channels import membership as channels
from services.digests import pages as digests
from services.digests import subscribe as digest_changes
from services.digests.pages import Page
from views.blockkit import ids
from views.blockkit.blocks import section
from views.blockkit.form_state import FormState
from views.blockkit.message import Message
from views.blockkit.metadata import facts_of
from views.digests.answers import preview_message, stopped_message, subscribed_message
from views.digests.custom_fields import MOST_VOTES
from views.digests.form import Form, digest_modal, message_modal, reading_modal
from views.digests.messages import MINE

_ASKING = (
    ids.DIGEST_AUDIENCE,
    ids.DIGEST_CADENCE,
    ids.DIGEST_WEEKDAYS,
    ids.DIGEST_MONTH_DAY,
    ids.DIGEST_TIME,
    ids.DIGEST_ZONE,
)


def register(router: Router) -> None:
    """Listen to the form and to every button that opens it or stands in it."""
    router.action(ids.DIGEST_OPEN, open_from_button, permission=Permission.RECORD)
    router.action(ids.DIGEST_PREVIEW, show_preview, permission=Permission.RECORD)
    router.action(ids.DIGEST_PAUSE, pause, permission=Permission.RECORD)
    router.action(ids.DIGEST_RESUME, resume, permission=Permission.RECORD)
    router.action(ids.DIGEST_STOP, stop, permission=Permission.RECORD)
    for action_id in _ASKING:
        router.action(action_id, show_next_runs, permission=Permission.RECORD)
    router.options(ids.DIGEST_ZONE, suggest_zones, permission=Permission.RECORD)
    for action_id in LABELS:
        router.options(action_id, suggest_names, permission=Permission.RECORD)
    router.view(ids.DIGEST_FORM, submit, permission=Permission.RECORD)


def open_form(interaction: Interaction, channel_id: str) -> None:
    """Open the form of a channel's digest, or the digest as it is for who may not change it."""
    page = digests.page(interaction.database, interaction.request("command"), channel_id)
    modals.push(interaction, _view(interaction, page, channel_id))


def open_from_button(interaction: Interaction) -> None:
    """Open the form of the channel that a button names."""
    open_form(interaction, _channel(interaction))


def show_next_runs(interaction: Interaction) -> None:
    """Show the next runs of what the form says now."""
    channel_id = _channel(interaction)
    page = digests.page(interaction.database, interaction.request("modal"), channel_id)
    form = _form(interaction, channel_id, page.wish)
    is_whole = form.weekdays and form.at
    schedule = _schedule(interaction, form, page.wish.schedule) if is_whole else None
    interaction.ack()
    modals.renew(
        interaction, digest_modal(form, schedule, page.standing, interaction.at, page.own_zone)
    )


def submit(interaction: Interaction) -> None:
    """Save the form, and show when the digest comes."""
    channel_id = _channel(interaction)
    request = interaction.request("modal")
    page = digests.page(interaction.database, request, channel_id)
    wish = _wish(interaction, _form(interaction, channel_id, page.wish), page.wish.schedule)
    subscription = digest_changes.subscribe(interaction.database, request, channel_id, wish)
    shown = _as_view("Digest", subscribed(interaction, subscription))
    interaction.ack(response_action="update", view=shown)
    _renew_home(interaction, channel_id)


def subscribed(interaction: Interaction, subscription: Subscription) -> Message:
    """The answer to a digest set up or changed."""
    where = subscription.channel_id
    is_outside = not subscription.is_personal and channels.is_outside(
        interaction.database, interaction.workspace_id, where
    )
    return subscribed_message(subscription, interaction.at, is_outside=is_outside)


def show_preview(interaction: Interaction) -> None:
    """Show what would be posted now; out of the form, as the form says it at this moment."""
    channel_id, wish = _channel(interaction), None
    if (interaction.body.get("view") or {}).get("callback_id") == ids.DIGEST_FORM:
        before = digests.page(interaction.database, interaction.request("modal"), channel_id).wish
        wish = _wish(interaction, _form(interaction, channel_id, before), before.schedule)
    found = preview(interaction, channel_id, wish)
    modals.push(interaction, _as_view("Preview", preview_message(found.digest, found.subscription)))


def preview(
    interaction: Interaction, channel_id: str, wish: SubscriptionForm | None = None
) -> digests.Preview:
    """What a channel, or the person themselves, would get now."""
    return digests.preview_for(
        interaction.database, interaction.request("preview"), channel_id, wish
    )


def pause(interaction: Interaction) -> None:
    """Pause the digest without an end."""
    channel_id = _channel(interaction)
    digest_changes.pause(interaction.database, interaction.request("modal"), channel_id, None)
    _show_again(interaction, channel_id)


def resume(interaction: Interaction) -> None:
    """Let the digest go on."""
    channel_id = _channel(interaction)
    digest_changes.resume(interaction.database, interaction.request("modal"), channel_id)
    _show_again(interaction, channel_id)


def stop(interaction: Interaction) -> None:
    """End the digest."""
    channel_id = _channel(interaction)
    found = digest_changes.stop(interaction.database, interaction.request("modal"), channel_id)
    interaction.ack()
    modals.renew(interaction, _as_view("Digest", stopped_message(found)))
    _renew_home(interaction, channel_id)


def place(interaction: Interaction, named: str) -> str:
    """The channel's id, or that of the person who is here for their own digest."""
    return interaction.user_id if named == MINE else named


def _show_again(interaction: Interaction, channel_id: str) -> None:
    page = digests.page(interaction.database, interaction.request("modal"), channel_id)
    interaction.ack()
    modals.renew(interaction, _view(interaction, page, channel_id))


def _renew_home(interaction: Interaction, channel_id: str) -> None:
    """Show a person's own digest on Home as it is now."""
    if channel_id == interaction.user_id:
        modals.publish_page(interaction, "home")


def _view(interaction: Interaction, page: Page, channel_id: str) -> dict[str, Any]:
    if page.standing is not None and not page.may_change:
        return reading_modal(page.standing, interaction.at)
    return digest_modal(
        _form_of(page.wish, channel_id),
        page.wish.schedule,
        page.standing,
        interaction.at,
        page.own_zone,
    )


def _channel(interaction: Interaction) -> str:
    """The channel that a button names, or else the form that the visit came from."""
    value = interaction.payload.get("value")
    if isinstance(value, str) and value:
        return place(interaction, value)
    metadata = facts_of(interaction.body["view"].get("private_metadata"))
    return place(interaction, str(metadata["channel"]))


def _form_of(wish: SubscriptionForm, channel_id: str) -> Form:
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


def _form(interaction: Interaction, channel_id: str, wish: SubscriptionForm) -> Form:
    """The form as it is filled in; what it does not tell stays as it was."""
    filled = interaction.form

    def chosen(block: str, action: str, before: str) -> str:
        return filled.option(block, action) or before

    weekdays = _weekdays(wish.schedule)
    if "weekdays" in filled:
        weekdays = tuple(sorted(filled.numbers("weekdays", ids.DIGEST_WEEKDAYS)))
    until = filled.date("paused_until", ids.DIGEST_PAUSED_UNTIL)
    return Form(
        channel_id=channel_id,
        audience=Audience(chosen("audience", ids.DIGEST_AUDIENCE, wish.audience)),
        cadence=Cadence(chosen("cadence", ids.DIGEST_CADENCE, wish.schedule.cadence)),
        weekdays=weekdays,
        at=filled.time("at", ids.DIGEST_TIME) or "",
        zone=check_zone(chosen("zone", ids.DIGEST_ZONE, wish.schedule.zone)),
        has_picture=filled.is_ticked("picture", ids.DIGEST_PICTURE),
        paused_until=date.fromisoformat(until) if until else None,
        filters=_filters(filled) if "sections" in filled else wish.filters,
        owner_id=filled.user("owner", ids.DIGEST_OWNER) or wish.owner_id,
        month_day=int(chosen("month_day", ids.DIGEST_MONTH_DAY, str(_month_day(wish.schedule)))),
    )


def _filters(form: FormState) -> Filters:
    votes = straighten(form.text("minimum_votes", ids.DIGEST_MINIMUM_VOTES) or "0").strip()
    if not votes.isascii() or not votes.isdigit() or len(votes) > 9 or int(votes) > MOST_VOTES:
        raise InvalidInput(f"Write a whole number from 0 to {MOST_VOTES:,}.", field="minimum_votes")
    return Filters(
        sections=tuple(Section(one) for one in form.options("sections", ids.DIGEST_SECTIONS)),
        areas=form.options("areas", ids.DIGEST_AREAS),
        customers=form.options("customers", ids.DIGEST_CUSTOMERS),
        horizons=form.options("horizons", ids.DIGEST_HORIZONS),
        minimum_votes=int(votes),
    )


def _wish(interaction: Interaction, form: Form, before: Schedule) -> SubscriptionForm:
    """What the form asks for; raises InvalidInput for the field that is missing."""
    return SubscriptionForm(
        schedule=_schedule(interaction, form, before),
        audience=form.audience,
        filters=form.filters,
        has_picture=form.has_picture,
        paused_until=start_of_day(form.paused_until, form.zone) if form.paused_until else None,
        owner_id=form.owner_id,
    )


def _schedule(interaction: Interaction, form: Form, before: Schedule) -> Schedule:
    """The schedule that the form names; raises InvalidInput for the field that is missing."""
    if not form.weekdays:
        raise InvalidInput("Choose at least one day.", field="weekdays")
    if not form.at:
        raise InvalidInput("Choose a time of day.", field="at")
    anchor = first_day(form.weekdays, local_day(interaction.at, form.zone))
    if before.cadence is form.cadence and before.weekdays == form.weekdays:
        anchor = before.anchor
    if form.cadence is Cadence.MONTHLY_DAY:
        anchor = anchor_of(form.month_day)
    at = time.fromisoformat(form.at)
    return Schedule(form.weekdays, at, form.zone, form.cadence, anchor)


def _as_view(title: str, message: Message) -> dict[str, Any]:
    return message_modal(title, message.blocks or [section(message.text)])
