"""Results of rounds in a modal, and the private answer that a round has started."""

from typing import Any

from domain.rounds.ballots import Count
from domain.rounds.model import RoundPage
from domain.rounds.results import Result
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, section
from views.blockkit.message import Block, Message
from views.blockkit.text import channel_link
from views.rounds.ballots import count_blocks
from views.rounds.messages import result_blocks
from views.rounds.parts import heading, idea_lines, named, until


def result_modal(result: Result | Count) -> dict[str, Any]:
    """The result of a blind round or a ballot."""
    blocks = result_blocks(result) if isinstance(result, Result) else count_blocks(result)
    # Its last row is the button that leads here.
    return modal(result.round.reference, blocks[:-1])


def started_message(page: RoundPage) -> Message:
    """The private answer to a round that was started in words."""
    return Message(text=f"{page.round.reference} has started", blocks=tuple(_started(page)))


def started_modal(page: RoundPage) -> dict[str, Any]:
    """What stands in place of the form of a new round or ballot."""
    return modal(page.round.reference, _started(page), close="Done")


def _started(page: RoundPage) -> list[Block]:
    found = page.round
    people = [one.user_id for one in page.people]
    who = named(people) if found.is_named else "Everybody there"
    asked = f"{who} can answer until {until(found)}."
    where = "The result comes to everybody who takes part, in private."
    if found.channel_id and page.is_posted:
        where = f"The result is posted in {channel_link(found.channel_id)}."
        if not found.is_named:
            where = f"The ballot is on its way to {channel_link(found.channel_id)}."
    blocks = [
        section(f":white_check_mark: {heading(found)} has started.\n{asked} {where}"),
        section("\n".join(idea_lines([(one.number, one.title) for one in page.ideas]))),
        context("You see who has answered, never what. Remind, extend, reveal or call it off:"),
    ]
    buttons = [button("Open", ids.ROUND_OPEN, str(found.number))]
    if page.may_answer and not found.is_ballot:
        buttons.insert(0, button("Score now", ids.ROUND_ANSWER, str(found.number), "primary"))
    return [*blocks, actions(buttons)]
