"""What hangs on feedback besides its words: answers, files, and what was said in its thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.text.slack_blocks import Json, parts_of
from domain.text.slack_message import author_of, readable_text

MOST_FILES = 20
"""How many files of one message or thread are kept; Slack takes 10 in a message."""

_NAME_CHARS = 150


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a channel's own question, which is kept as it was asked."""

    question_id: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class File:
    """A file at Slack. ``refused`` is Slack's word for why the bot may not look at it, or None."""

    slack_id: str
    name: str
    mimetype: str | None = None
    size_bytes: int | None = None
    permalink: str | None = None
    author_id: str | None = None
    message_ts: str | None = None
    refused: str | None = None

    @property
    def is_image(self) -> bool:
        """True for a picture, such as a screenshot."""
        return (self.mimetype or "").startswith("image/")


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a thread: who said what, as plain text; ``text`` may be empty."""

    ts: str
    text: str
    author_id: str | None = None
    author_name: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody said in the thread after the feedback was saved."""

    id: int
    text: str
    at: datetime
    author_id: str | None = None
    author_name: str | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on feedback: all answers, and the newest of the notes and of the files."""

    answers: tuple[Answer, ...] = ()
    files: tuple[File, ...] = ()
    file_count: int = 0
    notes: tuple[Note, ...] = ()
    note_count: int = 0


NOTHING = Attached()


def files_of(message: Json) -> tuple[File, ...]:
    """The files of a message as Slack sends it, without those that were deleted.

    A file that Slack wants to be asked about (Slack Connect) has ``refused`` = ``unseen`` until
    somebody asked.
    """
    found: list[File] = []
    for one in parts_of(message, "files"):
        if one.get("id") and one.get("mode") != "tombstone":
            found.append(_file(one, message))
    return tuple(found[:MOST_FILES])


def seen(file: File, answer: Mapping[str, Any]) -> File:
    """A file as ``files.info`` tells of it."""
    return _file(answer, {"ts": file.message_ts, "user": file.author_id})


def line_of(message: Json, names: Mapping[str, str]) -> Line:
    """A message of a thread; ``names`` are people's names by user id."""
    author = author_of(message)
    name = author.name or names.get(author.user_id or "") or "Somebody"
    return Line(str(message["ts"]), readable_text(message, names), author.user_id, name)


def once(files: Iterable[File]) -> tuple[File, ...]:
    """Files without repetitions, the first ones, as many as are kept."""
    return tuple({one.slack_id: one for one in files}.values())[:MOST_FILES]


def without_empty(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that say something."""
    return tuple(one for one in lines if one.text)


def _file(one: Mapping[str, Any], message: Mapping[str, Any]) -> File:
    is_unseen = one.get("file_access") == "check_file_info"
    size = one.get("size")
    author, ts = one.get("user") or message.get("user"), message.get("ts")
    return File(
        slack_id=str(one["id"]),
        name=_storable(str(one.get("title") or one.get("name") or "File")),
        mimetype=str(one["mimetype"]) if one.get("mimetype") else None,
        size_bytes=size if isinstance(size, int) and size >= 0 else None,
        permalink=str(one["permalink"]) if one.get("permalink") else None,
        author_id=str(author) if author else None,
        message_ts=str(ts) if ts else None,
        refused="unseen" if is_unseen else None,
    )


def _storable(name: str) -> str:
    clean = name.replace("\0", "").encode(errors="ignore").decode()
    return " ".join(clean.split())[:_NAME_CHARS] or "File"
