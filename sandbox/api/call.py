"""One Web API call: its method's contract, its arguments, its caller."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.api.services import Services
from sandbox.world.model import Channel, Json, SlackError
from sandbox.world.workspace import Workspace

BOT, APP, NONE = "bot", "app", "none"


@dataclass(frozen=True, slots=True)
class Arg:
    """An argument a method takes. `kind` is str, bool, int, json or list."""

    name: str
    kind: str = "str"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method: who may call it, how often, with what.

    `tier` is Slack's (1 to 4), 0 for methods with limits of their own. `scopes` are all needed;
    methods whose scope depends on the channel check it themselves.
    """

    name: str
    run: Callable[["Call"], Json]
    args: dict[str, Arg]
    scopes: tuple[str, ...] = ()
    tier: int = 0
    form_only: bool = False
    token: str = BOT


def takes(spec: str) -> dict[str, Arg]:
    """Arguments from a short notation: `channel! text limit:int blocks:json` (`!` is required)."""
    found = {}
    for word in spec.split():
        name, _, kind = word.partition(":")
        arg = Arg(name.removesuffix("!"), kind or "str", name.endswith("!"))
        found[arg.name] = arg
    return found


@dataclass(slots=True)
class Call:
    """A call that passed the door: known token, enough scope, parsed arguments."""

    method: str
    team: Workspace
    args: Json
    token: str
    services: Services

    def text(self, name: str) -> str:
        """A string argument, empty when it was not given."""
        return str(self.args.get(name, ""))

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean argument."""
        return bool(self.args.get(name, default))

    def needs(self, *scopes: str) -> None:
        """SlackError missing_scope unless every scope was granted."""
        for scope in scopes:
            if scope not in self.team.scopes:
                provided = ",".join(self.team.scopes)
                raise SlackError("missing_scope", needed=scope, provided=provided)

    def visible_channel(self, name: str = "channel") -> Channel:
        """The channel with the given id if the app may know of it; SlackError
        channel_not_found otherwise."""
        channel = self.team.channels.get(self.text(name))
        if channel is None or channel.deleted:
            raise SlackError("channel_not_found")
        if not self.team.can_see(channel, self.team.bot_user_id):
            raise SlackError("channel_not_found")
        return channel


def is_stamp(text: str) -> bool:
    """Whether a text has the form of a timestamp: digits, with at most one point among them."""
    return text.isascii() and text.replace(".", "", 1).isdigit()


def parse_args(method: Method, raw: Json) -> Json:
    """Typed arguments. SlackError invalid_arguments for a missing, malformed or unmodelled one."""
    problems: list[str] = []
    parsed: Json = {}
    for name, value in raw.items():
        arg = method.args.get(name)
        if arg is None:
            problems.append(f"[ERROR] the sandbox does not model the argument: {name}")
        elif value is not None:
            _parse_one(arg, value, parsed, problems)
    for arg in method.args.values():
        if arg.required and parsed.get(arg.name) in (None, ""):
            problems.append(f"[ERROR] missing required field: {arg.name}")
    if problems:
        raise SlackError("invalid_arguments", response_metadata={"messages": problems})
    return parsed


def _parse_one(arg: Arg, value: object, parsed: Json, problems: list[str]) -> None:
    try:
        parsed[arg.name] = _PARSERS[arg.kind](value)
    except (ValueError, TypeError):
        problems.append(f"[ERROR] must be {_EXPECTED[arg.kind]} [json-pointer:/{arg.name}]")


def _as_text(value: object) -> str:
    if isinstance(value, (dict, list)):
        raise TypeError
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {
        "true": True,
        "1": True,
        "yes": True,
        "false": False,
        "0": False,
        "": False,
        "no": False,
    }
    if str(value).lower() not in words:
        raise ValueError(value)
    return words[str(value).lower()]


def _as_int(value: object) -> int:
    if isinstance(value, bool):
        raise TypeError
    return int(str(value))


def _as_json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


def _as_list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    text = str(value)
    if text.startswith("["):
        return list(json.loads(text))
    return [part.strip() for part in text.split(",") if part.strip()]


_PARSERS: dict[str, Callable[[object], object]] = {
    "str": _as_text,
    "bool": _as_bool,
    "int": _as_int,
    "json": _as_json,
    "list": _as_list,
    "raw": lambda value: value,
}
_EXPECTED = {
    "str": "a string",
    "bool": "a boolean",
    "int": "an integer",
    "json": "valid JSON",
    "list": "a list",
}
