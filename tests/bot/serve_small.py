"""What a process does that serves a small bot, and says on stdout where and when it is asked."""

import sys
from dataclasses import replace
from typing import Any

from bot.server import logs
from bot.server.serve import serve
from bot.settings import Settings, load_settings
from domain.core.errors import UserError
from tests.bot.small_bot import SECRET, small_bot


def main(
    database_url: str, port: int, api_url: str, app_token: str, more: dict[str, str] | None = None
) -> int:
    """Serve until a signal comes, by ``more`` settings; the exit code."""
    settings: Settings = load_settings({"DATABASE_URL": database_url, **(more or {})}, None)
    settings = replace(
        settings,
        bot_token="xoxb-1",
        signing_secret=SECRET,
        app_token=app_token or None,
        slack_api_url=api_url or settings.slack_api_url,
        port=port,
    )
    logs.configure("INFO")
    bot = small_bot(settings)

    @bot.bolt.command("/slow")
    def slow(ack: Any) -> None:
        _say("begun")
        sys.stdin.readline()
        ack("done")

    try:
        return serve(bot, started=_say, stops_within_s=1.0)
    except UserError as refused:
        sys.stderr.write(refused.message)
        return 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
