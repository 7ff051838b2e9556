"""Feedback as people see it: the answer to saving, one line in a list, a note of refusal."""

from domain.feedback.model import Feedback, FeedbackState
from domain.feedback.privacy import EVERYBODY, shown
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section
from views.blockkit.message import Block, Message
from views.blockkit.text import channel_link, escape, link, mention, mrkdwn, quote, slack_date
from views.feedback.attachments import attached_blocks

_SHOWN_CHARS = 600
_LINE_CHARS = 160

_REFUSALS = {
    "forgotten": (
        "Who wrote that message asked to be forgotten, so their messages are not saved. They can "
        "save what they say themselves."
    ),
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


def captured_message(feedback: Feedback, *, is_new: bool, viewer: str, asks: int = 0) -> Message:
    """The private answer to ``viewer`` about saved feedback: what it is, and what comes next.

    ``is_new`` is False when somebody had saved the message before; ``asks`` is how many questions
    of its channel nobody was asked.
    """
    return Message(
        text=f"{_headline(feedback, is_new)}: {told(feedback, 300)}",
        blocks=tuple(captured_blocks(feedback, is_new=is_new, viewer=viewer, asks=asks)),
    )


def captured_blocks(feedback: Feedback, *, is_new: bool, viewer: str, asks: int = 0) -> list[Block]:
    """The same as blocks, for a modal too."""
    blocks = [
        section(f"{_headline(feedback, is_new)}\n{words(feedback, _SHOWN_CHARS)}"),
        *(context(line) for line in _lines_below(feedback) if line),
        *attached_blocks(feedback),
        context(_next_line(feedback, asks)),
    ]
    buttons = _buttons(feedback, viewer)
    return [*blocks, actions(buttons)] if buttons else blocks


def _lines_below(feedback: Feedback) -> tuple[str, ...]:
    return _facts_line(feedback), _cut_line(feedback), _source_line(feedback)


def feedback_line(feedback: Feedback, *, to_everyone: bool) -> str:
    """One line of mrkdwn for a list, such as *F-12* The export times out · Acme · Blocker.

    With ``to_everyone`` the words of a private channel are withheld.
    """
    one = shown(feedback, EVERYBODY) if to_everyone else feedback
    said = told(one, _LINE_CHARS)
    return " · ".join([f"*{feedback.reference}*  {said}", *_labels(feedback)])


def told(feedback: Feedback, limit: int) -> str:
    """What was said in one line of at most ``limit`` characters, or in italics why it is not here.

    Nothing in it is a quotation that the reader should not have, as privacy.shown came before.
    """
    words = mrkdwn(_flat(feedback.text), limit - 2)
    return f"_{words}_" if feedback.is_withheld or feedback.gone is not None else words


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


def words(feedback: Feedback, limit: int) -> str:
    """What was said as a quotation, or in italics why it is not here."""
    if feedback.is_withheld or feedback.gone is not None:
        return told(feedback, limit)
    return quote(feedback.text, limit)


def _source_line(feedback: Feedback) -> str:
    """What the message says now, where a person had written it down in other words."""
    if feedback.source_words is None:
        return ""
    return f"The message was edited since. It says now: {mrkdwn(_flat(feedback.source_words), 300)}"


def _headline(feedback: Feedback, is_new: bool) -> str:
    if feedback.state is FeedbackState.WITHDRAWN:
        return f":leftwards_arrow_with_hook: *{feedback.reference} is taken back*"
    if is_new:
        return f":inbox_tray: *Saved as {feedback.reference}*"
    saver, day = mention(feedback.saved_by), slack_date(feedback.created_at)
    if feedback.origin is not None:
        saver = f"{mrkdwn(_flat(feedback.origin.through), 60)} ({saver})"
    return f":inbox_tray: *Already saved as {feedback.reference}* by {saver}, {day}"


def where_said(feedback: Feedback) -> list[str]:
    """Where it was said, as mrkdwn: a link to the message, or what the API told of it."""
    source, origin = feedback.source, feedback.origin
    if source is not None and source.permalink:
        return [link(source.permalink, "Open the message")]
    if origin is None:
        return []
    through = f"sent by {mrkdwn(_flat(origin.through), 60)}"
    return [*([link(origin.url, "Open the source")] if origin.url else []), through]


def _facts_line(feedback: Feedback) -> str:
    said = who_said(feedback)
    email = feedback.origin.said_by_email if feedback.origin else None
    if said and email and email != feedback.said_by_name:
        said = f"{said} ({mrkdwn(email, 254)})"
    facts = [*([f"Said by {said}"] if said else []), *_labels(feedback)]
    return " · ".join([*facts, *where_said(feedback)])


def _cut_line(feedback: Feedback) -> str:
    if feedback.is_withheld or feedback.gone is not None:
        return ""
    whole = quote(feedback.text, 8 * len(feedback.text) + 16)
    if whole == quote(feedback.text, _SHOWN_CHARS):
        return ""
    return f"You see the beginning. All {len(feedback.text):,} characters are kept."


def _next_line(feedback: Feedback, asks: int) -> str:
    if feedback.state is FeedbackState.WITHDRAWN:
        return "It counts nowhere any more. The words are still here, should you want them back."
    if feedback.idea_numbers:
        ideas = ", ".join(f"*I-{number}*" for number in feedback.idea_numbers)
        return f"It is evidence for {ideas}."
    if feedback.state is FeedbackState.DISMISSED:
        return "It was looked at and put aside."
    if asks and not feedback.is_withheld:
        questions = "a question" if asks == 1 else f"{asks} questions"
        return f"This channel has {questions} about it: *Add details* shows them."
    return "Next: make it an idea, or add it to one as evidence."


def _buttons(feedback: Feedback, viewer: str) -> list[Block]:
    if feedback.state is FeedbackState.WITHDRAWN:
        return []
    number = str(feedback.number)
    buttons = [button("Add details", ids.FEEDBACK_DETAILS, number)]
    if feedback.is_withheld:
        buttons.clear()
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
