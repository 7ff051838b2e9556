"""Ideas that are probably the same, with both ways on: merge them, or say that they are not."""

from domain.ideas.model import Idea
from domain.merging.plan import Duplicate, DuplicateList
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn
from views.ideas.lines import place_words, votes_words

_TITLE_CHARS = 150
_WORD_CHARS = 40


def duplicates_message(found: DuplicateList) -> Message:
    """The private answer to /ideas doubles."""
    if not found.doubles:
        text = ":sparkles: No two open ideas look the same."
        return Message(text, (section(text), context(_compared(found))))
    text = "Ideas that are probably the same"
    blocks: list[Block] = [section(f"*{text}*")]
    for number, one in enumerate(found.doubles):
        blocks.append(section(f"{_line(one.into)}\n{_line(one.idea)}"))
        blocks.append(context(_why(one)))
        buttons = [*(_ways_on(one) if found.may_merge else []), _details(one.idea)]
        blocks.append(actions(buttons, block_id=f"double_{number}"))
    notes = ["Nothing is merged by itself, and a merge can be undone for 30 days."]
    if not found.may_merge:
        notes = ["Managers can merge them: show them this list."]
    if found.has_more:
        notes.append("There are more: they follow when these are done.")
    blocks.append(context(" ".join([*notes, _compared(found)])))
    return Message(text, tuple(blocks))


def looks_like_blocks(idea: Idea, double: Duplicate) -> list[Block]:
    """What stands on the page of an idea that has a double."""
    other = double.idea if double.into.id == idea.id else double.into
    text = f":eyes: *Looks like* {_line(other)}\n{_why(double)}"
    return [section(text), actions([*_ways_on(double, str(idea.number)), _details(other)])]


def _ways_on(one: Duplicate, page: str = "") -> list[Block]:
    """Both buttons; ``page`` is the number of the idea on whose page they stand."""
    pair = f"{one.idea.number} {one.into.number}"
    return [
        button("Merge…", ids.MERGE_OPEN, pair),
        button("Not the same", ids.MERGE_APART, f"{pair} {page}".strip()),
    ]


def _details(idea: Idea) -> Block:
    return button(f"Open {idea.reference}", ids.IDEA_OPEN, str(idea.number))


def _line(idea: Idea) -> str:
    facts = f"{place_words(idea)}, {votes_words(idea)}"
    return f"*{idea.reference}* {mrkdwn(idea.title, _TITLE_CHARS)} · {facts}"


def _why(one: Duplicate) -> str:
    shared = ", ".join(mrkdwn(word, _WORD_CHARS) for word in one.shared)
    return f"Almost the same: {shared}" if shared else "Almost the same"


def _compared(found: DuplicateList) -> str:
    if not found.total:
        return "There are no open ideas yet."
    if found.looked_at >= found.total:
        return f"All {found.total:,} open ideas were compared with each other."
    return f"The {found.looked_at:,} open ideas with most votes were compared, of {found.total:,}."
