"""/linchpin channel and /linchpin channels: what each channel does with feedback."""

from domain.core.errors import InvalidInput
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.channels import rules as doors
from views.blockkit import ids
from views.channels.forms import (
    rule_channel,
    rule_message,
    rule_modal,
    rules_modal,
    saved_rule_modal,
    typed_rule,
    wish_of,
)


def register(board: Switchboard) -> None:
    """Listen to the form of a channel's rule and to the list of channels that have one."""
    board.action(ids.RULES_OPEN, open_list)
    board.action(ids.RULES_PAGE, turn_list)
    board.action(ids.RULE_EDIT, edit)
    board.action(ids.RULE_PICK, edit)
    board.action(ids.RULE_MORE, one_more_question)
    board.view(ids.RULE_FORM, submit)


def command_channel(visit: Visit) -> None:
    """Open the rule of the channel where it is typed; who may not change it reads it."""
    channel_id = visit.channel_id or ""
    if not channel_id.startswith(("C", "G")) or visit.channel_name == "directmessage":
        raise InvalidInput("Type this in the channel whose rules you mean.")
    page = doors.page(visit.database, visit.request("command"), channel_id)
    if not page.may_change:
        message = rule_message(page.rule, page.questions, is_outside=page.is_outside)
        visit.ack(text=message.text, blocks=list(message.blocks))
        return
    modals.show(visit, _form(page))


def open_list(visit: Visit) -> None:
    """Show the channels that have rules: as a modal, or upon the one that is open."""
    modals.push(visit, _list(visit, 0))


def turn_list(visit: Visit) -> None:
    """Show the next channels in place of those before."""
    modals.replace(visit, _list(visit, int(visit.payload["value"])))


def edit(visit: Visit) -> None:
    """Open a channel's rule from the list, or that of a channel that was chosen there."""
    channel_id = visit.payload.get("selected_conversation") or visit.payload["value"]
    page = doors.page(visit.database, visit.request("button"), str(channel_id))
    modals.push(visit, _form(page))


def one_more_question(visit: Visit) -> None:
    """Make room for another question; what was filled in stays."""
    view = visit.body["view"]
    request = visit.request("button")
    page = doors.page(visit.database, request, rule_channel(view["private_metadata"]))
    wish = typed_rule(view["state"]["values"])
    room = int(visit.payload["value"])
    visit.ack()
    modals.renew(visit, rule_modal(page.rule, wish, is_outside=page.is_outside, room=room))


def submit(visit: Visit) -> None:
    """Save a channel's rule and show what is set now."""
    channel_id = rule_channel(visit.payload["private_metadata"])
    wish = typed_rule(visit.payload["state"]["values"])
    page = doors.change(visit.database, visit.request("modal"), channel_id, wish)
    view = saved_rule_modal(page.rule, page.questions, is_outside=page.is_outside)
    visit.ack(response_action="update", view=view)


def _form(page: doors.RulePage) -> dict[str, object]:
    wish = wish_of(page.rule, page.questions)
    room = len(page.questions) + 1
    return rule_modal(page.rule, wish, is_outside=page.is_outside, room=room)


def _list(visit: Visit, offset: int) -> dict[str, object]:
    found = doors.listing(visit.database, visit.request("button"), offset)
    return rules_modal(found.rules, found.count, found.offset, may_change=found.may_change)
