"""Uploads, their scan, and who may fetch them."""

from collections.abc import Callable

import httpx

from sandbox import Sandbox
from tests.sandbox.slack import Json, Slack

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def reserve(slack: Slack, name: str = "board.png", length: int = len(PNG)) -> Json:
    """A place for a file."""
    return slack.form("files.getUploadURLExternal", filename=name, length=length, alt_txt="Board")


def upload(slack: Slack, **complete: object) -> str:
    """A whole upload; the file's id."""
    place = reserve(slack)
    assert httpx.post(place["upload_url"], content=PNG, verify=False).text == f"OK - {len(PNG)}"
    rows = [{"id": place["file_id"], "title": "The board"}]
    answer = slack.post("files.completeUploadExternal", files=rows, **complete)
    assert answer["ok"], answer
    return str(place["file_id"])


def image_of(file_id: str) -> Json:
    """An image block of an uploaded file."""
    return {"type": "image", "alt_text": "Board", "slack_file": {"id": file_id}}


def test_a_file_is_shared_by_a_message_of_its_own(box: Sandbox, slack: Slack) -> None:
    file_id = upload(slack, channel_id="C0SUPPORT", initial_comment="See")
    message = box.messages("#support")[-1]
    assert message["text"] == "See"
    assert [(f["id"], f["title"]) for f in message["files"]] == [(file_id, "The board")]
    facts = slack.form("files.info", file=file_id)["file"]
    assert facts["channels"] == ["C0SUPPORT"]
    assert facts["shares"]["public"]["C0SUPPORT"][0]["ts"] == message["ts"]


def test_a_file_stands_in_a_block_only_after_its_scan(open_box: Callable[..., Sandbox]) -> None:
    scanning = open_box(settings={"file_scan_s": 60.0})
    with Slack(scanning.api_url, scanning.bot_token) as slack:
        early = slack.post(
            "chat.postMessage", channel="C0SUPPORT", text="x", blocks=[image_of(upload(slack))]
        )
        assert early["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    scanned = open_box(settings={"file_scan_s": 0.0})
    with Slack(scanned.api_url, scanned.bot_token) as slack:
        assert slack.say("C0SUPPORT", "x", blocks=[image_of(upload(slack))])


def test_an_upload_must_be_whole_and_completed_once(slack: Slack) -> None:
    place = reserve(slack, length=5)
    assert httpx.post(place["upload_url"], content=b"1234", verify=False).status_code == 400
    rows = [{"id": place["file_id"]}]
    early = slack.post("files.completeUploadExternal", files=rows)
    assert early["error"] == "file_not_found"
    httpx.post(place["upload_url"], files={"file": ("a.txt", b"12345")}, verify=False)
    assert slack.post("files.completeUploadExternal", files=rows)["ok"]
    assert slack.post("files.completeUploadExternal", files=rows)["error"] == "file_not_found"
    away = slack.post("files.completeUploadExternal", files=rows, channel_id="C0ENGINEERING")
    assert away["error"] == "not_in_channel"
    assert slack.post("files.completeUploadExternal", files=[])["error"] == "invalid_arguments"


def test_the_bytes_need_a_token(box: Sandbox, slack: Slack) -> None:
    url = slack.form("files.info", file=upload(slack))["file"]["url_private"]
    assert httpx.get(url, verify=False).status_code == 403
    token = {"Authorization": f"Bearer {box.bot_token}"}
    answer = httpx.get(url, headers=token, verify=False)
    assert answer.content == PNG and answer.headers["content-type"] == "image/png"
    assert (
        httpx.get(url, headers={"Sec-Fetch-Site": "same-origin"}, verify=False).status_code == 200
    )


def test_a_deleted_file_is_gone(box: Sandbox, slack: Slack) -> None:
    file_id = upload(slack)
    theirs = box.person("sam").attach("a.png", PNG)
    assert slack.post("files.delete", file=theirs)["error"] == "cant_delete_file"
    assert slack.post("files.delete", file=file_id)["ok"]
    assert slack.form("files.info", file=file_id)["error"] == "file_deleted"
    refused = slack.post(
        "chat.postMessage", channel="C0SUPPORT", text="x", blocks=[image_of(file_id)]
    )
    assert refused["error"] == "invalid_blocks"


def test_upload_arguments_are_checked(slack: Slack) -> None:
    long = slack.form("files.getUploadURLExternal", filename="a", length=1, alt_txt="x" * 1001)
    assert long["error"] == "alt_txt_too_large"
    assert reserve(slack, length=0)["error"] == "missing_argument"


def test_a_persons_file_comes_with_its_message(box: Sandbox) -> None:
    box.person("sam").say("#support", "look", files=[("shot.png", PNG)])
    message = box.messages("#support")[-1]
    assert message["subtype"] == "file_share" and message["files"][0]["name"] == "shot.png"
