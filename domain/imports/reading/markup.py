"""HTML and Markdown in cells as the text that people read."""

import html
import re
import string

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)

LINE_BREAK = "\u2028"
"""Stands for a line break within a cell where a line of the file is one row of a table."""

_TAGS = (
    "a|abbr|article|b|big|blockquote|body|br|center|code|dd|del|div|dl|dt|em|figure|figcaption|font|"
    "h[1-6]|head|hr|html|i|img|input|ins|kbd|label|li|main|mark|meta|ol|p|picture|pre|q|s|section|"
    "small|source|span|strike|strong|style|script|sub|summary|details|sup|svg|table|tbody|td|th|"
    "thead|tfoot|title|tr|tt|u|ul|video|iframe|wbr"
)
_HTML = re.compile(rf"<(?:/?(?:{_TAGS})(?:\s[^<>]*)?/?>|!--|!doctype\b)", re.I)
_WORTH = re.compile(r"[<&*_~`\[#\\\u2028>]")
_HIDDEN = re.compile(r"<(style|script|head|svg)\b[^<>]*>|<!--|<!doctype[^<>]*>", re.I)
_LINK = re.compile(
    r"""<a\b[^<>]*?\bhref\s*=\s*["']?(https?:[^"'\s<>]+)["']?[^<>]*>([^<]*)</a\s*>""", re.I
)
_IMAGE = re.compile(r"""<img\b[^<>]*?\balt\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>""", re.I)
_ITEM = re.compile(r"<li\b[^<>]*>", re.I)
_CELL = re.compile(r"</t[dh]\s*>\s*(?=<t[dh]\b)", re.I)
_BREAK = re.compile(
    r"<(?:br|hr)\b[^<>]*>|</?(?:tr|div|dd|dt|ul|ol|dl|table|section|article|summary)\b[^<>]*>", re.I
)
_PARAGRAPH = re.compile(r"</?(?:p|h[1-6]|blockquote|pre|figure|main|details)\b[^<>]*>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n`]*\n?", re.M)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?=\S)", re.M)
_QUOTE = re.compile(r"^(?:>[ \t]?)+(?=\S)", re.M)
_MARKED_IMAGE = re.compile(
    r"!\[([^\[\]\n]{0,300})\]\([^\s()]{1,2000}(?:[ \t]\"[^\"\n]{0,200}\")?\)"
)
_MARKED_LINK = re.compile(
    r"\[([^\[\]\n]{1,300})\]\(<?((?:https?|mailto):[^\s()<>]{1,2000})>?"
    r"(?:[ \t]\"[^\"\n]{0,200}\")?\)"
)
_STRONG = re.compile(r"(\*\*|__|~~)(?=[^\s*_~])([^\n*~]{1,2000}?)(?<=[^\s*_~])\1(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^\n*]{1,500}?)(?<=[^\s*])\*(?![\w*])")
_CODE = re.compile(r"(?<!`)`([^`\n]{1,500})`(?!`)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!~>|-])")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n|\n[ \t]*\n")


def plain_text(cell: str) -> str:
    """Return a cell as text: tags and Markdown signs read, entities decoded once."""
    if not _WORTH.search(cell):
        return cell
    text = cell.replace(LINE_BREAK, "\n") if LINE_BREAK in cell else cell
    if "<" in text and _HTML.search(text):
        return html.unescape(_without_tags(text)).replace("\u00a0", " ").strip()
    return _ENTITY.sub(lambda found: html.unescape(found[0]), _without_marks(text))


def _without_tags(text: str) -> str:
    text = _without_hidden(text)
    text = re.sub(r"\s*\n\s*", " ", text) if _PARAGRAPH.search(text) else text
    text = _LINK.sub(lambda found: _with_address(found[2], found[1]), text)
    text = _IMAGE.sub(lambda found: found[1] or found[2] or "", text)
    text = _CELL.sub(" | ", _ITEM.sub("\n- ", text))
    text = _PARAGRAPH.sub("\n\n", _BREAK.sub("\n", text))
    text = _HTML.sub("", text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines))


def _without_hidden(text: str) -> str:
    """Leave out comments, styles and scripts, in one go through the text."""
    lower, kept, place, endless = text.translate(_LOWER), list[str](), 0, set[str]()
    while found := _HIDDEN.search(text, place):
        kept.append(text[place : found.start()])
        closing = f"</{found[1].lower()}" if found[1] else "-->"
        place = found.end()
        if found[0].lower().startswith("<!doctype") or closing in endless:
            continue
        end = lower.find(closing, place)
        if end < 0:
            endless.add(closing)
            continue
        place = text.find(">", end) + 1 or len(text)
    return "".join([*kept, text[place:]])


def _with_address(words: str, address: str) -> str:
    shown = " ".join(words.split())
    if not shown or shown in html.unescape(address) or shown == address:
        return address
    return f"{shown} ({address})"


def _without_marks(text: str) -> str:
    text = _MARKED_IMAGE.sub(r"\1", text)
    text = _MARKED_LINK.sub(lambda found: _with_address(found[1], found[2]), text)
    if "\n" in text or text.startswith(("#", ">", "```")):
        text = _QUOTE.sub("", _HEADING.sub("", _FENCE.sub("", text)))
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\1", text)
    text = _CODE.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", text)
