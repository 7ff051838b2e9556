"""What hangs on feedback, as its readers see it: answers, files, and notes from its thread."""

from typing import Any

from domain.feedback.attachments import Answer, Attached, File, Note
from domain.feedback.model import Feedback
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, section
from views.blockkit.message import Block
from views.blockkit.text import link, mention, mrkdwn, slack_date

_SHOWN_FILES = 6
_SHOWN_NOTES = 3
_ANSWER_CHARS = 250
_NOTE_CHARS = 150
_WHOLE_NOTE_CHARS = 1_500

_REFUSED = {
    "unseen": "Slack has not told me about it yet",
    "file_not_found": "Slack does not show it to me",
    "access_denied": "the other organisation does not share it",
    "file_deleted": "it was deleted",
    "missing_scope": "I lack the permission; ask an admin to reinstall Linchpin",
}


def attached_blocks(feedback: Feedback) -> list[Block]:
    """Answers, files and the newest notes below the words; nothing when there are none."""
    attached = feedback.attached
    blocks = [context(_answered(one)) for one in attached.answers]
    if attached.files:
        blocks.append(context(files_line(attached)))
    if attached.notes:
        blocks.append(_notes(feedback))
    return blocks


def files_line(attached: Attached) -> str:
    """The files as links, a few of them; one that Slack withholds says why."""
    shown = [_file(one) for one in attached.files[:_SHOWN_FILES]]
    more = attached.file_count - len(shown)
    return ":paperclip: " + " · ".join([*shown, *([f"and {more} more"] if more > 0 else [])])


def notes_modal(feedback: Feedback, notes: tuple[Note, ...], offset: int) -> dict[str, Any]:
    """The notes of feedback from the newest on, with a button to the older ones."""
    count = feedback.attached.note_count
    blocks: list[Block] = [section(_note(one, _WHOLE_NOTE_CHARS)) for one in notes]
    if not blocks:
        blocks = [section("There are no notes. Replies in the thread become notes.")]
    last = offset + len(notes)
    if last < count:
        older = f"{feedback.number}:{last}"
        blocks.append(context(f"Notes {offset + 1} to {last} of {count:,}, newest first."))
        blocks.append(actions([button("Older notes", ids.FEEDBACK_NOTES, older)]))
    if feedback.attached.file_count and not offset:
        blocks.insert(0, context(files_line(feedback.attached)))
    return modal(f"Notes of {feedback.reference}", blocks)


def _notes(feedback: Feedback) -> Block:
    attached = feedback.attached
    shown = attached.notes[-_SHOWN_NOTES:]
    noun = "note" if attached.note_count == 1 else "notes"
    head = f":speech_balloon: *{attached.note_count:,} {noun}*"
    lines = [head, *(_note(one, _NOTE_CHARS) for one in shown)]
    is_cut = attached.note_count > len(shown) or any(len(one.text) > 150 for one in shown)
    more = button("All notes", ids.FEEDBACK_NOTES, f"{feedback.number}:0") if is_cut else None
    return section("\n".join(lines), more)


def _note(note: Note, limit: int) -> str:
    name = mrkdwn(note.author_name or "Somebody", 100)
    who = mention(note.author_id) if note.author_id else name
    return f"{who}, {slack_date(note.at)}: {mrkdwn(note.text, limit)}"


def _answered(one: Answer) -> str:
    return f"*{mrkdwn(one.question, 200)}*  {mrkdwn(' '.join(one.answer.split()), _ANSWER_CHARS)}"


def _file(file: File) -> str:
    name = link(file.permalink, file.name, 80) if file.permalink else mrkdwn(file.name, 80)
    if file.refused is not None:
        why = _REFUSED.get(file.refused, "Slack does not show it to me")
        return f"{name} ({why})"
    size = f" ({_size(file.size_bytes)})" if file.size_bytes is not None else ""
    return f"{name}{size}"


def _size(size_bytes: int) -> str:
    if size_bytes < 1_000_000:
        return f"{max(round(size_bytes / 1000), 1):,} kB"
    return f"{size_bytes / 1_000_000:,.1f} MB"
