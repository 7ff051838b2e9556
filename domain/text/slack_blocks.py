"""What the blocks of a message say, in the notation of a stored text.

Blocks come from Slack as other programs made them, so nothing about their shape is certain: a part
of another shape than Slack documents says nothing, and takes nothing from the parts beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

_DEEPEST = 12
"""How deep blocks may lie within each other; Slack's own lie three deep."""

_TEXT_KEYS = ("title", "subtitle", "text", "fields", "elements", "body", "description", "subtext")
"""Where words stand in the blocks that are not listed here, in reading order."""


def parts_of(holder: Json, key: str) -> tuple[Json, ...]:
    """Return the objects in a list that Slack sent; nothing for what isn't a list of objects."""
    found = holder.get(key)
    if not isinstance(found, list | tuple):
        return ()
    return tuple(one for one in found if isinstance(one, Mapping))


def part_of(holder: Json, key: str) -> Json:
    """Return an object within another one; an empty one for anything else."""
    found = holder.get(key)
    return found if isinstance(found, Mapping) else {}


def text_of(holder: Json, *keys: str) -> str:
    """Return the first text that stands under one of some keys, or an empty one."""
    for key in keys:
        found = holder.get(key)
        if isinstance(found, str) and found.strip():
            return found
    return ""


def escaped(text: str) -> str:
    """Return plain text as Slack stores it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def joined(parts: Iterable[str]) -> str:
    """Return the lines that say something."""
    return "\n".join(part for part in (one.strip() for one in parts) if part)


def words_of_blocks(blocks: Iterable[Json], depth: int = 0) -> str:
    """Return what blocks say, a line for each; buttons and fields to fill in say nothing."""
    return joined(_words_of(block, depth) for block in blocks)


def _words_of(block: Json, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    known = _KINDS.get(text_of(block, "type"))
    return known(block, depth) if known else joined(_texts_of(block, depth))


def _texts_of(part: Any, depth: int) -> Iterator[str]:
    """Every text object within a block, in reading order."""
    if depth > _DEEPEST:
        return
    if isinstance(part, list):
        for one in part:
            yield from _texts_of(one, depth + 1)
    elif isinstance(part, Mapping):
        if isinstance(part.get("text"), str):
            yield _text_object(part)
        elif part.get("type") == "rich_text":
            yield rich_text(part, depth + 1)
        else:
            for key in _TEXT_KEYS:
                yield from _texts_of(part.get(key), depth + 1)


def _text_object(part: Json) -> str:
    text = text_of(part, "text")
    return text if part.get("type") == "mrkdwn" else escaped(text)


def _labelled(label: str, *lines: str) -> str:
    """Return the words of something that is seen rather than read, behind what it is."""
    said = [one for one in lines if one]
    return joined([f"{label}: {said[0]}", *said[1:]]) if said else ""


def _nothing(_block: Json, _depth: int) -> str:
    return ""


def _markdown(block: Json, _depth: int) -> str:
    return escaped(text_of(block, "text"))


def _titled(block: Json) -> str:
    title = block.get("title")
    return escaped(title) if isinstance(title, str) else joined(_texts_of(title, 0))


def _image(block: Json, _depth: int) -> str:
    return _labelled("Image", _titled(block) or escaped(text_of(block, "alt_text")))


def _video(block: Json, _depth: int) -> str:
    title = _titled(block) or escaped(text_of(block, "alt_text"))
    url = text_of(block, "title_url", "video_url")
    name = f"<{url}|{title}>" if url and title else title
    by = escaped(text_of(block, "author_name", "provider_name"))
    return _labelled(
        "Video", f"{name} by {by}" if name and by else name, *_texts_of(block.get("description"), 0)
    )


def _file(block: Json, _depth: int) -> str:
    file = part_of(block, "file")
    return words_of_file(file) if file else ""


def words_of_file(file: Json) -> str:
    """Return a file's name, and the words in it that Slack itself shows: what was said in a voice
    clip, what stands in an e-mail."""
    name = escaped(text_of(file, "title", "name"))
    spoken = part_of(part_of(file, "transcription"), "preview")
    words = text_of(spoken, "content") or text_of(file, "plain_text", "alt_txt")
    return _labelled("File", name or (escaped(words) and "without a name"), escaped(words))


def _table(block: Json, depth: int) -> str:
    rows = block.get("rows")
    lines = [
        " | ".join(_cell(cell, depth) for cell in row)
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, list)
    ]
    return joined([escaped(text_of(block, "caption")), *lines])


def _cell(cell: Any, depth: int) -> str:
    if not isinstance(cell, Mapping):
        return ""
    if cell.get("type") == "rich_text":
        return " ".join(rich_text(cell, depth + 1).split("\n"))
    value = cell.get("value")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return escaped(text_of(cell, "text")) or (f"{value:g}" if is_number else "")


def _container(block: Json, depth: int) -> str:
    title = _titled(block) or rich_text(part_of(block, "rich_text_title"), depth + 1)
    inner = words_of_blocks(parts_of(block, "child_blocks"), depth + 1)
    return joined([title, *_texts_of(block.get("subtitle"), depth), inner])


def _tasks(block: Json, depth: int) -> str:
    more = [rich_text(part_of(block, key), depth + 1) for key in ("details", "output")]
    tasks = [_tasks(one, depth + 1) for one in parts_of(block, "tasks")] if depth < 2 else []
    return joined([_titled(block), *more, *tasks])


def _chart(block: Json, _depth: int) -> str:
    return _labelled("Chart", _titled(block))


def _call(block: Json, _depth: int) -> str:
    call = part_of(part_of(block, "call"), "v1")
    return _labelled("Call", escaped(text_of(call, "name")))


def _carousel(block: Json, depth: int) -> str:
    return words_of_blocks(parts_of(block, "elements"), depth + 1)


def rich_text(block: Json, depth: int = 0) -> str:
    """Return the lines of rich text; lists and quotes hold further elements."""
    return "\n".join(_lines(block, depth))


def _lines(block: Json, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    for part in parts_of(block, "elements"):
        if part.get("type") == "rich_text_list":
            first, indent = _whole(part, "offset"), "  " * min(_whole(part, "indent"), 8)
            is_ordered = part.get("style") == "ordered"
            for number, line in enumerate(_lines(part, depth + 1), first + 1):
                yield f"{indent}{number}. {line}" if is_ordered else f"{indent}• {line}"
        else:
            yield "".join(_inline(one) for one in parts_of(part, "elements"))


def _whole(part: Json, key: str) -> int:
    found = part.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def _inline(element: Json) -> str:
    """An inline element of rich text in the notation of a stored text."""
    kind = element.get("type")
    if kind == "link":
        url, label = text_of(element, "url"), text_of(element, "text")
        return f"<{url}|{escaped(label)}>" if label else f"<{url}>"
    shape = _TOKENS.get(str(kind))
    if shape is not None:
        id_ = text_of(element, shape[0])
        return shape[1].format(id_) if id_ else ""
    raw = element.get("text")
    return escaped(raw if isinstance(raw, str) else text_of(element, "fallback"))


_TOKENS = {
    "user": ("user_id", "<@{}>"),
    "channel": ("channel_id", "<#{}>"),
    "usergroup": ("usergroup_id", "<!subteam^{}>"),
    "broadcast": ("range", "<!{}>"),
    "emoji": ("name", ":{}:"),
}

_KINDS: dict[str, Callable[[Json, int], str]] = {
    "actions": _nothing,
    "context_actions": _nothing,
    "divider": _nothing,
    "input": _nothing,
    "rich_text": rich_text,
    "markdown": _markdown,
    "image": _image,
    "video": _video,
    "file": _file,
    "table": _table,
    "data_table": _table,
    "container": _container,
    "task_card": _tasks,
    "plan": _tasks,
    "data_visualization": _chart,
    "call": _call,
    "carousel": _carousel,
}
