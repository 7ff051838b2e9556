"""Many at once: what waits with a box each, and one thing to do with all that are ticked."""

import json
from typing import Any

from domain.triage.steps import Dismissal, ItemList, Line, TriageResult
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
)
from views.blockkit.form_state import FormState
from views.blockkit.labels import area_select
from views.blockkit.message import Block
from views.blockkit.metadata import facts_of
from views.blockkit.text import plain
from views.triage.inbox import InboxPosition, idea_select
from views.triage.words import done_blocks

_GROUP = 10
_OPTION_CHARS = 75


def many_modal(
    page: ItemList, spot: InboxPosition, *, is_all: bool = False, done: TriageResult | None = None
) -> dict[str, Any]:
    """A page of the list, ticked as a whole with ``is_all``, with what was just done above it."""
    blocks = done_blocks(done) if done is not None else []
    if not page.lines:
        return modal(
            "Many at once",
            [*blocks, section(":sparkles: *Nothing waits here.*")],
            metadata=_packed(spot, 0),
        )
    last = page.offset + len(page.lines)
    blocks.append(context(f"*{page.offset + 1:,} to {last:,} of {page.total:,}*, oldest first"))
    for start in range(0, len(page.lines), _GROUP):
        group = page.lines[start : start + _GROUP]
        # Slack keeps what was ticked as long as a block keeps its name, so each page has its own.
        name = f"items:{start // _GROUP}:{page.offset}:{group[0].feedback.number}:{int(is_all)}"
        label = f"{group[0].feedback.reference} to {group[-1].feedback.reference}"
        blocks.append(input_block(name, label, _boxes(group, is_all), optional=True))
    blocks += [_turning(page, last, is_all), *_wishes()]
    return modal(
        "Many at once",
        blocks,
        callback_id=ids.TRIAGE_MANY_FORM,
        submit="Do it",
        close="Back",
        metadata=_packed(spot, page.offset),
    )


def many_spot(metadata: str | None) -> tuple[InboxPosition, int]:
    """Where the list stands: the spot of the inbox below it, and its offset."""
    facts = facts_of(metadata)
    return InboxPosition.unpacked(facts.get("spot")), int(facts.get("offset") or 0)


def tick_blocks(form: FormState) -> list[str]:
    """Return the blocks that hold boxes to tick."""
    return [block for block in form if block.startswith("items:")]


def ticked(form: FormState) -> list[int]:
    """Return the numbers of the items that were ticked."""
    return sorted(
        number for block in tick_blocks(form) for number in form.numbers(block, ids.TRIAGE_ITEMS)
    )


def _boxes(group: tuple[Line, ...], is_all: bool) -> Block:
    options = [_option(one) for one in group]
    boxes: Block = {"type": "checkboxes", "action_id": ids.TRIAGE_ITEMS, "options": options}
    return {**boxes, "initial_options": options} if is_all else boxes


def _option(line: Line) -> Block:
    one = line.feedback
    text = plain_object(plain(f"{one.reference} {one.text}", _OPTION_CHARS))
    option: Block = {"text": text, "value": str(one.number)}
    facts = [name for name in (one.customer, one.area) if name]
    if one.importance is not None:
        facts.append(one.importance.label)
    if facts:
        option["description"] = plain_object(plain(" · ".join(facts), _OPTION_CHARS))
    return option


def _turning(page: ItemList, last: int, is_all: bool) -> Block:
    tick = "Tick none" if is_all else "Tick all"
    buttons = [button(tick, f"{ids.TRIAGE_MANY_TURN}:tick", f"{page.offset} {int(not is_all)}")]
    if page.offset:
        before = max(page.offset - len(page.lines), 0)
        buttons.append(button("Page before", f"{ids.TRIAGE_MANY_TURN}:back", f"{before} 0"))
    if last < page.total:
        buttons.append(button("Next page", f"{ids.TRIAGE_MANY_TURN}:next", f"{last} 0"))
    return actions(buttons, f"turn:{page.offset}:{int(is_all)}")


def _wishes() -> list[Block]:
    reasons: Block = {
        "type": "static_select",
        "action_id": ids.TRIAGE_REASON,
        "placeholder": plain_object("Why"),
        "options": [{"text": plain_object(one.label), "value": one.value} for one in Dismissal],
    }
    person: Block = {
        "type": "users_select",
        "action_id": ids.TRIAGE_ASSIGN,
        "placeholder": plain_object("A person"),
    }
    idea = idea_select(placeholder="Type words or a number")
    return [
        section("*What to do with all that are ticked.* Choose one of these:"),
        input_block("idea", "Link to an idea", idea, optional=True),
        input_block("dismiss", "Dismiss", reasons, optional=True),
        input_block("person", "Give to", person, optional=True),
        input_block("area", "File under an area", area_select(), optional=True),
    ]


def _packed(spot: InboxPosition, offset: int) -> str:
    return json.dumps({"spot": spot.packed(), "offset": offset})
