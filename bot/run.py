"""Running against a real Slack."""

import logging

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.app import create_app
from bot.commands.keys import check_keys
from bot.server.serve import serve, settle_memory
from bot.settings import Settings
from domain.core.errors import Unavailable

log = logging.getLogger("linchpin")


def run_bot(settings: Settings) -> int:
    """Run until SIGTERM; the exit code. Raises Unavailable with a sentence when it cannot start."""
    linchpin = create_app(settings)
    linchpin.prepare()
    if settings.bot_token:
        try:
            linchpin.identify()
        except SlackApiError as error:
            code = error.response.get("error", "no reason given")
            raise Unavailable(f"Slack refuses SLACK_BOT_TOKEN ({code}).") from error
        except (SlackClientError, OSError) as error:
            raise Unavailable("Slack cannot be reached. Check the network.") from error
    check_keys(linchpin)
    linchpin.catch_up()
    settle_memory()
    return serve(linchpin, metrics=linchpin.metrics, catch_up=linchpin.catch_up)
