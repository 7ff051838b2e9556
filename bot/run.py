"""Running against a real Slack."""

import logging
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.app import create_app
from bot.commands.keys import check_keys
from bot.server.serve import serve, settle_memory
from bot.settings import Settings
from domain.core.errors import Unavailable
from domain.core.slack_errors import ErrorKind, code_of, fate_of, refusal

log = logging.getLogger("linchpin")


_COPY_AGAIN = (
    "Copy the Bot User OAuth Token from the app's settings at Slack again. If the app was removed "
    "from the workspace, install it there first."
)


def _why_not(error: SlackApiError) -> str:
    """Why the token could not be checked, and what to do."""
    code = code_of(error)
    if code is None:
        return (
            f"Slack could not be asked about SLACK_BOT_TOKEN ({refusal(error)}). Let this machine "
            "reach slack.com, then start again."
        )
    if fate_of(code) in (ErrorKind.TOKEN_REFUSED, ErrorKind.PERMANENT):
        return f"Slack refuses SLACK_BOT_TOKEN ({code}). {_COPY_AGAIN}"
    return f"Slack could not check SLACK_BOT_TOKEN ({code}). Wait a minute, then start again."


def run_bot(settings: Settings) -> int:
    """Run until SIGTERM; the exit code. Raises Unavailable with a sentence when it cannot start."""
    linchpin = create_app(settings)
    linchpin.prepare()
    if settings.bot_token:
        try:
            linchpin.identify()
        except SlackApiError as error:
            raise Unavailable(_why_not(error)) from error
        except (SlackClientError, OSError, HTTPException) as error:
            raise Unavailable("Slack cannot be reached. Check the network.") from error
        linchpin.welcome()
    check_keys(linchpin)
    linchpin.catch_up()
    settle_memory()
    return serve(linchpin, metrics=linchpin.metrics, catch_up=linchpin.catch_up)
