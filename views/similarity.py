"""What is alike, as people see it: a choice in a form, a question after a quick save."""

from collections.abc import Sequence
from typing import Any

from domain.similarity.closeness import Degree
from domain.similarity.suggestions import Alike, Question
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, input_block, plain_object, section
from views.blockkit.form_state import FormState
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn, plain
from views.ideas.lines import place_words, votes_words

NONE = "none"
_BLOCK = "alike"
_OPTION_CHARS = 75
_TITLE_CHARS = 200
_REASONS = {
    Degree.SAME: "Almost the same",
    Degree.CLOSE: "Very close",
    Degree.RELATED: "Related",
}


def with_proposals(view: dict[str, Any], found: Sequence[Alike], behind: str) -> dict[str, Any]:
    """A form with what is alike below its block ``behind``, and nothing else changed.

    ``view`` may be one of ours or what Slack sent of an open one; people keep what they typed, as
    no other block changes. Proposals that stand in it already are replaced.
    """
    kept = {
        name: view[name]
        for name in ("type", "title", "submit", "close", "callback_id", "private_metadata")
        if view.get(name)
    }
    blocks: list[Block] = []
    for block in view["blocks"]:
        if str(block.get("block_id", "")).startswith(_BLOCK):
            continue
        blocks.append(block)
        if block.get("block_id") == behind:
            blocks += _proposals(found)
    return {**kept, "blocks": blocks}


def shows_the_same(view: dict[str, Any], other: dict[str, Any]) -> bool:
    """True when two forms propose the same."""
    return _marks(view) == _marks(other)


def chosen_proposal(form: FormState) -> str | None:
    """Return the reference chosen in a form (``I-12``, ``F-3``), or None."""
    block = next((block for block in form if block.startswith(_BLOCK)), "")
    chosen = form.option(block, ids.ALIKE_CHOICE)
    return None if chosen == NONE else chosen


def question_message(asked: Question) -> Message:
    """The private question after a quick save: *Is it one of these?*"""
    number = str(asked.feedback.number)
    blocks: list[Block] = []
    for one in asked.found:
        if one.is_repeat:
            blocks.append(section(f":repeat: {_repeated(one)}"))
            blocks.append(actions([button(f"Undo F-{number}", ids.FEEDBACK_UNDO, number)]))
    ideas = [one for one in asked.found if one.idea is not None]
    if ideas:
        blocks.append(section(f":mag: *Is {asked.feedback.reference} one of these?*"))
    for one in ideas:
        link = button("It's this one", ids.ALIKE_LINK, f"{number} {one.reference}")
        blocks.append(section(alike_line(one), link))
    if ideas:
        blocks.append(context("If not, just leave it. Nothing is joined by itself."))
    return Message(text=f"Is {asked.feedback.reference} one of these?", blocks=tuple(blocks))


def already_there_message(found: Alike, title: str, packed: str) -> Message:
    """The answer to filing an idea that is there already, with both ways on.

    ``packed`` is what was typed, as the buttons' value.
    """
    assert found.idea is not None
    text = f"{found.reference} is almost the same. Is it your idea?"
    blocks = (
        section(f":eyes: *There is an idea almost the same:*\n{alike_line(found)}"),
        context(f"You typed: {mrkdwn(' '.join(title.split()), _TITLE_CHARS)}"),
        actions(
            [
                button("It's this one", ids.IDEA_IS_THIS, packed, "primary"),
                button("File it anyway", ids.IDEA_ANYWAY, packed),
                button("Details", ids.IDEA_OPEN, str(found.idea.number)),
            ]
        ),
        context(
            "*It's this one* adds what you typed to it as evidence. Nothing is filed until you "
            "choose."
        ),
    )
    return Message(text=text, blocks=blocks)


def proposals_with_choice(
    found: Sequence[Alike], question: str = "Is it one of these?"
) -> list[Block]:
    """The radio buttons alone, for a form that begins with them; empty without proposals."""
    return _choice(list(found), question)


def _proposals(found: Sequence[Alike]) -> list[Block]:
    blocks = _choice([one for one in found if not one.is_repeat], "Is it one of these?")
    for one in found:
        if one.is_repeat:
            note = context(f":repeat: {_repeated(one)}")
            blocks.insert(0, {**note, "block_id": f"{_BLOCK}_again:{one.reference}"})
    return blocks


def _choice(found: Sequence[Alike], question: str) -> list[Block]:
    if not found:
        return []
    options = [_option(one) for one in found]
    none = {"text": plain_object("None of these"), "value": NONE}
    radio: Block = {
        "type": "radio_buttons",
        "action_id": ids.ALIKE_CHOICE,
        "options": [*options, none],
    }
    block_id = f"{_BLOCK}:{','.join(one.reference for one in found)}"
    return [input_block(block_id, question, radio, optional=True)]


def _option(one: Alike) -> Block:
    title = one.idea.title if one.idea is not None else _said(one)
    return {
        "text": plain_object(plain(f"{one.reference} {title}", _OPTION_CHARS)),
        "value": one.reference,
        "description": plain_object(plain(_why(one), _OPTION_CHARS)),
    }


def alike_line(one: Alike) -> str:
    """Something alike in two lines of mrkdwn: its number and title, and why it is offered."""
    title = one.idea.title if one.idea is not None else _said(one)
    return f"*{one.reference}*  {mrkdwn(title, _TITLE_CHARS)}\n{mrkdwn(_why(one), _TITLE_CHARS)}"


def _why(one: Alike) -> str:
    """How alike, by which words (as many as an option shows whole), and where it stands."""
    degree, where = _REASONS[one.degree], _where(one)
    for count in range(len(one.shared), 0, -1):
        reason = f"{degree}: {', '.join(one.shared[:count])} · {where}"
        if len(reason) <= _OPTION_CHARS or count == 1:
            return reason
    return f"{degree}, in other words · {where}"


def _where(one: Alike) -> str:
    if one.idea is not None:
        return f"{place_words(one.idea)}, {votes_words(one.idea)}"
    numbers = one.feedback.idea_numbers if one.feedback is not None else ()
    return f"said before, evidence for I-{numbers[0]}" if numbers else "said before"


def _said(one: Alike) -> str:
    return " ".join(one.feedback.text.split()) if one.feedback is not None else ""


def _repeated(one: Alike) -> str:
    said = mrkdwn(_said(one), _TITLE_CHARS)
    return f"You saved almost the same a moment ago as *{one.reference}*: {said}"


def _marks(view: dict[str, Any]) -> list[str]:
    names = [str(block.get("block_id", "")) for block in view["blocks"]]
    return [name for name in names if name.startswith(_BLOCK)]
