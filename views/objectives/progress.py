"""Progress of objectives as messages: the question, the thanks, and the history in a picture."""

from domain.dates.periods import format_day, format_period
from domain.objectives.model import Confidence, Objective
from domain.objectives.pages import Ask, Course
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section
from views.blockkit.message import Message
from views.blockkit.text import mrkdwn
from views.objectives.lines import bar, confidence_words, measure_words

_TITLE_CHARS = 200
_STYLES = {Confidence.ON_TRACK: "primary", Confidence.OFF_TRACK: "danger"}


def ask_message(ask: Ask) -> Message:
    """The direct message that asks an owner how an objective goes: a tap on how sure they are
    opens the form with the value; after the period it asks how it ended."""
    objective, number = ask.objective, str(ask.objective.number)
    title = f"*{objective.reference}*  {mrkdwn(objective.title, _TITLE_CHARS)}"
    standing = f"{bar(objective.progress)}  {measure_words(objective.measure)}"
    if ask.is_over:
        text = f"The period of {objective.reference} ended on {format_day(objective.ends_on)}."
        head = f":checkered_flag: {text} How did it end?\n{title}\n{standing}"
        buttons = [
            button("Close it…", ids.OBJECTIVE_CLOSE, number, "primary"),
            button("Update progress", ids.OBJECTIVE_REPORT, number),
            button("Move the end…", ids.OBJECTIVE_EDIT, number),
        ]
        return Message(text, (section(head), actions(buttons)))
    text = f"How is {objective.reference} going?"
    head = f":dart: *{text}*\n{title}\n{standing}"
    buttons = [
        button(one.label, f"{ids.OBJECTIVE_REPORT}:{one.value}", number, _STYLES.get(one))
        for one in Confidence
    ]
    buttons.append(button("Open", ids.OBJECTIVE_OPEN, number))
    note = f"{format_period(objective.starts_on, objective.ends_on)} · Two taps: how sure, how much"
    return Message(text, (section(head), actions(buttons), context(note)))


def kept_message(objective: Objective) -> Message:
    """What stands in place of the question once it is answered."""
    said = [bar(objective.progress), measure_words(objective.measure)]
    if objective.confidence is not None:
        said.append(confidence_words(objective.confidence))
    text = f"Thank you. {objective.reference} is up to date."
    title = f"*{objective.reference}*  {mrkdwn(objective.title, _TITLE_CHARS)}"
    open_it = button("Open", ids.OBJECTIVE_OPEN, str(objective.number))
    blocks = (section(f":white_check_mark: {text}\n{title}\n{'  '.join(said)}", open_it),)
    return Message(text, blocks)


def closed_message(objective: Objective) -> Message:
    """What stands in place of the question once the objective is closed."""
    text = f"{objective.reference} is closed: {objective.state.label.lower()}."
    title = f"*{objective.reference}*  {mrkdwn(objective.title, _TITLE_CHARS)}"
    open_it = button("Open", ids.OBJECTIVE_OPEN, str(objective.number))
    return Message(text, (section(f":white_check_mark: {text}\n{title}", open_it),))


def course_message(course: Course, posted_by: str) -> Message:
    """The message that the picture of an objective's history stands in."""
    objective = course.objective
    title = f"*{objective.reference}*  {mrkdwn(objective.title, _TITLE_CHARS)}"
    said = [bar(objective.progress), measure_words(objective.measure)]
    if objective.confidence is not None:
        said.append(confidence_words(objective.confidence))
    who = f"Posted by {mrkdwn(posted_by, 25)} with" if posted_by else "Sent with"
    return Message(
        text=f"{objective.reference}: {objective.progress:.0%} of the way",
        blocks=(
            section(f"{title}\n{'  '.join(said)}"),
            context(f"{who} `/linchpin {objective.reference}`"),
        ),
    )
