"""Connecting a workspace, step by step: what to click at Slack, what to paste here, what is wrong.

It needs nothing of a terminal but lines in and lines out. Each value is saved as soon as Slack
accepts it, so it can be stopped at any step and run again.
"""

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot import manifest
from bot.commands import env_file, setup_checks
from bot.commands.setup_checks import Verdict
from bot.settings import ENV_FILE, Settings, kept_in_file, set_outside
from domain.core.errors import InvalidInput

Mode = Literal["socket", "http"]
Check = Callable[[Settings, str], Verdict]

APPS_PAGE = "https://api.slack.com/apps"


class _Ended(Exception):
    """There is no more input."""


@dataclass(frozen=True, slots=True)
class _Token:
    """One value to paste: its variable, where Slack shows it, and how it is checked."""

    name: str
    steps: tuple[str, ...]
    check: Check


_APP_TOKEN = _Token(
    "SLACK_APP_TOKEN",
    (
        "Open Basic Information, then App-Level Tokens, then Generate Token and Scopes.",
        "Name it, for example linchpin. Choose Add Scope, connections:write, then Generate.",
        "Copy the token. It begins with xapp-.",
    ),
    setup_checks.app_token,
)
_SIGNING_SECRET = _Token(
    "SLACK_SIGNING_SECRET",
    (
        "Open Basic Information, then App Credentials.",
        "Beside Signing Secret choose Show, and copy it. It has 32 characters.",
    ),
    setup_checks.signing_secret,
)
_BOT_TOKEN = _Token(
    "SLACK_BOT_TOKEN",
    (
        "Open Install App, choose Install to your workspace, then Allow.",
        "Copy the Bot User OAuth Token. It begins with xoxb-.",
    ),
    setup_checks.bot_token,
)


def setup(settings: Settings, args: Namespace) -> int:
    """Walk through connecting a workspace; 0 when Linchpin can start, 1 when something is missing.

    ``settings`` hold no token. What the file ``.env`` has is checked again and kept when it works.
    """
    walk = _Walk(settings, args.url)
    try:
        walk.go(args.mode)
    except _Ended:
        _say("\nNo more input, so this stops here.")
    return walk.tell_result()


class _Walk:
    """One run: what is known so far."""

    def __init__(self, settings: Settings, url: str | None) -> None:
        self._settings = settings
        self._url = url
        self._kept = kept_in_file()
        self._good: dict[str, str] = {}
        self._needed: tuple[_Token, ...] = ()

    def go(self, mode: Mode | None) -> None:
        """Ask for everything, in the order in which Slack's pages offer it."""
        _say("Connect Linchpin to your Slack workspace. Press Enter to skip a question.")
        self._warn_of_environment()
        mode = mode or _ask_mode()
        self._needed = (_APP_TOKEN if mode == "socket" else _SIGNING_SECRET, _BOT_TOKEN)
        if mode == "http" and self._kept.get(_APP_TOKEN.name):
            _say(f"Remove {_APP_TOKEN.name} from {ENV_FILE}: with it, Socket Mode is used.")
        self._create_app(mode)
        for number, token in enumerate(self._needed, start=2):
            _say(f"\nStep {number} of 3: {token.name}")
            self._token(token)

    def tell_result(self) -> int:
        """Say what is missing, or how to start; the exit code."""
        needed = self._needed or (_APP_TOKEN, _BOT_TOKEN)
        missing = [token.name for token in needed if token.name not in self._good]
        if missing:
            _say(f"\nStill missing: {', '.join(missing)}. To go on: linchpin setup")
            return 1
        _say(
            f"\nAll set. {ENV_FILE} holds the tokens, and only you can read it.\n"
            "1. Start Linchpin: linchpin run\n"
            "2. In Slack, open the message from Linchpin: it sets up the rest in four clicks.\n"
            "3. Optional: upload a picture at Basic Information, Display Information.\n"
            "After you change the manifest later, choose Install App, Reinstall to Workspace."
        )
        return 0

    def _warn_of_environment(self) -> None:
        names = set_outside([_APP_TOKEN.name, _SIGNING_SECRET.name, _BOT_TOKEN.name])
        if names:
            _say(
                f"{', '.join(names)} is set in this shell and wins over {ENV_FILE}. "
                "Unset it to use what you enter here."
            )

    def _create_app(self, mode: Mode) -> None:
        _say("\nStep 1 of 3: the app")
        if self._kept.get(_BOT_TOKEN.name) and not _ask(
            "A bot token is saved already. Type new to create another app: "
        ).startswith("n"):
            return
        text = self._manifest(mode)
        _say(f"Open {APPS_PAGE} and choose Create New App, From a manifest.")
        _say("Choose your workspace, then the YAML tab. Replace what is there with the manifest.")
        place = _ask("Press Enter to print the manifest, or type a file name to write it to: ")
        if place:
            Path(place).write_text(text, encoding="utf-8")
            _say(f"Wrote {place}. Paste its whole content.")
        else:
            sys.stdout.write(text)
            sys.stdout.flush()
        _say("Then choose Next, and Create.")
        _ask("Press Enter when the app is created: ")

    def _manifest(self, mode: Mode) -> str:
        """The manifest; over HTTP for an address that is asked for until it can be used."""
        if mode == "socket":
            return manifest.to_yaml(manifest.variant(manifest.load(), mode))
        url = self._url or self._kept.get("PUBLIC_URL", "")
        while True:
            url = url or _ask("The public address of this bot (https://...): ")
            try:
                text = manifest.to_yaml(manifest.variant(manifest.load(), mode, url))
            except InvalidInput as refused:
                _say(refused.message.replace("--url", "The address"))
                url = ""
                continue
            env_file.write(ENV_FILE, {"PUBLIC_URL": url.rstrip("/")})
            return text

    def _token(self, token: _Token) -> None:
        """Keep the value that is saved when it works, else ask until one does or none is given."""
        saved = self._kept.get(token.name, "")
        if saved:
            verdict = token.check(self._settings, saved)
            _say(f"The saved one: {verdict.sentence}")
            if verdict.is_good:
                self._keep(token.name, saved)
                return
        for step in token.steps:
            _say(f"- {step}")
        while typed := _cleaned(token.name, _ask(f"{token.name}: ")):
            verdict = token.check(self._settings, typed)
            _say(verdict.sentence)
            if verdict.is_good:
                self._keep(token.name, typed)
                return

    def _keep(self, name: str, value: str) -> None:
        env_file.write(ENV_FILE, {name: value})
        self._good[name] = value
        if name == _APP_TOKEN.name:
            self._settings = replace(self._settings, app_token=value)


def _ask_mode() -> Mode:
    _say("\nHow should Slack reach Linchpin?")
    _say("  1  Socket Mode: works anywhere, no public address (recommended)")
    _say("  2  HTTP: needs a public https address")
    while True:
        answer = _ask("1 or 2 [1]: ")
        if answer in ("", "1"):
            return "socket"
        if answer == "2":
            return "http"


def _cleaned(name: str, typed: str) -> str:
    """A value as pasted: without its name, quotes and blanks around it."""
    return typed.removeprefix("export ").removeprefix(f"{name}=").strip().strip("'\"").strip()


def _ask(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    try:
        return input().strip()
    except EOFError as error:
        raise _Ended from error


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
