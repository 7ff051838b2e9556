"""Ballots: the form that starts one, the paper to fill in, and the count."""

from typing import Any

from domain.rounds.ballots import (
    DEFAULT_BUDGET,
    MAX_BUDGET,
    MAX_TITLE_CHARS,
    BallotForm,
    Concentration,
    Count,
    Place,
    is_loud,
)
from domain.rounds.model import RoundDraft
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    sections,
    text_input,
)
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, mrkdwn, plain
from views.rounds.parts import (
    TITLE_CHARS,
    channel_field,
    deadline_field,
    heading,
    ideas_field,
    packed,
    people_field,
    until,
)

_NAMED_TEAMS = 8
_NAMED_CUSTOMERS = 3
_MOST_OBJECTIVES = 99


def start_ballot_modal(draft: RoundDraft) -> dict[str, Any]:
    """The form of a new ballot."""
    return modal(
        "New ballot",
        [
            section(
                "Everybody spreads the same number of points over some ideas. "
                "The counts stay hidden until it closes."
            ),
            _question_field(),
            ideas_field(draft.ideas),
            _budget_field(),
            channel_field(
                draft.channel_id,
                "Channel",
                "The ballot and its result are posted there, and everybody there may vote, unless "
                "you name people.",
            ),
            people_field(
                draft.user_ids,
                "Only these people",
                "They are asked by direct message. Empty: everybody in the channel.",
                optional=True,
            ),
            deadline_field(draft.deadline, draft.zone),
            *_objective_field(draft),
        ],
        callback_id=ids.BALLOT_START_FORM,
        submit="Start",
        close="Cancel",
    )


def ballot_modal(form: BallotForm, channel_id: str | None, note: str = "") -> dict[str, Any]:
    """The ballot paper of one person, with the points they gave so far."""
    found = form.round
    budget = found.budget or 0
    spent = sum(form.mine.values())
    fields = [
        input_block(
            str(idea.number),
            plain(f"{idea.reference} {idea.title}", 150),
            _points(budget, form.mine.get(idea.number)),
            optional=True,
        )
        for idea in form.ideas
    ]
    blocks = [
        *([context(note)] if note else []),
        section(
            f"{heading(found)}\nYou have *{counted(budget, 'point')}*: spread them as you like."
        ),
        *([context(f":dart: {mrkdwn(form.objective, 200)}")] if form.objective else []),
        *([context(f"You gave {spent} of {budget} so far.")] if spent else []),
        *fields,
        context(
            f":lock: Nobody sees what you give, and the counts are hidden. You may change it until "
            f"{until(found)}; with all fields empty you take your vote back."
        ),
    ]
    return modal(
        f"Vote in {found.reference}",
        blocks,
        callback_id=ids.BALLOT_FORM,
        submit="Vote",
        close="Later",
        metadata=packed(found, channel_id=channel_id),
    )


def cast_modal(form: BallotForm) -> dict[str, Any]:
    """What stands in place of the paper once it is cast."""
    found, budget = form.round, form.round.budget or 0
    spent = sum(form.mine.values())
    titles = {idea.number: idea.title for idea in form.ideas}
    lines = [
        f"• *{counted(points, 'point')}*  I-{number} {mrkdwn(titles[number], TITLE_CHARS)}"
        for number, points in sorted(form.mine.items(), key=lambda one: (-one[1], one[0]))
    ]
    if not lines:
        text = f"Your vote in {found.reference} is taken back."
    else:
        text = f":white_check_mark: Your vote in {found.reference} is kept."
    left = budget - spent
    rest = f"You have {counted(left, 'point')} left. " if left and lines else ""
    return modal(
        f"Vote in {found.reference}",
        [
            section(text),
            *sections(lines),
            context(f"{rest}You may change it until {until(found)}."),
            actions([button("Change", ids.BALLOT_OPEN, str(found.number))]),
        ],
        close="Done",
        metadata=packed(found),
    )


def count_message(count: Count) -> Message:
    """The result of a ballot."""
    text = f":ballot_box_with_ballot: {count.round.reference} is counted: {_turn_out(count)}"
    return Message(text=text, blocks=tuple(count_blocks(count)))


def count_blocks(count: Count) -> list[Block]:
    """The ranking with points and voters, the turn-out, and how concentrated it is."""
    found = count.round
    head = f":ballot_box_with_ballot: {heading(found)}\n{_turn_out(count)}"
    blocks = [section(head)]
    if count.objective:
        blocks.append(context(f":dart: {mrkdwn(count.objective, 200)}"))
    blocks += sections([_place(place, count) for place in count.places])
    if count.concentration is not None:
        blocks.append(section("\n".join(_concentration(count, count.concentration))))
    blocks.append(
        context(
            f"Asked by {mrkdwn(count.started_by, 60)} · {counted(found.budget or 0, 'point')} "
            "each · emoji votes are counted apart"
        )
    )
    blocks.append(actions([button("Open", ids.ROUND_OPEN, str(found.number))]))
    return blocks


def _turn_out(count: Count) -> str:
    given = f"{counted(count.points, 'point')} given"
    if not count.invited or count.voters > count.invited:
        return f"{counted(count.voters, 'person', 'people')} voted, {given}."
    whom = "" if count.round.is_named else " in the channel"
    share = round(100 * count.voters / count.invited)
    return f"{count.voters:,} of {count.invited:,}{whom} voted ({share}%), {given}."


def _place(place: Place, count: Count) -> str:
    title = f"*I-{place.number}* {mrkdwn(place.title, TITLE_CHARS)}"
    if not place.points:
        return f"{place.place}.  {title} · no points"
    facts = f"*{counted(place.points, 'point')}* · {counted(place.voters, 'voter')}"
    loud = ""
    if is_loud(place, count.voters):
        loud = f" · :loudspeaker: {round(100 * place.loudest)}% from one person"
    return f"{place.place}.  {title}\n       {facts} · {round(100 * place.share)}%{loud}"


def _concentration(count: Count, found: Concentration) -> list[str]:
    lines = ["*How concentrated it is*"]
    several = len(count.places) > 1
    if several:
        lines.append(
            f"• By idea: the points are spread as if over {found.effective:.1f} of "
            f"{len(count.places)} ideas"
            + (f"; the first three have {_share(found.top_three)}" if len(count.places) > 3 else "")
        )
    loud = sum(is_loud(place, count.voters) for place in count.places)
    if count.voters > 1:
        lines.append(
            f"• By person: {counted(loud, 'idea')} got most points from one person"
            if loud
            else "• By person: no idea got most of its points from one person"
        )
    lines += _teams(found)
    lines.append(_customers(found))
    return lines


def _teams(found: Concentration) -> list[str]:
    """Nothing where no team is known: most small workspaces have none."""
    if not found.teams:
        return []
    some = [
        f"{mrkdwn(one.team, 60) if one.team else 'no team'} {_share(one.share)}"
        + (f" (most to I-{one.favourite})" if one.favourite else "")
        for one in found.teams[:_NAMED_TEAMS]
    ]
    more = len(found.teams) - len(some)
    return [f"• By team: {', '.join(some)}" + (f" and {more} more" if more else "")]


def _customers(found: Concentration) -> str:
    if not found.customers:
        return "• By customer: no customer is known behind these ideas"
    some = [
        f"{mrkdwn(one.customer, 60)} {_share(one.share)}"
        + (f" ({_share(one.alone)} asked for by nobody else)" if one.alone else "")
        for one in found.customers[:_NAMED_CUSTOMERS]
    ]
    return (
        f"• By customer: {_share(found.with_customers)} of the points went to ideas that customers "
        f"asked for: {', '.join(some)}"
    )


def _share(part: float) -> str:
    return f"{round(100 * part)}%"


def _points(budget: int, mine: int | None) -> Block:
    element: Block = {
        "type": "number_input",
        "action_id": ids.BALLOT_POINTS,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(budget),
        "placeholder": plain_object("0"),
    }
    return element if mine is None else {**element, "initial_value": str(mine)}


def _question_field() -> Block:
    field = text_input(
        ids.BALLOT_TITLE,
        placeholder="What should we do in the first quarter?",
        max_length=MAX_TITLE_CHARS,
    )
    return input_block("title", "What is the question?", field)


def _budget_field() -> Block:
    element: Block = {
        "type": "number_input",
        "action_id": ids.BALLOT_BUDGET,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(MAX_BUDGET),
        "initial_value": str(DEFAULT_BUDGET),
    }
    return input_block("budget", "Points for each person", element)


def _objective_field(draft: RoundDraft) -> list[Block]:
    if not draft.objectives:
        return []
    options = [
        {"text": plain_object(plain(f"O-{number} {title}", 75)), "value": str(number)}
        for number, title in draft.objectives[:_MOST_OBJECTIVES]
    ]
    select: Block = {
        "type": "static_select",
        "action_id": ids.BALLOT_OBJECTIVE,
        "options": options,
        "placeholder": plain_object("None"),
    }
    return [input_block("objective", "Objective it serves", select, optional=True)]
