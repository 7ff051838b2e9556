"""What is alike: proposed while a form is typed, linked by a button of the question after it."""

from typing import Any

from domain.text.words import parse_reference
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.similarity import suggestions as likeness
from views.blockkit import ids
from views.similarity import shows_the_same, with_proposals


def register(board: Switchboard) -> None:
    """Listen to the fields that are typed in, and to the buttons of the question."""
    board.action(ids.FEEDBACK_TEXT, propose_for_feedback)
    board.action(ids.IDEA_TITLE, propose_for_idea)
    board.action(ids.ALIKE_LINK, link)


def propose_for_feedback(visit: Visit) -> None:
    """Renew what the feedback form proposes for the words typed so far."""
    _propose(visit, _typed(visit, "text", ids.FEEDBACK_TEXT), "text")


def propose_for_idea(visit: Visit) -> None:
    """Renew what the idea form proposes for the title typed so far."""
    _propose(visit, _typed(visit, "title", ids.IDEA_TITLE), "title")


def link(visit: Visit) -> None:
    """Make the feedback evidence for the idea; the question becomes its answer."""
    number, _, chosen = str(visit.payload["value"]).partition(" ")
    reference = parse_reference(chosen)
    assert reference is not None
    request = visit.request("button")
    ideas.link(visit.database, request, reference.number, int(number))
    if visit.response_url is not None:
        feedback.renew_answer(visit.database, request, int(number), visit.response_url)


def proposed(
    visit: Visit, view: dict[str, Any], text: str, behind: str, *, without: str = ""
) -> dict[str, Any]:
    """A form with what is like the text in its block ``behind``, except the thing ``without``."""
    found = likeness.alike(visit.database, visit.request("modal"), text, without=without)
    return with_proposals(view, found, behind)


def _propose(visit: Visit, text: str, behind: str) -> None:
    visit.ack()
    view = visit.body["view"]
    new = proposed(visit, view, text, behind)
    if not shows_the_same(view, new):
        modals.renew(visit, new)


def _typed(visit: Visit, block_id: str, action_id: str) -> str:
    values = visit.body["view"]["state"]["values"]
    return str(((values.get(block_id) or {}).get(action_id) or {}).get("value") or "")
