"""Feedback as people see it: the answer to saving, one line in a list, a note of refusal."""

from domain.feedback import Feedback, FeedbackState
from views import ids
from views.blocks import actions, button, context, section
from views.message import Block, Message
from views.text import channel_link, escape, link, mention, mrkdwn, quote, slack_date

_SHOWN_CHARS = 600
_LINE_CHARS = 160

_REFUSALS = {
    "gone": "That message was deleted before I could read it, so there was nothing to save.",
    "outside": (
        "I could not read the message in {channel}, because I am not in that channel. Type "
        "`/invite @Linchpin` there and react again, or use *Save as feedback* in the ⋯ menu."
    ),
    "no_text": (
        "There is no text in that message, so there was nothing to save. Write down what it "
        "shows with `/feedback`."
    ),
    "own": "That is one of my own messages. React to what a person wrote, and I will save it.",
    "no_permission": (
        "I am not allowed to read messages in {channel}. Ask a workspace admin to reinstall "
        "Linchpin with its current permissions. *Save as feedback* in the ⋯ menu works meanwhile."
    ),
    "unreadable": (
        "Slack did not let me read the message in {channel}, so nothing was saved. Please use "
        "*Save as feedback* in the ⋯ menu of the message."
    ),
}


def captured_message(feedback: Feedback, *, is_new: bool, viewer: str) -> Message:
    """The private answer to ``viewer`` about saved feedback: what it is, and what comes next.

    ``is_new`` is False when somebody had saved the message before.
    """
    return Message(
        text=f"{_headline(feedback, is_new)}: {mrkdwn(feedback.text, 300)}",
        blocks=tuple(captured_blocks(feedback, is_new=is_new, viewer=viewer)),
    )


def captured_blocks(feedback: Feedback, *, is_new: bool, viewer: str) -> list[Block]:
    """The same as blocks, for a modal too."""
    blocks = [
        section(f"{_headline(feedback, is_new)}\n{quote(feedback.text, _SHOWN_CHARS)}"),
        *(context(line) for line in (_facts_line(feedback), _cut_line(feedback)) if line),
        context(_next_line(feedback)),
    ]
    buttons = _buttons(feedback, viewer)
    return [*blocks, actions(buttons)] if buttons else blocks


def feedback_line(feedback: Feedback, *, to_everyone: bool) -> str:
    """One line of mrkdwn for a list, such as *F-12* The export times out · Acme · Blocker.

    With ``to_everyone`` the words of a private channel are withheld.
    """
    is_withheld = to_everyone and feedback.source is not None and feedback.source.is_private
    said = (
        "_said in a private channel_" if is_withheld else mrkdwn(_flat(feedback.text), _LINE_CHARS)
    )
    return " · ".join([f"*{feedback.reference}*  {said}", *_labels(feedback)])


def usage_message() -> Message:
    """How to save feedback."""
    return Message(
        text=(
            "*Save what people say*\n"
            "`/feedback the export times out`  saves it at once\n"
            "`/feedback`  opens the form, with customer, area and importance\n"
            "`/feedback F-12`  shows what became of it\n"
            "*Save as feedback*  in the ⋯ menu of any message"
        )
    )


def refused_message(refusal: str, channel_id: str) -> Message:
    """Why a message could not be saved, and what the person can do."""
    return Message(text=_REFUSALS[refusal].format(channel=channel_link(channel_id)))


def who_said(feedback: Feedback) -> str | None:
    """Who said it, as mrkdwn for a private place, where a mention notifies nobody."""
    name = mrkdwn(_flat(feedback.said_by_name), 150) if feedback.said_by_name else None
    if feedback.said_by is None:
        return name
    person = mention(feedback.said_by)
    return f"{name} (via {person})" if name else person


def _headline(feedback: Feedback, is_new: bool) -> str:
    if feedback.state is FeedbackState.WITHDRAWN:
        return f":leftwards_arrow_with_hook: *{feedback.reference} is taken back*"
    if is_new:
        return f":inbox_tray: *Saved as {feedback.reference}*"
    saver, day = mention(feedback.saved_by), slack_date(feedback.created_at)
    return f":inbox_tray: *Already saved as {feedback.reference}* by {saver}, {day}"


def _facts_line(feedback: Feedback) -> str:
    said = who_said(feedback)
    source = feedback.source
    facts = [*([f"Said by {said}"] if said else []), *_labels(feedback)]
    if source is not None and source.permalink:
        facts.append(link(source.permalink, "Open the message"))
    return " · ".join(facts)


def _cut_line(feedback: Feedback) -> str:
    whole = quote(feedback.text, 8 * len(feedback.text) + 16)
    if whole == quote(feedback.text, _SHOWN_CHARS):
        return ""
    return f"You see the beginning. All {len(feedback.text):,} characters are kept."


def _next_line(feedback: Feedback) -> str:
    if feedback.state is FeedbackState.WITHDRAWN:
        return "It counts nowhere any more. The words are still here, should you want them back."
    if feedback.idea_numbers:
        ideas = ", ".join(f"*I-{number}*" for number in feedback.idea_numbers)
        return f"It is evidence for {ideas}."
    if feedback.state is FeedbackState.DISMISSED:
        return "It was looked at and put aside."
    return "Next: make it an idea, or add it to one as evidence."


def _buttons(feedback: Feedback, viewer: str) -> list[Block]:
    if feedback.state is FeedbackState.WITHDRAWN:
        return []
    number = str(feedback.number)
    buttons = [button("Add details", ids.FEEDBACK_DETAILS, number)]
    if feedback.state is FeedbackState.NEW:
        buttons.append(button("Make it an idea", ids.IDEA_FROM_FEEDBACK, number))
        buttons.append(button("Add to an idea", ids.EVIDENCE_FOR_FEEDBACK, number))
        if feedback.saved_by == viewer:
            buttons.append(button("Undo", ids.FEEDBACK_UNDO, number))
    return buttons


def _labels(feedback: Feedback) -> list[str]:
    importance = feedback.importance.label if feedback.importance else None
    names = [mrkdwn(name, 150) for name in (feedback.customer, feedback.area) if name]
    return [*names, *([escape(importance)] if importance else [])]


def _flat(text: str) -> str:
    return " ".join(text.split())
