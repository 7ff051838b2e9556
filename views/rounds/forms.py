"""Rounds in modals: the form that starts one, the private form of each idea, the owner's page."""

from typing import Any

from domain.ideas.model import Idea
from domain.rounds.model import (
    MAX_SENTENCE_CHARS,
    Participant,
    Round,
    RoundDraft,
    RoundForm,
    RoundPage,
    State,
)
from domain.rounds.results import Talk
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    section,
    sections,
    text_input,
)
from views.blockkit.message import Block
from views.blockkit.text import counted, mention, mrkdwn
from views.rounds.parts import (
    TITLE_CHARS,
    channel_field,
    confirmed,
    deadline_field,
    heading,
    idea_lines,
    ideas_field,
    moment,
    packed,
    people_field,
    until,
)
from views.scoring.fields import estimate_field, suggested_by
from views.scoring.words import asked_in_words, formula_in_names


def start_modal(draft: RoundDraft) -> dict[str, Any]:
    """The form of a new blind scoring round."""
    return modal(
        "Score together",
        [
            section(
                "Everybody scores alone, by direct message. Nobody sees what the others say "
                "before the reveal, not even you."
            ),
            ideas_field(draft.ideas),
            people_field(
                draft.user_ids, "Who scores?", "Add yourself if you score too.", optional=False
            ),
            channel_field(
                draft.channel_id,
                "Where the result is posted",
                "Empty, or a channel that I am not in: everybody who takes part is told in "
                "private.",
            ),
            deadline_field(draft.deadline, draft.zone),
            context(
                f"They are asked what *{mrkdwn(draft.method_name, 80)}* asks for, or the method "
                "of the idea's area. The medians then count as estimates of the round."
            ),
        ],
        callback_id=ids.ROUND_START_FORM,
        submit="Start",
        close="Cancel",
    )


def answer_modal(form: RoundForm, note: str = "") -> dict[str, Any]:
    """The private form of one idea, with the rubrics that scoring has everywhere."""
    idea, method = form.idea, form.method
    facts = asked_in_words(form.asked)
    fields = [
        estimate_field(
            driver,
            form.mine.get(driver.key),
            None if form.has_answered else suggested_by(driver, form.asked),
            # Slack keeps what was typed under an id, so each idea has its own.
            f"{driver.key}.{idea.number}",
        )
        for driver in method.drivers
    ]
    blocks = [
        *([context(note)] if note else []),
        section(f"*{idea.reference}*  {mrkdwn(idea.title, 300)}"),
        *([section(mrkdwn(idea.description, 500))] if idea.description.strip() else []),
        context(f"*{mrkdwn(method.name, 80)}* = {formula_in_names(method)}"),
        *([context(f":speech_balloon: {facts}")] if facts else []),
        *fields,
        context(
            f":lock: Only you see this. You may change it until {until(form.round)}. Leave out "
            "what you do not know."
        ),
    ]
    return modal(
        f"{form.round.reference}: {form.place} of {form.total}",
        blocks,
        callback_id=ids.ROUND_ANSWER_FORM,
        submit="Save and next" if form.place < form.total else "Save",
        close="Later",
        metadata=packed(form.round, idea.number),
    )


def page_modal(page: RoundPage, note: str = "") -> dict[str, Any]:
    """A round that is open or was called off, as far as the reader may see it."""
    found = page.round
    blocks = [
        *([context(note)] if note else []),
        section(f"{heading(found)}\n{_standing(page)}"),
        *([context(f":dart: {mrkdwn(page.objective, 200)}")] if page.objective else []),
    ]
    blocks += _ideas(page)
    if page.may_answer and found.is_ballot:
        blocks.append(actions([button("Vote", ids.BALLOT_OPEN, str(found.number), "primary")]))
    if page.people:
        blocks += [section("*Who has answered* (only you see this)"), *_people(page.people)]
    if page.may_lead:
        blocks += _leading(page)
    if found.is_open and not found.is_ballot:
        blocks.append(context(":lock: Nobody sees anybody's answers before the reveal."))
    return modal(found.reference, blocks)


def extend_modal(page: RoundPage) -> dict[str, Any]:
    """The form that moves the end of a round."""
    return modal(
        f"Extend {page.round.reference}",
        [
            section(f"It ends {until(page.round)}."),
            deadline_field(page.round.deadline, page.zone),
            context("Those who have not answered are told."),
        ],
        callback_id=ids.ROUND_EXTEND_FORM,
        submit="Extend",
        close="Cancel",
        metadata=packed(page.round),
    )


def why_modal(found: Round, talk: Talk, side: str) -> dict[str, Any]:
    """The form for the sentence of one of the two furthest apart."""
    mine, other = (talk.low, talk.high) if side == "low" else (talk.high, talk.low)
    what = f"*I-{talk.number}*  {mrkdwn(talk.title, 300)}\n{mrkdwn(talk.driver, 80)}"
    where = "below the result in its channel and " if found.channel_id else ""
    field = text_input(
        ids.ROUND_SENTENCE,
        initial=mine.sentence or None,
        placeholder="What do you know that others may not?",
        is_multiline=True,
        max_length=MAX_SENTENCE_CHARS,
    )
    return modal(
        "Say why",
        [
            section(
                f"{what}: you gave *{mrkdwn(mine.value, 40)}*, the other end is "
                f"*{mrkdwn(other.value, 40)}*."
            ),
            input_block("sentence", "Why, in a sentence?", field),
            context(f"It is shown {where}wherever {found.reference} is opened, with your name."),
        ],
        callback_id=ids.ROUND_WHY_FORM,
        submit="Add",
        close="Cancel",
        metadata=packed(found),
    )


def said_modal(found: Round) -> dict[str, Any]:
    """What stands in place of that form."""
    return modal(
        "Thank you",
        [
            section(f":white_check_mark: Your sentence is part of {found.reference} now."),
            actions([button("See the result", ids.ROUND_OPEN, str(found.number))]),
        ],
        close="Done",
    )


def _standing(page: RoundPage) -> str:
    found = page.round
    if found.state is State.CANCELLED:
        return "Called off. Nothing that was answered counts, or is ever shown."
    of = f" of {page.invited:,}" if page.invited else ""
    facts = [
        f"Until {until(found)}",
        f"{page.answered:,}{of} answered",
        f"started by {mention(found.owner_id)}",
    ]
    if found.is_ballot:
        facts.append(f"{counted(found.budget or 0, 'point')} each")
    return " · ".join(facts)


def _ideas(page: RoundPage) -> list[Block]:
    if page.may_answer and not page.round.is_ballot:
        return [_idea_block(idea, page) for idea in page.ideas]
    return sections(idea_lines([(one.number, one.title) for one in page.ideas]))


def _idea_block(idea: Idea, page: RoundPage) -> Block:
    text = f"*{idea.reference}*  {mrkdwn(idea.title, TITLE_CHARS)}"
    is_done = idea.number in page.mine
    mark = ":white_check_mark: " if is_done else ""
    value = f"{page.round.number}:{idea.number}"
    label = "Change" if is_done else "Score"
    style = None if is_done else "primary"
    return section(f"{mark}{text}", button(label, ids.ROUND_ANSWER_IDEA, value, style))


def _people(people: tuple[Participant, ...]) -> list[Block]:
    return sections([_person(one) for one in people])


def _person(one: Participant) -> str:
    if one.has_left:
        return f":wave: {mention(one.user_id)} has left the workspace"
    if one.is_done:
        return f":white_check_mark: {mention(one.user_id)}"
    if one.answered:
        return f":hourglass_flowing_sand: {mention(one.user_id)} {one.answered} of {one.total}"
    return f":hourglass_flowing_sand: {mention(one.user_id)} not yet"


def _leading(page: RoundPage) -> list[Block]:
    found, number = page.round, str(page.round.number)
    reveal = confirmed(
        button(
            "Reveal now" if not found.is_ballot else "Close and count", ids.ROUND_REVEAL, number
        ),
        f"Close {found.reference}?" if found.is_ballot else f"Reveal {found.reference}?",
        "Everybody sees the result, and nobody can answer any more.",
        "Count" if found.is_ballot else "Reveal",
    )
    cancel = confirmed(
        button("Call it off", ids.ROUND_CANCEL, number, "danger"),
        f"Call {found.reference} off?",
        "What was answered does not count, and nobody ever sees it.",
        "Call it off",
    )
    blocks = [
        actions(
            [
                button("Remind", ids.ROUND_REMIND, number),
                reveal,
                button("Extend", ids.ROUND_EXTEND, number),
                cancel,
            ]
        )
    ]
    if found.reminded_at is not None:
        blocks.append(context(f"Reminded {moment(found.reminded_at)}."))
    else:
        blocks.append(context(f"The one reminder comes {moment(found.remind_at)}."))
    return blocks
