"""Composition objects: texts, options, confirmations and their like."""

from sandbox.blockkit.schema import (
    Check,
    Json,
    Report,
    anything,
    array,
    boolean,
    exactly_one,
    one_of,
    record,
    string,
    typed,
)

ID = string(255)
PRIVATE_HOSTS = ("localhost", "127.", "10.", "192.168.", "169.254.", "0.", "[")


def plain(most: int) -> Check:
    """A plain_text object."""
    return typed({"plain_text": _text({"emoji": boolean}, most)})


def any_text(most: int) -> Check:
    """A plain_text or mrkdwn object."""
    return typed(
        {
            "plain_text": _text({"emoji": boolean}, most),
            "mrkdwn": _text({"verbatim": boolean}, most),
        }
    )


def _text(extra: dict[str, Check], most: int) -> Check:
    return record({"type": anything, "text": string(most)}, extra)


PLACEHOLDER = plain(150)
CONFIRM = record(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def option(*, markdown: bool = False, url: bool = False) -> Check:
    """An option; choices beside text may be mrkdwn, those of an overflow may carry a URL."""
    text = any_text(75) if markdown else plain(75)
    optional: dict[str, Check] = {"description": text}
    if url:
        optional["url"] = string(3000)
    return record({"text": text, "value": string(150)}, optional)


OPTION = option()
OPTION_GROUP = record({"label": plain(75), "options": array(OPTION, 1, 100)}, {})
DISPATCH_CONFIG = record(
    {},
    {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
)
FILTER = record(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
_INPUT_PARAMETER = record({"name": string(), "value": string()}, {})
WORKFLOW = record(
    {
        "trigger": record(
            {"url": string(3000)}, {"customizable_input_parameters": array(_INPUT_PARAMETER)}
        )
    },
    {},
)


def _usable_file(value: Json, at: str, report: Report) -> None:
    if not report.usable_image({k: v for k, v in value.items() if isinstance(v, str)}):
        report.add(at, "invalid slack file")


SLACK_FILE = record({}, {"id": string(), "url": string()}, exactly_one("id", "url"), _usable_file)


def image_url(value: object, at: str, report: Report) -> None:
    """An image address that Slack's servers could fetch: public http(s), 3,000 characters."""
    string(3000)(value, at, report)
    host = str(value).partition("://")[2].lower()
    if not str(value).startswith(("https://", "http://")) or host.startswith(PRIVATE_HOSTS):
        report.add(at, "downloading image failed")


IMAGE_SOURCE: dict[str, Check] = {"image_url": image_url, "slack_file": SLACK_FILE}
ALT_TEXT = string(2000)
