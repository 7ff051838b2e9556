"""files.*: upload in three steps, then facts and deletion."""

from sandbox.api.call import Call, Method, takes
from sandbox.api.content import checked_blocks
from sandbox.world import files, posts
from sandbox.world.model import Channel, Json, SlackError, StoredFile
from sandbox.world.render import file_json
from sandbox.world.text import posted

ALT_TEXT_MAX = 1000
SNIPPET_MAX = 1_000_000


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal."""
    length = call.args["length"]
    if length < 1:
        raise SlackError("missing_argument")
    if len(call.text("alt_txt")) > ALT_TEXT_MAX:
        raise SlackError("alt_txt_too_large")
    if call.text("snippet_type") and length > SNIPPET_MAX:
        raise SlackError("snippet_too_large")
    team = call.team
    file = files.reserve(
        team, team.bot_user_id, call.text("filename"), length, call.text("alt_txt")
    )
    return {"upload_url": f"{team.base_url}/upload/{team.id}/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: private without a channel, else shared by a message."""
    listed = _listed(call)
    target = _target(call)
    found = [(files.find(call.team, row["id"]), row.get("title", "")) for row in listed]
    blocks = checked_blocks(call.team, call.args.get("blocks"))
    for file, title in found:
        files.complete(file, title, call.services.file_scan_s)
    if target is not None:
        _share(call, target, [file for file, _ in found], blocks)
    return {"files": [file_json(call.team, file) for file, _ in found]}


def _listed(call: Call) -> list[Json]:
    rows = call.args["files"]
    fine = isinstance(rows, list) and all(isinstance(r, dict) and "id" in r for r in rows)
    if not fine or not rows:
        messages = ["[ERROR] must provide an array of objects with `id` [json-pointer:/files]"]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    return list(rows)


def _target(call: Call) -> Channel | None:
    channel_ids = call.args.get("channels") or [call.text("channel_id")]
    if len(channel_ids) > 1:
        messages = ["[ERROR] the sandbox does not model more than one channel: channels"]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    if not channel_ids[0]:
        return None
    channel = call.team.channels.get(str(channel_ids[0]))
    if channel is None or not call.team.can_see(channel, call.team.bot_user_id):
        raise SlackError("invalid_channel")
    if call.team.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _share(call: Call, channel: Channel, shared: list[StoredFile], blocks: list[Json]) -> None:
    comment = posted(call.text("initial_comment"))
    draft = posts.Draft(comment, [] if comment else blocks, files=[file.id for file in shared])
    draft.thread_ts = call.args.get("thread_ts") or None
    posts.post(call.team, channel, call.team.bot_user_id, draft)


def info(call: Call) -> Json:
    """files.info."""
    file = files.find(call.team, call.text("file"))
    if file.withheld:
        raise SlackError(file.withheld)
    return {"file": file_json(call.team, file), "comments": []}


def delete(call: Call) -> Json:
    """files.delete: the app's own files."""
    file = files.find(call.team, call.text("file"))
    if file.user != call.team.bot_user_id:
        raise SlackError("cant_delete_file")
    file.deleted, file.data = True, None
    return {}


METHODS = (
    Method(
        "files.getUploadURLExternal",
        get_upload_url,
        takes("filename! length!:int alt_txt snippet_type"),
        ("files:write",),
        tier=4,
        form_only=True,
    ),
    Method(
        "files.completeUploadExternal",
        complete_upload,
        takes("files!:json channel_id channels:list thread_ts initial_comment blocks:raw"),
        ("files:write",),
        tier=4,
    ),
    Method("files.info", info, takes("file!"), ("files:read",), tier=4, form_only=True),
    Method("files.delete", delete, takes("file!"), ("files:write",), tier=3),
)
