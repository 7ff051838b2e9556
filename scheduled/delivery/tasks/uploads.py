"""Uploading: bytes to Slack, in the first two of the three steps that it asks for."""

import httpx

from scheduled.delivery.api_errors import NotSlack, Unexplained, is_slacks, tls
from scheduled.delivery.worker import TaskContext

_UPLOAD_TIMEOUT_S = 10.0


def upload(context: TaskContext, content: bytes, filename: str, alt_text: str = "") -> str:
    """The id of a file whose content Slack has; nobody sees it until the upload is completed."""
    place = context.web_api.call(
        "files.getUploadURLExternal",
        filename=filename,
        length=len(content),
        alt_txt=alt_text[:1000] or None,
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
