"""The first message: four steps, each with a button for what most teams choose."""

from domain.welcome import Welcome
from views.blockkit import ids
from views.blockkit.blocks import actions, button, channel_select, context, section
from views.blockkit.message import Block, Message

_STEPS = 4
_MOST_NAMED = 20


def welcome_message(welcome: Welcome) -> Message:
    """The message as things are now: a step that is done says what was chosen."""
    if welcome.steps_done == _STEPS:
        return _finished(welcome)
    text = "Linchpin is installed. Four clicks set it up."
    head = f":wave: *{text}* {welcome.steps_done} of {_STEPS} done."
    blocks = [
        section(head),
        *_channel_step(welcome),
        *_emoji_step(welcome),
        *_digest_step(welcome),
        *_managers_step(welcome),
        context("You can change all of this later with `/linchpin settings` and `/digest`."),
    ]
    return Message(text, tuple(blocks))


def _finished(welcome: Welcome) -> Message:
    text = "Linchpin is set up."
    lines = "\n".join(
        (
            f":tada: *{text}*",
            *(_channel_line(welcome), _emoji_line(welcome)),
            *(_digest_line(welcome), _managers_line(welcome)),
        )
    )
    tries = (
        "*Try it now*\n"
        f"1. In a channel with me, react :{welcome.capture_emoji}: to a message: it's saved as "
        "feedback.\n"
        f"2. In <#{welcome.ideas_channel_id}>, type `/idea Export to CSV`: its card collects "
        "votes.\n"
        "3. Type `/roadmap`. Everything else: `/linchpin help`"
    )
    change = button("Settings", ids.SETTINGS_OPEN, "0")
    return Message(text, (section(lines), section(tries), actions([change])))


def _channel_step(welcome: Welcome) -> list[Block]:
    if welcome.ideas_channel_id is not None:
        return [section(_channel_line(welcome))]
    about = "*1. Ideas channel*: where new ideas are posted and voted on."
    other = channel_select(ids.WELCOME_CHANNEL_SELECT, None, "Another channel")
    proposed = welcome.proposed_channel_id
    if proposed is None:
        invite = "I'm not in a channel yet. Type `/invite @Linchpin` in the channel for ideas."
        look = button("I've invited it", ids.WELCOME_LOOK, "0", "primary")
        return [section(f"{about}\n{invite}"), actions([look, other])]
    return [
        section(f"{about} How about <#{proposed}>?"),
        actions([button("Use this channel", ids.WELCOME_CHANNEL, proposed, "primary"), other]),
    ]


def _emoji_step(welcome: Welcome) -> list[Block]:
    if welcome.is_emoji_settled:
        return [section(_emoji_line(welcome))]
    emoji = f":{welcome.capture_emoji}:"
    return [
        section(f"*2. Save with an emoji*: react {emoji} to a message to keep it as feedback."),
        actions(
            [
                button(f"Use {emoji}", ids.WELCOME_EMOJI, "0", "primary"),
                button("Another emoji", f"{ids.SETTINGS_OPEN}:emoji", "0"),
            ]
        ),
    ]


def _digest_step(welcome: Welcome) -> list[Block]:
    if welcome.digest is not None:
        return [section(_digest_line(welcome))]
    about = "*3. First digest*: what changed, posted in the ideas channel."
    when = f"Proposed: {welcome.proposed_digest}."
    start = button("Use this time", ids.WELCOME_DIGEST, "0", "primary")
    return [section(f"{about}\n{when}"), actions([start])]


def _managers_step(welcome: Welcome) -> list[Block]:
    if welcome.are_managers_settled:
        return [section(_managers_line(welcome))]
    return [
        section("*4. Managers*: they move ideas, sort feedback and change settings."),
        actions(
            [
                button("Workspace admins", f"{ids.WELCOME_MANAGERS}:admins", "admins", "primary"),
                button("Only me", f"{ids.WELCOME_MANAGERS}:me", "me"),
                button("Choose people", f"{ids.SETTINGS_OPEN}:people", "0"),
            ]
        ),
    ]


def _channel_line(welcome: Welcome) -> str:
    return f":white_check_mark: *Ideas channel*: <#{welcome.ideas_channel_id}>"


def _emoji_line(welcome: Welcome) -> str:
    return f":white_check_mark: *Saves messages*: :{welcome.capture_emoji}:"


def _digest_line(welcome: Welcome) -> str:
    return f":white_check_mark: *Digest*: {welcome.digest}"


def _managers_line(welcome: Welcome) -> str:
    names = " ".join(f"<@{user_id}>" for user_id in welcome.managers[:_MOST_NAMED])
    return f":white_check_mark: *Managers*: {names or 'workspace admins'}"
