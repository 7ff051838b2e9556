"""The keys of LINCHPIN_SECRET_KEY at the start of the bot, in its doctor, and when they change."""

import logging
import sys
from argparse import Namespace
from collections.abc import Sequence

from bot.app import Linchpin, create_app
from bot.settings import Settings, SettingsError
from services.workspace import secret_keys

log = logging.getLogger("linchpin")


def check_keys(linchpin: Linchpin) -> None:
    """Raise SettingsError when no stored token opens, and log those that don't when some do."""
    found = secret_keys.check(linchpin.database, linchpin.tokens.seal)
    if not found.locked:
        return
    sentence = locked_sentence(found.locked)
    if not found.opened and not linchpin.settings.bot_token:
        raise SettingsError(sentence)
    log.error("%s", sentence)


def locked_sentence(names: Sequence[str]) -> str:
    """What an operator does about stored tokens that the keys don't open."""
    return (
        f"LINCHPIN_SECRET_KEY doesn't open the stored Slack token of {', '.join(names)}. "
        "Set the key that was used at the installation. To change the key, set both with a comma "
        "between them, the new one first, and run `linchpin rekey`."
    )


def rekey(settings: Settings, _args: Namespace) -> int:
    """Seal every stored token with the newest key; 1 when there is one that no key opens."""
    linchpin = create_app(settings)
    linchpin.prepare()
    try:
        seal = linchpin.tokens.seal
        if seal is None:
            raise SettingsError("LINCHPIN_SECRET_KEY is missing, so there is no key to seal with.")
        done = secret_keys.rekey(linchpin.database, seal)
    finally:
        linchpin.database.dispose()
    tokens = "token is" if done.renewed + done.kept == 1 else "tokens are"
    _talk(
        f"{done.renewed + done.kept} {tokens} sealed with the newest key ({done.renewed} changed)."
    )
    if done.locked:
        _talk(locked_sentence(done.locked))
        return 1
    _talk("Earlier keys can be taken out of LINCHPIN_SECRET_KEY.")
    return 0


def _talk(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
