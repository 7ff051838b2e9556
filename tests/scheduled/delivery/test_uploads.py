"""Every picture goes to Slack with words for those who cannot see it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any, cast

import pytest

from domain.roadmap.commands import parse_view
from domain.roadmap.shares import Format
from scheduled.delivery.tasks.uploads import upload
from scheduled.delivery.template import Post
from scheduled.delivery.worker import TaskContext
from scheduled.roadmap import PART
from services.outbox.payloads import pack
from tests.test_house_rules import sources
from tests.views.roadmap.boards import board
from views.blockkit.message import Message


class Taken(BaseHTTPRequestHandler):
    """Takes every upload."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"OK - 4")

    def log_message(self, *_args: object) -> None:
        pass


class Recorded:
    """A way to Slack that records what it is asked for."""

    def __init__(self, upload_url: str) -> None:
        self.asked: list[dict[str, Any]] = []
        self._answer = {"upload_url": upload_url, "file_id": "F1"}

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        assert method == "files.getUploadURLExternal"
        self.asked.append(arguments)
        return self._answer


@pytest.fixture
def slack() -> Iterator[Recorded]:
    server = HTTPServer(("127.0.0.1", 0), Taken)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Recorded(f"http://127.0.0.1:{server.server_port}/upload")
    server.shutdown()
    thread.join()
    server.server_close()


PICTURES = [
    (b"\x89PNG\r\n\x1a\n", "value-and-effort.png"),
    (b"\x89PNG\r\n\x1a\n", "no-ending"),
    (b"\xff\xd8\xff\xe0", "photo.JPG"),
    (b"GIF89a", "moving.gif"),
    (b"RIFF....WEBP", "small.webp"),
    (b"<svg xmlns=''/>", "roadmap.svg"),
    (b"<svg xmlns=''/>", "roadmap"),
    (b"\x89PNG", ".png"),
]


@pytest.mark.parametrize(("content", "name"), PICTURES)
@pytest.mark.parametrize("alt_text", ["", " \n ", "\u00a0", "Three ideas", "x" * 5_000])
def test_a_picture_always_has_words_within_slacks_limit(
    slack: Recorded, content: bytes, name: str, alt_text: str
) -> None:
    assert (
        upload(cast(TaskContext, SimpleNamespace(web_api=slack)), content, name, alt_text) == "F1"
    )
    words = slack.asked[0]["alt_txt"]
    assert words.strip() and len(words) <= 1_000
    if alt_text.strip():
        assert words == alt_text[:1_000]


def test_a_table_needs_no_words(slack: Recorded) -> None:
    upload(cast(TaskContext, SimpleNamespace(web_api=slack)), b"a,b\n", "problems.csv")
    assert slack.asked[0]["alt_txt"] is None


@pytest.mark.parametrize("form", [Format.PNG, Format.SVG])
def test_each_picture_of_the_roadmap_is_described(form: Format) -> None:
    data = {
        "board": pack(board(3)),
        "view": parse_view("").words,
        "format": form.value,
        "at": "2025-11-17T12:00:00+00:00",
    }
    assert PART.documents["roadmap_file"](data).alt_text.strip()


def test_the_block_of_a_picture_without_words_is_called_by_its_name() -> None:
    post = Post(Message("x", ()), picture_svg="<svg/>", picture_name="Value and effort")
    (image,) = post.with_picture("F1").blocks
    assert image["alt_text"] == "Picture: Value and effort"


def test_files_are_uploaded_in_one_place_only() -> None:
    callers = {
        one.path
        for one in sources("bot", "handlers", "scheduled", "services", "views")
        if 'upload_url"]' in one.text or "files_upload" in one.text
    }
    assert callers == {"scheduled/delivery/tasks/uploads.py"}
