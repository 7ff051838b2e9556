"""/ideas top: the ranking, its pages, and its picture."""

from domain.core.people import Permission
from domain.scoring.top_words import parse_top
from domain.text.slack_text import unescape
from domain.text.words import split_command
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.scoring import ranking
from views.blockkit import ids
from views.scoring.ranking import map_on_its_way, ranking_message


def register(router: Router) -> None:
    """Listen to the command and the buttons of the ranking."""
    router.subcommand("/ideas", "top", answer_top)
    router.action(ids.RANKING_PAGE, turn_page, permission=Permission.TAKE_PART)
    router.action(ids.RANKING_POST, post_map, permission=Permission.TAKE_PART)


def answer_top(interaction: Interaction, words: str) -> None:
    """Answer with the ranking, or post the picture when that is asked for."""
    request, words = interaction.request("command"), unescape(words)
    if parse_top(words).wants_picture:
        ranking.post_map(
            interaction.database,
            request,
            words,
            interaction.channel_id or "",
            interaction.trigger_id,
        )
        message = map_on_its_way()
    else:
        message = ranking_message(ranking.top(interaction.database, request, words))
    interaction.answer(message)


def turn_page(interaction: Interaction) -> None:
    """Show another part of the ranking in the same private answer."""
    offset, _, words = str(interaction.payload["value"]).partition(" ")
    if interaction.response_url is not None:
        ranking.turn_page(
            interaction.database,
            interaction.request("button"),
            words,
            int(offset),
            interaction.response_url,
        )


def post_map(interaction: Interaction) -> None:
    """Post the picture of the ranking in the channel of the private answer."""
    container = interaction.body.get("container") or {}
    ranking.post_map(
        interaction.database,
        interaction.request("button"),
        split_command(str(interaction.payload["value"]))[1],
        interaction.channel_id or "",
        str(container.get("message_ts") or interaction.trigger_id),
        answer_url=interaction.response_url,
    )
