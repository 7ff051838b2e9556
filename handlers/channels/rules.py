"""/linchpin channel and /linchpin channels: what each channel does with feedback."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from handlers.slack import modals
from handlers.slack.command_words import wordless
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.channels import rules as channel_rules
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


def register(router: Router) -> None:
    """Listen to the commands, the form of a channel's rule and the list of channels with one."""
    router.subcommand("/linchpin", "channel", wordless(command_channel))
    router.subcommand("/linchpin", "channels", wordless(open_list))
    router.action(ids.RULES_OPEN, open_list, permission=Permission.RECORD)
    router.action(ids.RULES_PAGE, turn_list, permission=Permission.RECORD)
    router.action(ids.RULE_EDIT, edit, permission=Permission.RECORD)
    router.action(ids.RULE_PICK, edit, permission=Permission.RECORD)
    router.action(ids.RULE_MORE, one_more_question, permission=Permission.RECORD)
    router.view(ids.RULE_FORM, submit, permission=Permission.RECORD)


def command_channel(interaction: Interaction) -> None:
    """Open the rule of the channel where it is typed; who may not change it reads it."""
    channel_id = interaction.channel_id or ""
    if not channel_id.startswith(("C", "G")) or interaction.channel_name == "directmessage":
        raise InvalidInput("Type this in the channel whose rules you mean.")
    page = channel_rules.page(interaction.database, interaction.request("command"), channel_id)
    if not page.may_change:
        message = rule_message(page.rule, page.questions, is_outside=page.is_outside)
        interaction.ack(text=message.text, blocks=list(message.blocks))
        return
    modals.show(interaction, _form(page))


def open_list(interaction: Interaction) -> None:
    """Show the channels that have rules: as a modal, or upon the one that is open."""
    modals.push(interaction, _list(interaction, 0))


def turn_list(interaction: Interaction) -> None:
    """Show the next channels in place of those before."""
    modals.replace(interaction, _list(interaction, int(interaction.payload["value"])))


def edit(interaction: Interaction) -> None:
    """Open a channel's rule from the list, or that of a channel that was chosen there."""
    channel_id = interaction.payload.get("selected_conversation") or interaction.payload["value"]
    page = channel_rules.page(interaction.database, interaction.request("button"), str(channel_id))
    modals.push(interaction, _form(page))


def one_more_question(interaction: Interaction) -> None:
    """Make room for another question; what was filled in stays."""
    view = interaction.body["view"]
    request = interaction.request("button")
    page = channel_rules.page(interaction.database, request, rule_channel(view["private_metadata"]))
    wish = typed_rule(interaction.form)
    room = int(interaction.payload["value"])
    interaction.ack()
    modals.renew(interaction, rule_modal(page.rule, wish, is_outside=page.is_outside, room=room))


def submit(interaction: Interaction) -> None:
    """Save a channel's rule and show what is set now."""
    channel_id = rule_channel(interaction.payload["private_metadata"])
    wish = typed_rule(interaction.form.require("doors", "confirm"))
    page = channel_rules.change(
        interaction.database, interaction.request("modal"), channel_id, wish
    )
    view = saved_rule_modal(page.rule, page.questions, is_outside=page.is_outside)
    interaction.ack(response_action="update", view=view)


def _form(page: channel_rules.RulePage) -> dict[str, object]:
    wish = wish_of(page.rule, page.questions)
    room = len(page.questions) + 1
    return rule_modal(page.rule, wish, is_outside=page.is_outside, room=room)


def _list(interaction: Interaction, offset: int) -> dict[str, object]:
    found = channel_rules.listing(interaction.database, interaction.request("button"), offset)
    return rules_modal(found.rules, found.count, found.offset, may_change=found.may_change)
