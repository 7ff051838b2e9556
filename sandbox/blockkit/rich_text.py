"""rich_text blocks and what they are made of."""

from sandbox.blockkit.objects import ID
from sandbox.blockkit.schema import (
    Check,
    anything,
    array,
    boolean,
    integer,
    one_of,
    record,
    string,
    typed,
)

_STYLE = record(
    {},
    dict.fromkeys(
        (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        ),
        boolean,
    ),
)


def _inline(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": anything, **required}, {"style": _STYLE, **(optional or {})})


_INLINE = typed(
    {
        "text": _inline({"text": string()}),
        "link": _inline({"url": string(3000)}, {"text": string(), "unsafe": boolean}),
        "user": _inline({"user_id": string()}),
        "usergroup": _inline({"usergroup_id": string()}),
        "channel": _inline({"channel_id": string()}),
        "emoji": _inline({"name": string()}, {"unicode": string(), "skin_tone": integer(1, 6)}),
        "broadcast": _inline({"range": one_of("here", "channel", "everyone")}),
        "color": _inline({"value": string()}),
        "date": _inline(
            {"timestamp": integer(), "format": string()}, {"url": string(), "fallback": string()}
        ),
    }
)
_BORDER = {"border": integer(0, 1)}
_SECTION = record({"type": anything, "elements": array(_INLINE, 0)}, {})
_PARTS = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_quote": record({"type": anything, "elements": array(_INLINE, 0)}, _BORDER),
        "rich_text_preformatted": record(
            {"type": anything, "elements": array(_INLINE, 0)}, {**_BORDER, "language": string()}
        ),
        "rich_text_list": record(
            {
                "type": anything,
                "style": one_of("bullet", "ordered"),
                "elements": array(typed({"rich_text_section": _SECTION}), 1),
            },
            {"indent": integer(0, 8), "offset": integer(0), **_BORDER},
        ),
    }
)
RICH_TEXT_FIELDS: dict[str, Check] = {"type": anything, "elements": array(_PARTS, 1)}
RICH_TEXT = record(RICH_TEXT_FIELDS, {"block_id": ID})
RICH_TEXT_VALUE = typed({"rich_text": RICH_TEXT})
