"""What is alike: proposed while a form is typed, linked by a button of the question after it."""

from typing import Any

from domain.core.people import Permission
from domain.text.words import parse_reference
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.feedback import capture as feedback
from services.ideas import evidence as ideas_evidence
from services.similarity import suggestions as likeness
from views.blockkit import ids
from views.similarity import shows_the_same, with_proposals


def register(router: Router) -> None:
    """Listen to the fields that are typed in, and to the buttons of the question."""
    router.action(ids.FEEDBACK_TEXT, propose_for_feedback, permission=Permission.GIVE)
    router.action(ids.IDEA_TITLE, propose_for_idea, permission=Permission.TAKE_PART)
    router.action(ids.ALIKE_LINK, link, permission=Permission.TAKE_PART)


def propose_for_feedback(interaction: Interaction) -> None:
    """Renew what the feedback form proposes for the words typed so far."""
    _propose(interaction, interaction.form.text("text", ids.FEEDBACK_TEXT), "text")


def propose_for_idea(interaction: Interaction) -> None:
    """Renew what the idea form proposes for the title typed so far."""
    _propose(interaction, interaction.form.text("title", ids.IDEA_TITLE), "title")


def link(interaction: Interaction) -> None:
    """Make the feedback evidence for the idea; the question becomes its answer."""
    number, _, chosen = str(interaction.payload["value"]).partition(" ")
    reference = parse_reference(chosen)
    assert reference is not None
    request = interaction.request("button")
    ideas_evidence.link(interaction.database, request, reference.number, int(number))
    if interaction.response_url is not None:
        feedback.renew_answer(interaction.database, request, int(number), interaction.response_url)


def proposed(
    interaction: Interaction, view: dict[str, Any], text: str, behind: str, *, without: str = ""
) -> dict[str, Any]:
    """A form with what is like the text in its block ``behind``, except the thing ``without``."""
    found = likeness.alike(
        interaction.database, interaction.request("modal"), text, without=without
    )
    return with_proposals(view, found, behind)


def _propose(interaction: Interaction, text: str, behind: str) -> None:
    interaction.ack()
    view = interaction.body["view"]
    new = proposed(interaction, view, text, behind)
    if not shows_the_same(view, new):
        modals.renew(interaction, new)
