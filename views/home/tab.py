"""The Home tab: the sections of all features, one below the other."""

from collections.abc import Sequence
from typing import Any

from domain.home.tab import Waiting
from views.blockkit.blocks import actions, header, section
from views.blockkit.message import Block


def home_view(buttons: Sequence[Block], sections: Sequence[Sequence[Block]]) -> dict[str, Any]:
    """Return the Home tab of one person; at most some 60 of Slack's 100 blocks.

    A section whose header is that of the section before goes on under it.
    """
    blocks: list[Block] = [actions(buttons)] if buttons else []
    shown: Block | None = None
    for one in sections:
        begins = bool(one) and one[0]["type"] == "header"
        blocks += one[1:] if begins and one[0] == shown else one
        if begins:
            shown = one[0]
    return {"type": "home", "blocks": blocks}


def waiting_blocks(waiting: Waiting | None) -> list[Block]:
    """Return what waits for those who manage; nothing for others."""
    if waiting is None:
        return []
    lines = []
    if waiting.without_owner:
        what = "planned idea has" if waiting.without_owner == 1 else "planned ideas have"
        lines.append(f":bust_in_silhouette:  *{waiting.without_owner}* {what} no owner")
    if waiting.failed_posts:
        what = "post" if waiting.failed_posts == 1 else "posts"
        lines.append(
            f":warning:  *{waiting.failed_posts}* {what} failed lately: `/linchpin doctor`"
        )
    if not lines:
        lines.append(":white_check_mark:  Nothing waits for you")
    return [header("Waiting for you"), section("\n".join(lines))]
