"""What triage says: questions and answers, what was given or put aside, what is new, whose turn."""

from collections.abc import Sequence
from typing import Any

from domain.feedback.model import Feedback
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, escape, mention, mrkdwn, quote
from views.feedback.messages import told, words

_SAID_CHARS = 600
_LINE_CHARS = 200


def question_message(data: dict[str, Any], said: Feedback | None) -> Message:
    """A question about feedback, for who said or saved it: directly, or in its thread."""
    by, reference = mention(data["by"]), f"F-{data['number']}"
    asked = quote(data["question"], 2_500)
    if data["in_thread"]:
        head = f":question: {mention(data['of'])}, {by} asks about this ({reference}):\n{asked}"
        more = "Answer here in the thread, and it is kept with the feedback."
        return Message(text=f"A question about {reference}", blocks=(section(head), context(more)))
    about = f"\nYou said or saved: {told(said, _LINE_CHARS)}" if said is not None else ""
    head = f":question: *{by} asks about {reference}*{about}\n{asked}"
    more = (
        "Answer in the thread of this message, or simply write it here. It is kept with the "
        "feedback, where your team reads it."
    )
    return Message(text=f"A question about {reference}", blocks=(section(head), context(more)))


def answered_message(data: dict[str, Any]) -> Message:
    """The answer to a question, for who asked it."""
    reference = f"F-{data['number']}"
    text = f"{reference} is answered"
    asked = mrkdwn(" ".join(data["question"].split()), 300)
    head = (
        f":speech_balloon: *{mention(data['of'])} answered about {reference}*\nYou asked: {asked}"
    )
    answer = quote(data["answer"], 2_000) if data["answer"] else "They sent a file."
    blocks: list[Block] = [section(f"{head}\n{answer}")]
    if data["is_open"]:
        open_it = button("Sort it now", ids.TRIAGE_OPEN, str(data["number"]), "primary")
        blocks.append(actions([open_it]))
    else:
        blocks.append(context("It was sorted meanwhile. The answer is kept as a note."))
    return Message(text=text, blocks=tuple(blocks))


def assigned_message(data: dict[str, Any], said: Feedback) -> Message:
    """What a person was given to sort."""
    count, by = data["count"], mention(data["by"])
    what = said.reference if count == 1 else counted(count, "piece", "pieces") + " of feedback"
    head = f":inbox_tray: *{by} asks you to sort {what}*\n{words(said, _SAID_CHARS)}"
    if count > 1:
        head += f"\nand {count - 1:,} more"
    open_it = button("Open", ids.TRIAGE_OPEN, str(said.number), "primary")
    text = f"You are asked to sort {what}"
    return Message(text=text, blocks=(section(head), actions([open_it])))


def dismissed_message(data: dict[str, Any], said: Feedback) -> Message:
    """Why feedback is put aside, for who said or saved it."""
    head = (
        f":information_source: *{said.reference} is not taken further for now*\n"
        f"{words(said, _SAID_CHARS)}"
    )
    why = f"{mention(data['by'])} says why: {mrkdwn(data['reason'], 500)}"
    thanks = "Thank you for passing it on. It is kept, and found again when others say the same."
    text = f"{said.reference} is not taken further for now"
    return Message(text=text, blocks=(section(f"{head}\n{why}"), context(thanks)))


def news_message(lines: Sequence[Feedback], more: int) -> Message:
    """New feedback for the triage channel: a line for each, and the way to sort it."""
    count = len(lines) + more
    text = counted(count, "new piece", "new pieces") + " of feedback to sort"
    blocks = [section(f":inbox_tray: *{text}*")]
    for one in lines:
        labels = [mrkdwn(name, 60) for name in (one.customer, one.area) if name]
        if one.importance is not None:
            labels.append(escape(one.importance.label))
        line = " · ".join([f"*{one.reference}*  {told(one, _LINE_CHARS)}", *labels])
        blocks.append(section(line, button("Open", ids.TRIAGE_OPEN, str(one.number))))
    if more:
        rest = f"and {more:,} more"
        blocks.append(section(rest, button("Open the inbox", ids.TRIAGE_INBOX, "news")))
    return Message(text=text, blocks=tuple(blocks))


def turn_message(data: dict[str, Any]) -> Message:
    """That it is somebody's turn to sort, and how much waits."""
    by = f", {mention(data['by'])} passed it to you" if data["by"] else ""
    head = f":inbox_tray: *You sort feedback this week{by}*"
    if not data["waiting"]:
        waits = "Nothing waits at the moment. I keep it ready in the inbox."
    else:
        pieces = counted(data["waiting"], "piece", "pieces")
        verb = "waits" if data["waiting"] == 1 else "wait"
        waits = f"{pieces} of feedback {verb}"
        if data["oldest"]:
            days = counted(data["oldest_days"], "day")
            waits += f", the oldest (F-{data['oldest']}) for {days}"
        waits += f". {data['late']:,} longer than {data['limit']}." if data["late"] else "."
    buttons = [
        button("Open the inbox", ids.TRIAGE_INBOX, "turn", "primary"),
        button("Swap this week", ids.ROTA_OPEN, "turn"),
    ]
    text = "You sort feedback this week"
    return Message(text=text, blocks=(section(f"{head}\n{waits}"), actions(buttons)))


def which_message() -> Message:
    """That several questions are open, so an answer has to say which it is for."""
    return Message(
        text=(
            ":thinking_face: I asked you more than one thing. Please answer in the thread of the "
            "question that you mean, so that I can pass it on."
        )
    )
