"""Uploads: a URL, the bytes, completion, and the scan that follows."""

import time

from sandbox.world.model import SlackError, StoredFile
from sandbox.world.workspace import Workspace

IMAGE_TYPES = ("png", "jpg", "jpeg", "gif")


def reserve(team: Workspace, user_id: str, name: str, length: int, alt_txt: str = "") -> StoredFile:
    """A file that waits for its bytes."""
    with team.lock:
        file = StoredFile(team.new_id("F"), name, name, user_id, length, team.now_s(), alt_txt)
        team.files[file.id] = file
        return file


def find(team: Workspace, file_id: str) -> StoredFile:
    """The file with this id. SlackError file_not_found, file_deleted."""
    file = team.files.get(file_id)
    if file is None:
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


def complete(file: StoredFile, title: str, scan_s: float) -> None:
    """Finish an upload; the file may stand in blocks `scan_s` seconds later."""
    if file.data is None or file.completed:
        raise SlackError("file_not_found")
    file.title = title or file.name
    file.completed = True
    file.usable_from_s = time.monotonic() + scan_s


def is_usable_image(team: Workspace, reference: dict[str, str]) -> bool:
    """Whether a `slack_file` object (`{id}` or `{url}`) names a scanned image the app may use."""
    file_id = reference.get("id", "")
    if not file_id:
        file_id = next((f for f in team.files if f"/{f}/" in reference.get("url", "")), "")
    file = team.files.get(file_id)
    if file is None or file.deleted or not file.completed:
        return False
    is_image = file.name.rpartition(".")[2].lower() in IMAGE_TYPES
    return is_image and time.monotonic() >= file.usable_from_s


def add_whole(team: Workspace, user_id: str, name: str, data: bytes) -> StoredFile:
    """A file a person attached: complete and scanned at once."""
    file = reserve(team, user_id, name, len(data))
    file.data, file.completed = data, True
    return file
