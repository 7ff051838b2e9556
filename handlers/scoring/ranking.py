"""/ideas top: the ranking, its pages, and its picture."""

import re

from domain.scoring.top_words import parse_top
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.scoring import ranking
from views.blockkit import ids
from views.scoring.ranking import map_on_its_way, ranking_message

_OPENING = re.compile(r"top(?=\s|$)\s*", re.IGNORECASE)


def register(board: Switchboard) -> None:
    """Listen to the buttons of the ranking."""
    board.action(ids.RANKING_PAGE, turn_page)
    board.action(ids.RANKING_POST, post_map)


def words_of_ranking(text: str) -> str | None:
    """What follows *top* in what was typed after /ideas; None when no ranking is asked for."""
    found = _OPENING.match(text.strip())
    return text.strip()[found.end() :] if found else None


def answer_top(visit: Visit, words: str) -> None:
    """Answer with the ranking, or post the picture when that is asked for."""
    request = visit.request("command")
    if parse_top(words).wants_picture:
        ranking.post_map(visit.database, request, words, visit.channel_id or "", visit.trigger_id)
        message = map_on_its_way()
    else:
        message = ranking_message(ranking.top(visit.database, request, words))
    visit.answer(message)


def turn_page(visit: Visit) -> None:
    """Show another part of the ranking in the same private answer."""
    offset, _, words = str(visit.payload["value"]).partition(" ")
    if visit.response_url is not None:
        ranking.turn_page(
            visit.database, visit.request("button"), words, int(offset), visit.response_url
        )


def post_map(visit: Visit) -> None:
    """Post the picture of the ranking in the channel of the private answer."""
    container = visit.body.get("container") or {}
    ranking.post_map(
        visit.database,
        visit.request("button"),
        words_of_ranking(str(visit.payload["value"])) or "",
        visit.channel_id or "",
        str(container.get("message_ts") or visit.trigger_id),
        answer_url=visit.response_url,
    )
