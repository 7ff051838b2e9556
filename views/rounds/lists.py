"""Rounds in a list, and what waits for somebody on Home."""

from collections.abc import Sequence
from typing import Any

from domain.rounds.model import RoundLine, State
from views.blockkit import ids
from views.blockkit.blocks import actions, button, header, modal, section
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn
from views.rounds.parts import heading, until

HOME_BUTTON = button("Rounds", ids.ROUND_LIST, "home")
"""The way there from Home."""

_NAMED_IDEAS = 4
_ANY = "new"
"""The value of buttons that need none."""


def list_message(lines: Sequence[RoundLine], words: str) -> Message:
    """The newest rounds, or those that hold some words."""
    if not lines:
        text = (
            f"No round is about “{mrkdwn(words, 100)}”. `/score rounds` lists all of them."
            if words
            else "Nobody has started a round yet. `/score round` scores ideas together, "
            "`/linchpin round` votes on them with a budget."
        )
        return Message(text=text, blocks=(section(text), actions(_new_buttons())))
    blocks: list[Block] = [section("*Rounds*")]
    blocks += [line_block(one) for one in lines]
    return Message(text="Rounds", blocks=(*blocks, actions(_new_buttons())))


def list_modal(lines: Sequence[RoundLine]) -> dict[str, Any]:
    """The same in a modal, opened from a button."""
    return modal("Rounds", list_message(lines, "").blocks)


def line_block(line: RoundLine) -> Block:
    """A round as one line of a list, with the button that fits."""
    found = line.round
    facts = [_ideas(line.ideas), _state(line)]
    if found.is_open:
        facts.append(f"until {until(found)}")
    text = f"{heading(found)}\n{' · '.join(facts)}"
    if line.is_waiting and found.is_ballot:
        return section(text, button("Vote", ids.BALLOT_OPEN, str(found.number), "primary"))
    if line.is_waiting:
        return section(text, button("Score", ids.ROUND_ANSWER, str(found.number), "primary"))
    return section(text, button("Open", ids.ROUND_OPEN, str(found.number)))


def _new_buttons() -> list[Block]:
    return [
        button("Score together", ids.ROUND_NEW, _ANY),
        button("New ballot", ids.BALLOT_NEW, _ANY),
    ]


def _ideas(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(f"I-{number}" for number in numbers[:_NAMED_IDEAS])
    more = len(numbers) - _NAMED_IDEAS
    return f"{shown} and {more} more" if more > 0 else shown


def _state(line: RoundLine) -> str:
    if line.round.state is State.CANCELLED:
        return "called off"
    of = f" of {line.invited:,}" if line.invited else ""
    answered = f"{line.answered:,}{of} answered"
    return answered if line.round.is_open else f"revealed, {answered}"


def home_blocks(rounds: Sequence[RoundLine]) -> list[Block]:
    """Return what Home says of rounds that wait for the person or that are theirs."""
    if not rounds:
        return []
    waiting = any(one.is_waiting for one in rounds)
    head = "Rounds waiting for you" if waiting else "Your rounds"
    return [header(head), *[line_block(one) for one in rounds]]
