"""What is said of rounds: who is asked, who is reminded, and what a blind round found."""

from domain.rounds.model import Asking, OwnerNote, Round
from domain.rounds.results import Found, Result, Talk, Term, Voice
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section, sections
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, escape, mrkdwn, quote
from views.rounds.parts import TITLE_CHARS, heading, idea_lines, named, until

_NAME_CHARS = 60
_MOST_CHARS = 7000
"""Leaves room for the head and the talk within the 10,000 characters of a message."""


def asked_message(asking: Asking) -> Message:
    """The request to score, or the ballot itself."""
    found = asking.round
    who = mrkdwn(asking.asked_by, _NAME_CHARS)
    if found.is_ballot:
        head = f":ballot_box_with_ballot: {heading(found)}"
        what = (
            f"{who} asks for your vote: you have *{counted(found.budget or 0, 'point')}* to "
            f"spread over {counted(len(asking.ideas), 'idea')}."
        )
        small = "Who voted for what is never shown. The counts stay hidden until it closes"
    else:
        head = f":game_die: {heading(found)}"
        what = f"{who} asks for your estimates of {counted(len(asking.ideas), 'idea')}."
        small = (
            "Nobody sees yours before the reveal. Then median and spread are shown, and where "
            "people are furthest apart those two are named and asked for a sentence"
        )
    return Message(
        text=f"{found.reference}: {what}",
        blocks=(
            section(f"{head}\n{what}"),
            *sections(idea_lines(asking.ideas)),
            actions([_button(found)]),
            context(f"{small} · until {until(found)}"),
        ),
    )


def reminder_message(asking: Asking) -> Message:
    """The one reminder before the deadline."""
    found = asking.round
    what = "your vote" if found.is_ballot else "your estimates"
    text = (
        f":bell: *{found.reference}* ends {until(found)}, and {what} would count."
        if found.is_named
        else f":bell: *{found.reference}* {mrkdwn(found.title, 200)} ends {until(found)}. "
        "Whoever has not voted yet still can."
    )
    return Message(text=text, blocks=(section(text), actions([_button(found)])))


def moved_message(asking: Asking) -> Message:
    """That a round ends at another time."""
    text = f":calendar: *{asking.round.reference}* now runs until {until(asking.round)}."
    return Message(text=text, blocks=(section(text), actions([_button(asking.round)])))


def cancelled_message(asking: Asking) -> Message:
    """That a round was called off."""
    found = asking.round
    what = f" {mrkdwn(found.title, 200)}" if found.title else ""
    return Message(
        f":no_entry_sign: *{found.reference}*{what} was called off. "
        "What was answered does not count, and nobody sees it."
    )


def note_message(note: OwnerNote) -> Message:
    """What the owner alone is told."""
    found = note.round
    number = str(found.number)
    if note.occasion == "complete":
        who = counted(note.answered, "person", "people")
        text = (
            f":tada: Everybody has answered *{found.reference}* ({who}). "
            f"Reveal it now, or let people think until {until(found)}."
        )
        buttons = [
            button("Reveal now", ids.ROUND_REVEAL, number, "primary"),
            button("Open", ids.ROUND_OPEN, number),
        ]
        return Message(text=text, blocks=(section(text), actions(buttons)))
    if note.occasion == "empty":
        who = f" {_not_answered(note)}" if note.missing else ""
        text = (
            f":zzz: *{found.reference}* is over and nobody answered, so nothing was posted and "
            f"nothing changed.{who} Start another one with `/score round` or `/linchpin round`."
        )
    else:
        text = f":checkered_flag: *{found.reference}* is revealed. {_not_answered(note)}"
    blocks = (
        section(text),
        context("Only you are told who did not answer."),
        actions([button("Open", ids.ROUND_OPEN, number)]),
    )
    return Message(text=text, blocks=blocks)


def result_message(result: Result) -> Message:
    """The reveal of a blind round, as much of it as one message holds."""
    found = result.round
    blocks = result_blocks(result)
    text = f":bar_chart: {found.reference} is revealed: {_summary(result)}"
    return Message(text=text, blocks=tuple(blocks))


def result_blocks(result: Result) -> list[Block]:
    """What a round found: the talk to have first, then idea by idea."""
    found, left = result.round, len(result.found)
    number = str(found.number)
    blocks = [section(f":bar_chart: {heading(found)}\n{_summary(result)}")]
    blocks += _talk(result.talk) if result.talk else []
    spent = 0
    for one in result.found:
        text = _found(one)
        if spent + len(text) > _MOST_CHARS:
            break
        spent, left = spent + len(text), left - 1
        blocks.append(section(text))
    if left:
        blocks.append(
            context(f"… and {counted(left, 'more idea', 'more ideas')}: `/idea why I-12` of each")
        )
    again = " If the talk changes minds, score it again: `/score round`" if result.talk else ""
    blocks.append(
        context(f"In bold the medians, which count as estimates of {found.reference} now.{again}")
    )
    blocks.append(actions([button("Open", ids.ROUND_OPEN, number)]))
    return blocks


def why_message(found: Round, talk: Talk, side: str) -> Message:
    """The request for a sentence to one of the two furthest apart."""
    mine, other = (talk.low, talk.high) if side == "low" else (talk.high, talk.low)
    end = "lowest" if side == "low" else "highest"
    text = (
        f":left_right_arrow: In *{found.reference}* people disagree most on "
        f"*{mrkdwn(talk.driver, 80)}* of *I-{talk.number}* {mrkdwn(talk.title, TITLE_CHARS)}. "
        f"You were the {end} with *{mrkdwn(mine.value, 40)}*, "
        f"{_name(other)} gave *{mrkdwn(other.value, 40)}*. Would you say in a sentence why?"
    )
    buttons = actions(
        [
            button("Say why", ids.ROUND_WHY, str(found.number), "primary"),
            button("See the result", ids.ROUND_OPEN, str(found.number)),
        ]
    )
    return Message(text=text, blocks=(section(text), buttons))


def sentence_message(found: Round, talk: Talk, side: str) -> Message:
    """The sentence of one of the two, below the result."""
    mine = talk.low if side == "low" else talk.high
    text = (
        f":speech_balloon: *{found.reference}*, {mrkdwn(talk.driver, 80)} of I-{talk.number}: "
        f"why {_name(mine)} gave *{mrkdwn(mine.value, 40)}*\n{quote(mine.sentence, 1500)}"
    )
    return Message(text=text, blocks=(section(text),))


def _button(found: Round) -> Block:
    if found.is_ballot:
        return button("Vote", ids.BALLOT_OPEN, str(found.number), "primary")
    return button("Score now", ids.ROUND_ANSWER, str(found.number), "primary")


def _not_answered(note: OwnerNote) -> str:
    return f"No answer from {named(note.missing)}." if note.missing else ""


def _summary(result: Result) -> str:
    ideas = counted(len(result.found), "idea")
    who = f"{result.answered:,} of {counted(result.invited, 'person', 'people')} scored {ideas}"
    return f"{who}, asked by {mrkdwn(result.started_by, _NAME_CHARS)}."


def _talk(talk: Talk) -> list[Block]:
    text = (
        f":left_right_arrow: *Talk about this one:* {mrkdwn(talk.driver, 80)} of *I-{talk.number}* "
        f"{mrkdwn(talk.title, TITLE_CHARS)}\n{_end('lowest', talk.low)}\n"
        f"{_end('highest', talk.high)}"
    )
    return [section(text)]


def _end(which: str, voice: Voice) -> str:
    line = f"• {which} *{mrkdwn(voice.value, 40)}*, {_name(voice)}"
    return f"{line}: {mrkdwn(' '.join(voice.sentence.split()), 400)}" if voice.sentence else line


def _name(voice: Voice) -> str:
    return mrkdwn(voice.name, _NAME_CHARS) if voice.name else "somebody"


def _found(one: Found) -> str:
    head = f"*I-{one.number}*  {mrkdwn(one.title, TITLE_CHARS)}"
    if one.score:
        head += f" · *{escape(one.score)}*"
        if one.score_before and one.score_before != one.score:
            head += f" (was {escape(one.score_before)})"
    if not one.terms:
        return f"{head}\nNobody estimated it."
    return "\n".join([head, *(_term(term) for term in one.terms)])[:2900]


def _term(term: Term) -> str:
    median = f"• {mrkdwn(term.name, 80)} *{mrkdwn(term.median, 40)}*"
    if not term.all:
        return f"{median}  {'all agree' if term.count > 1 else 'one answer'}"
    middle = f", half of them {mrkdwn(term.middle, 60)}" if term.middle else ""
    return f"{median}  from {mrkdwn(term.all, 60)}{middle}"
