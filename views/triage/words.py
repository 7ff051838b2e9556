"""What a step of triage did, in words, with the button that undoes it."""

from domain.triage.steps import TriageAction, TriageResult
from views.blockkit import ids
from views.blockkit.blocks import button, section
from views.blockkit.message import Block
from views.blockkit.text import counted, mention, mrkdwn

_SHOWN_REFUSALS = 10
_REFUSAL_CHARS = 240
"""So that ten of them fit into one block."""


def done_blocks(done: TriageResult) -> list[Block]:
    """A step in a line with its undo, and what was not done with the reason."""
    blocks: list[Block] = []
    if done.numbers:
        undo = None
        if done.step_id is not None and not done.is_undo:
            undo = button("Undo", ids.TRIAGE_UNDO, str(done.step_id))
        blocks.append(section(done_words(done), undo))
    lines = [_refusal(*one) for one in done.refused[:_SHOWN_REFUSALS]]
    more = len(done.refused) - len(lines)
    if more > 0:
        lines.append(f"and {more:,} more")
    return [*blocks, *([section("\n".join(lines))] if lines else [])]


def done_words(done: TriageResult) -> str:
    """What a step did, as a sentence of mrkdwn."""
    if done.is_undo:
        stays = ""
        if done.deed is TriageAction.FILE and done.idea_number is not None:
            stays = f" I-{done.idea_number} stays; decline it if nobody wants it."
        is_one = len(done.numbers) == 1
        back = "is as it was before" if is_one else "are as they were before"
        return f":leftwards_arrow_with_hook: {_what(done)} {back}.{stays}"
    verb = "is" if len(done.numbers) == 1 else "are"
    return f":white_check_mark: {_what(done)} {_DEEDS[done.deed].format(verb=verb, **_facts(done))}"


_DEEDS = {
    TriageAction.LINK: "{verb} evidence for *I-{idea}* now.",
    TriageAction.FILE: "became *I-{idea}*.",
    TriageAction.DISMISS: "{verb} put aside: {detail}",
    TriageAction.ASSIGN: "{verb} with {person} now.",
    TriageAction.AREA: "{verb} filed under *{detail}* now.",
    TriageAction.LATER: "{verb} back here tomorrow morning.",
    TriageAction.ASK: "{verb} asked about. The answer brings it back here.",
}


def _facts(done: TriageResult) -> dict[str, str | int]:
    detail = done.detail or ""
    person = mention(detail) if done.deed is TriageAction.ASSIGN and detail else "somebody"
    return {"idea": done.idea_number or 0, "detail": mrkdwn(detail, 300), "person": person}


def _what(done: TriageResult) -> str:
    if len(done.numbers) == 1:
        return f"*F-{done.numbers[0]}*"
    return f"*{counted(len(done.numbers), 'piece', 'pieces')} of feedback*"


def _refusal(number: int, sentence: str) -> str:
    named = f"F-{number}"
    text = sentence if named in sentence else f"{named}: {sentence}"
    return f":information_source: {mrkdwn(text, _REFUSAL_CHARS)}"
