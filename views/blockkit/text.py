"""Text on its way into Slack: escaping, clipping, quoting, and the tokens only we may write.

Slack offers no escape for `*`, `_`, `~`, a backtick or a `>` that opens a line. A zero-width space
beside such a character does the opposite of help: Slack takes it for a word boundary, and so for
permission to format. The one way that certainly shows them literally is a look-alike character,
so that is what people read where Slack would format (`views.formatting` says where); everywhere
else, and within `code`, characters stay what they are and can be copied. What people typed is
stored unchanged.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from domain.api import token_number
from domain.erasure import is_neutral
from views.blockkit.formatting import defused

# In this order: the entities hold an & themselves.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPED_COST = {char: len(entity) for char, entity in _ESCAPES.items()}
_QUOTE_PREFIX = "> "
_QUOTED_COST = {**_ESCAPED_COST, "\n": 1 + len(_QUOTE_PREFIX)}

_LINE_OPENING = re.compile(r"^(?:[^\S\n]|[\u00ad\u200b])*[>＞]+", re.MULTILINE)
_QUOTE_MARKS = str.maketrans({">": "›", "＞": "›"})
_LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}", re.ASCII)
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{1,30}", re.ASCII)
_URL_UNSAFE = {" ": "%20", "<": "%3C", ">": "%3E", "|": "%7C", '"': "%22"}
_MAX_URL_CHARS = 3000


def escape(text: str) -> str:
    """Return `text` with `&`, `<` and `>` as entities, the three that Slack asks for.

    Nothing in the result can be a mention, a broadcast or a link.
    """
    for char, entity in _ESCAPES.items():
        text = text.replace(char, entity)
    return text


def clip(text: str, limit: int, ellipsis: str = "…") -> str:
    """Return `text` in at most `limit` code points, ending in `ellipsis` when something was cut.

    Neither an emoji sequence nor a letter with its accents is cut in two, unless it alone is
    longer than the limit. Clip before escaping; `mrkdwn` does both. Raises ValueError for a limit
    below 1.
    """
    return _clip_by_cost(text, limit, {}, ellipsis)


def plain(text: str, limit: int) -> str:
    """Return `text` for a `plain_text` object: one line, at most `limit` code points.

    Slack neither formats nor links plain text, so it is not escaped.
    """
    return clip(" ".join(_with_newlines(text).split()), limit)


def literal(text: str) -> str:
    """Return `text` as mrkdwn that Slack shows literally: escaped, no formatting, no quote.

    It may stand beside formatting of ours. Addresses, `code` and `:emoji:` stay what they are. The
    number of characters before escaping does not grow.
    """
    return escape(defused(_unquoted(text)))


def mrkdwn(text: str, limit: int) -> str:
    """Return a person's text as literal mrkdwn of at most `limit` code points after escaping.

    No entity is cut. Text with right-to-left letters is isolated, so that it does not turn
    around what stands beside it. Raises ValueError when the limit leaves no room for a character.
    """
    typed = _DIRECTION_CONTROLS.sub("", _with_newlines(text))
    room = limit - len(_FIRST_STRONG_ISOLATE + _POP_ISOLATE)
    if not _is_right_to_left(typed):
        room = limit
    return isolate(literal(_clip_by_cost(typed, room, _ESCAPED_COST)))


def quote(text: str, limit: int) -> str:
    """Return a person's text as a mrkdwn quotation of at most `limit` code points.

    Every line carries the quotation mark and is literal; as nothing of ours stands in it, only
    what would format by itself is shown by look-alikes. Raises ValueError when the limit leaves no
    room for a mark and one character.
    """
    typed = _with_newlines(text).strip()
    clipped = _clip_by_cost(typed, limit - len(_QUOTE_PREFIX), _QUOTED_COST)
    shown = escape(defused(_unquoted(clipped), stands_alone=True))
    return "\n".join(_QUOTE_PREFIX + line for line in shown.split("\n"))


def isolate(text: str) -> str:
    """Return `text`, meant to stand within a line, set apart by FSI and PDI when right-to-left.

    Direction controls that a person pasted are dropped, because an open one would turn the rest
    of the line. Text without right-to-left letters is not wrapped.
    """
    safe = _DIRECTION_CONTROLS.sub("", text)
    if not _is_right_to_left(safe):
        return safe
    return f"{_FIRST_STRONG_ISOLATE}{safe}{_POP_ISOLATE}"


def slack_date(moment: datetime, pattern: str = "{date_short_pretty}", fallback: str = "") -> str:
    """Return a token that Slack shows in each reader's own time zone.

    `pattern` holds Slack's placeholders such as `{date_short}` and `{time}`; `fallback` is read
    where Slack cannot render it, by default the moment in UTC. Raises ValueError for a moment
    without a time zone or a pattern that would end the token.
    """
    if moment.tzinfo is None:
        raise ValueError("a Slack date needs a moment with a time zone")
    if not pattern or re.search(r"[<>^|]", pattern):
        raise ValueError(f"not a Slack date pattern: {pattern!r}")
    spoken = re.sub(r"[<>^|&]", " ", fallback) or f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(moment.timestamp())}^{pattern}|{spoken}>"


def mention(user_id: str) -> str:
    """Return the token that names, and pings, one person; a token of the API is named in words.

    Somebody who was forgotten is nobody to name. Raises ValueError for another id.
    """
    if is_neutral(user_id):
        return "somebody"
    number = token_number(user_id)
    if number is not None:
        return f"API token {number}"
    return f"<@{_checked(user_id, _USER_ID, 'user')}>"


def channel_link(channel_id: str) -> str:
    """Return the token that names a channel to those who may see it. Raises ValueError."""
    return f"<#{_checked(channel_id, _CHANNEL_ID, 'channel')}>"


def link(url: str, label: str, limit: int = 150) -> str:
    """Return `label` as a link, or alone when `url` is no http(s) address of ≤ 3,000 characters.

    The label is one literal line of at most `limit` code points.
    """
    shown = mrkdwn(" ".join(label.split()).replace("|", "∣").replace("`", "ˋ"), limit)
    target = "".join(_URL_UNSAFE.get(char, char) for char in url.strip())
    if not shown or not _is_web_address(target):
        return shown
    return f"<{escape(target)}|{shown}>"


def _unquoted(text: str) -> str:
    return _LINE_OPENING.sub(lambda found: found[0].translate(_QUOTE_MARKS), text)


def _with_newlines(text: str) -> str:
    return _LINE_BREAK.sub("\n", text)


def _is_right_to_left(text: str) -> bool:
    return not text.isascii() and any(
        unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text
    )


def _checked(slack_id: str, shape: re.Pattern[str], kind: str) -> str:
    if not shape.fullmatch(slack_id):
        raise ValueError(f"not a Slack {kind} id: {slack_id!r}")
    return slack_id


def _is_web_address(url: str) -> bool:
    if len(url) > _MAX_URL_CHARS or any(not char.isprintable() or char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _clip_by_cost(text: str, limit: int, cost: Mapping[str, int], ellipsis: str = "…") -> str:
    if limit < 1:
        raise ValueError(f"a text needs room for at least one character, not {limit}")
    if len(text) * max(cost.values(), default=1) <= limit:
        return text
    if _prefix_length(text, limit, cost) == len(text):
        return text
    room = limit - len(ellipsis)
    end = _whole_characters(text, _prefix_length(text, room, cost)) if room > 0 else 0
    return (text[:end].rstrip() + ellipsis)[:limit]


def _prefix_length(text: str, limit: int, cost: Mapping[str, int]) -> int:
    spent = 0
    for index, char in enumerate(text):
        spent += cost.get(char, 1)
        if spent > limit:
            return index
    return len(text)


def _whole_characters(text: str, end: int) -> int:
    """Return a cut at or before `end` that splits no combining or joined sequence."""
    cut = end
    while 0 < cut < len(text) and (_joins_previous(text[cut]) or text[cut - 1] == "\u200d"):
        cut -= 1
    return cut or end


def _joins_previous(char: str) -> bool:
    return (
        unicodedata.combining(char) != 0
        or char in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """``1 vote``, ``23 votes``, ``1,204 votes``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def local_moment(moment: datetime, zone: str) -> str:
    """An instant in an IANA zone, such as ``Mon 30 Nov 2026, 09:00``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M}"


def local_date(moment: datetime, zone: str) -> str:
    """The day of an instant in an IANA zone, such as ``Mon 30 Nov 2026``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y}"


def bullet_moments(moments: Iterable[datetime], zone: str) -> str:
    """Instants in an IANA zone, one in each line."""
    return "\n".join(f"• {local_moment(moment, zone)}" for moment in moments)


def period(start: datetime, end: datetime, zone: str) -> str:
    """Two local days as people write them: ``16–23 Nov``, ``30 Nov – 7 Dec``, ``23 Nov``."""
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    closing = f"{last.day} {last:%b}"
    if first.date() == last.date():
        return closing
    if first.year != last.year:
        return f"{first.day} {first:%b %Y} – {closing} {last.year}"
    if first.month != last.month:
        return f"{first.day} {first:%b} – {closing}"
    return f"{first.day}–{closing}"
