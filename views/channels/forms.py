"""The rules of channels: the form, the same to read, and the list of channels that have some."""

import json
from collections.abc import Sequence
from typing import Any

from domain.channels import (
    MOST_QUESTIONS,
    CaptureMethod,
    ChannelRule,
    Confirm,
    Question,
    RuleForm,
    TypedQuestion,
)
from domain.core.importance import Importance
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
)
from views.blockkit.form_state import FormState
from views.blockkit.labels import area_select, customer_select, importance_select
from views.blockkit.message import Block, Message
from views.blockkit.metadata import facts_of
from views.blockkit.text import channel_link, mrkdwn
from views.channels.custom_questions import question_editor

_TITLE = "Rules of a channel"

_DOORS = {
    CaptureMethod.EMOJI: ("An emoji", "React to a message and it is saved"),
    CaptureMethod.MENTION: ("A mention", "@Linchpin save this keeps a whole thread"),
    CaptureMethod.SHORTCUT: ("The message menu", "Save as feedback, with the form"),
    CaptureMethod.COMMAND: ("The command", "/feedback and what was said"),
    CaptureMethod.INTAKE: (
        "Everything that people write",
        "Each message becomes feedback, each reply a note. Bots are ignored",
    ),
}
_CONFIRM = {
    Confirm.PRIVATE: ("To the person alone", "A note that only they see"),
    Confirm.THREAD: ("In the thread", "A reply that everybody there sees"),
    Confirm.NONE: ("Nowhere", "Just a check mark on the message"),
}
_PROBLEMS = {
    "several": "This channel is shared with several organisations. Choose the customer yourself.",
    "missing_scope": (
        "This channel is shared with another organisation, but I may not ask for its name. "
        "Choose the customer yourself, or ask a workspace admin to reinstall Linchpin with its "
        "current permissions."
    ),
}
_UNKNOWN_PROBLEM = (
    "This channel is shared with another organisation whose name Slack does not tell me. "
    "Choose the customer yourself."
)


def rule_modal(rule: ChannelRule, wish: RuleForm, *, is_outside: bool, room: int) -> dict[str, Any]:
    """The form of a channel's rule, filled in; ``room`` is for how many questions it has fields."""
    blocks = [
        section(f"What happens with feedback in {channel_link(rule.channel_id)}"),
        *(context(one) for one in notices(rule, is_outside=is_outside)),
        input_block("doors", "How feedback comes in here", _door_boxes(wish)),
        input_block(
            "customer",
            "Customer, when nobody says another",
            customer_select(wish.customer),
            hint=_customer_hint(rule),
            optional=True,
        ),
        input_block("area", "Product area", area_select(wish.area), optional=True),
        input_block("importance", "Importance", importance_select(wish.importance), optional=True),
        input_block("confirm", "Where it is confirmed", _confirm_buttons(wish)),
        *question_editor(wish.questions, room),
    ]
    return modal(
        _TITLE,
        blocks,
        callback_id=ids.RULE_FORM,
        submit="Save",
        close="Cancel",
        metadata=json.dumps({"v": 1, "channel": rule.channel_id}),
    )


def rule_channel(metadata: str | None) -> str:
    """The channel that a form is about."""
    return str(facts_of(metadata).get("channel") or "")


def wish_of(rule: ChannelRule, questions: Sequence[Question]) -> RuleForm:
    """A rule as the form is filled in with it."""
    typed = [TypedQuestion(one.text, "\n".join(one.choices), one.is_required) for one in questions]
    return RuleForm(
        rule.doors, rule.customer, rule.area, rule.importance, rule.confirm, tuple(typed)
    )


def typed_rule(form: FormState) -> RuleForm:
    """Return what was filled in."""
    importance = form.option("importance", ids.FEEDBACK_IMPORTANCE)
    questions = [
        TypedQuestion(
            form.text(f"question_{place}", ids.RULE_QUESTION),
            form.text(f"choices_{place}", ids.RULE_CHOICES),
            form.is_ticked(f"required_{place}", ids.RULE_REQUIRED),
        )
        for place in range(1, MOST_QUESTIONS + 1)
    ]
    return RuleForm(
        doors=frozenset(CaptureMethod(one) for one in form.options("doors", ids.RULE_DOORS)),
        customer=form.option("customer", ids.CUSTOMER_SELECT),
        area=form.option("area", ids.AREA_SELECT),
        importance=Importance(importance) if importance else None,
        confirm=Confirm(form.option("confirm", ids.RULE_CONFIRM) or Confirm.PRIVATE.value),
        questions=tuple(questions),
    )


def saved_rule_modal(
    rule: ChannelRule, questions: Sequence[Question], *, is_outside: bool
) -> dict[str, Any]:
    """What is set now, in place of the form."""
    blocks = [
        section(f":white_check_mark: *Saved for {channel_link(rule.channel_id)}*"),
        *_facts(rule, questions, is_outside=is_outside),
    ]
    return modal(_TITLE, blocks, close="Done")


def rule_message(rule: ChannelRule, questions: Sequence[Question], *, is_outside: bool) -> Message:
    """A channel's rule for somebody who may only read it."""
    blocks = [
        section(f"*What happens with feedback in {channel_link(rule.channel_id)}*"),
        *_facts(rule, questions, is_outside=is_outside),
        context("Managers change this with `/linchpin channel`."),
    ]
    return Message(text="What happens with feedback in this channel", blocks=tuple(blocks))


def rules_modal(
    rules: Sequence[ChannelRule], count: int, offset: int, *, may_change: bool
) -> dict[str, Any]:
    """The channels that have rules, each with a button to change them."""
    blocks: list[Block] = []
    for rule in rules:
        edit = button("Edit", ids.RULE_EDIT, rule.channel_id) if may_change else None
        blocks.append(section(f"{channel_link(rule.channel_id)}\n{_line(rule)}", edit))
    last = offset + len(rules)
    if last < count:
        blocks.append(context(f"Channels {offset + 1} to {last} of {count:,}, newest first."))
        blocks.append(actions([button("More channels", ids.RULES_PAGE, str(last))]))
    if not blocks:
        blocks = [
            section(
                "No channel has rules of its own yet. So each way in is open everywhere, except "
                "that nothing is taken in by itself."
            )
        ]
    if may_change:
        blocks.append(section("Set the rules of a channel", channel_select(ids.RULE_PICK)))
    blocks.append(context("In a channel, `/linchpin channel` shows its rules."))
    return modal("Channel rules", blocks)


def notices(rule: ChannelRule, *, is_outside: bool) -> list[str]:
    """What stands in the way, and with whom the channel is shared."""
    found: list[str] = []
    if is_outside and rule.is_open(CaptureMethod.INTAKE):
        found.append(
            ":warning: I am not in this channel, so I hear nothing there. Type "
            "`/invite @Linchpin` in it."
        )
    if rule.connected_name:
        name = mrkdwn(rule.connected_name, 100)
        found.append(f"Shared with *{name}* by Slack Connect: what is said here is theirs.")
    elif rule.connected_problem:
        found.append(_PROBLEMS.get(rule.connected_problem, _UNKNOWN_PROBLEM))
    return found


def _customer_hint(rule: ChannelRule) -> str | None:
    return "Empty means the organisation it is shared with." if rule.connected_name else None


def _door_boxes(wish: RuleForm) -> Block:
    options = {door: _option(door.value, *_DOORS[door]) for door in CaptureMethod}
    block: Block = {
        "type": "checkboxes",
        "action_id": ids.RULE_DOORS,
        "options": list(options.values()),
    }
    chosen = [options[door] for door in CaptureMethod if door in wish.doors]
    return {**block, "initial_options": chosen} if chosen else block


def _confirm_buttons(wish: RuleForm) -> Block:
    options = {one: _option(one.value, *_CONFIRM[one]) for one in Confirm}
    return {
        "type": "radio_buttons",
        "action_id": ids.RULE_CONFIRM,
        "options": list(options.values()),
        "initial_option": options[wish.confirm],
    }


def _facts(rule: ChannelRule, questions: Sequence[Question], *, is_outside: bool) -> list[Block]:
    lines = [f"*Ways in*  {_ways(rule)}", f"*Confirmed*  {_CONFIRM[rule.confirm][0].lower()}"]
    labels = _labels(rule)
    if labels:
        lines.append(f"*Filed under*  {labels}")
    if questions:
        asked = "\n".join(
            f"• {mrkdwn(one.text, 200)}{' (needed)' if one.is_required else ''}"
            for one in questions
        )
        lines.append(f"*Own questions*\n{asked}")
    return [
        section("\n".join(lines)),
        *(context(one) for one in notices(rule, is_outside=is_outside)),
    ]


def _line(rule: ChannelRule) -> str:
    ways = _ways(rule)
    facts = [ways[:1].upper() + ways[1:], f"confirmed {_CONFIRM[rule.confirm][0].lower()}"]
    labels = _labels(rule)
    return " · ".join([*facts, labels] if labels else facts)


def _ways(rule: ChannelRule) -> str:
    return ", ".join(_DOORS[one][0].lower() for one in CaptureMethod if rule.is_open(one)) or "none"


def _labels(rule: ChannelRule) -> str:
    customer = rule.customer or rule.connected_name
    names = [mrkdwn(one, 100) for one in (customer, rule.area) if one]
    return " · ".join([*names, *([rule.importance.label] if rule.importance else [])])


def _option(value: str, text: str, description: str = "") -> Block:
    block: Block = {"text": plain_object(text), "value": value}
    return {**block, "description": plain_object(description)} if description else block
