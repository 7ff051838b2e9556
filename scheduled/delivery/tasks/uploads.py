"""Uploading: bytes to Slack, in the first two of the three steps that it asks for."""

from pathlib import PurePath

import httpx

from scheduled.delivery.api_errors import NotSlack, Unexplained, is_slacks, tls
from scheduled.delivery.worker import TaskContext

_UPLOAD_TIMEOUT_S = 10.0
_ALT_CHARS = 1000
"""Slack's limit of alt_txt (files.getUploadURLExternal)."""

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tiff"})
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"<svg", b"BM", b"II*\0", b"MM\0*")


def upload(context: TaskContext, content: bytes, filename: str, alt_text: str = "") -> str:
    """Return the id of a file whose content Slack has; nobody sees it until it is completed.

    A picture never goes without alternative text: where ``alt_text`` is blank, its name is said.
    """
    words = alternative(alt_text, filename) if is_picture(content, filename) else alt_text.strip()
    place = context.web_api.call(
        "files.getUploadURLExternal",
        filename=filename,
        length=len(content),
        alt_txt=words[:_ALT_CHARS] or None,
    )
    sent = httpx.post(
        place["upload_url"],
        content=content,
        timeout=_UPLOAD_TIMEOUT_S,
        headers={"Content-Type": "application/octet-stream"},
        follow_redirects=False,
        verify=tls(),
    )
    if sent.status_code != httpx.codes.OK or not sent.text.startswith("OK"):
        if is_slacks(sent.headers):
            raise Unexplained("upload_refused")  # another attempt gets another address
        raise NotSlack(sent.status_code)
    return str(place["file_id"])


def is_picture(content: bytes, filename: str) -> bool:
    """Return whether a file is a picture, by its name or by how it begins."""
    return PurePath(filename).suffix.lower() in _PICTURES or content.startswith(_BEGINNINGS)


def alternative(alt_text: str, name: str) -> str:
    """Return what a picture's alternative text is: the words given, else what it is called."""
    words = " ".join(alt_text.split())
    if words:
        return words
    called = " ".join(PurePath(name).stem.replace("-", " ").split())
    return f"Picture: {called or 'no description'}"
