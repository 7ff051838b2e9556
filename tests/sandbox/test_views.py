"""Modals and Home tabs: triggers, the stack, hashes, state."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from sandbox import ActionError, Sandbox, SandboxClock
from tests.sandbox.app import SILENT, SocketApp
from tests.sandbox.slack import Json, Slack, actions, button, home, modal, options, text_input


@pytest.fixture
def app(box: Sandbox) -> Iterator[SocketApp]:
    """A connected app that acknowledges everything."""
    connected = SocketApp(box)
    yield connected
    connected.close()


def trigger(app: SocketApp) -> str:
    """The trigger_id of the newest interaction."""
    return str(app.envelopes[-1]["payload"]["trigger_id"])


def open_one(box: Sandbox, app: SocketApp, slack: Slack, view: Json | None = None) -> Json:
    """A modal opened for Sam."""
    box.person("sam").global_shortcut("new")
    answer = slack.post("views.open", trigger_id=trigger(app), view=view or modal())
    assert answer["ok"], answer
    shown: Json = answer["view"]
    return shown


def test_a_trigger_works_once(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    open_one(box, app, slack)
    again = slack.post("views.open", trigger_id=trigger(app), view=modal())
    assert again["error"] == "exchanged_trigger_id"
    assert (
        slack.post("views.open", trigger_id="1.2.x", view=modal())["error"] == "invalid_trigger_id"
    )


def test_a_trigger_is_too_old_after_three_seconds(
    box: Sandbox, app: SocketApp, slack: Slack, clock: SandboxClock
) -> None:
    box.person("sam").global_shortcut("new")
    clock.advance(timedelta(seconds=3, milliseconds=1))
    late = slack.post("views.open", trigger_id=trigger(app), view=modal())
    assert late["error"] == "expired_trigger_id"


def test_three_modals_are_the_most(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    view = modal(text_input(), actions(button()))
    ids = [open_one(box, app, slack, view)["id"]]
    sam = box.person("sam")
    for _ in range(2):
        sam.click(None, ids[-1], "go")
        pushed = slack.post("views.push", trigger_id=trigger(app), view=view)["view"]
        assert pushed["previous_view_id"] == ids[-1] and pushed["root_view_id"] == ids[0]
        ids.append(pushed["id"])
    sam.click(None, ids[-1], "go")
    fourth = slack.post("views.push", trigger_id=trigger(app), view=view)
    assert fourth["error"] == "push_limit_reached"
    sam.close_modal()
    top = sam.modal()
    assert top is not None and top["id"] == ids[1]
    sam.close_modal(clear=True)
    assert sam.modal() is None


def test_nothing_can_be_pushed_on_nothing(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    box.person("sam").global_shortcut("new")
    assert slack.post("views.push", trigger_id=trigger(app), view=modal())["error"] == "not_found"


def test_an_update_with_an_old_hash_is_a_conflict(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    view = open_one(box, app, slack)
    first = slack.post("views.update", view_id=view["id"], view=modal(), hash=view["hash"])
    assert first["ok"] and first["view"]["hash"] != view["hash"]
    second = slack.post("views.update", view_id=view["id"], view=modal(), hash=view["hash"])
    assert second["error"] == "hash_conflict"


def test_an_update_finds_a_view_by_external_id(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    open_one(box, app, slack, modal(external_id="mine"))
    assert slack.post("views.update", external_id="mine", view=modal(external_id="mine"))["ok"]
    box.person("emil").global_shortcut("new")
    taken = slack.post("views.open", trigger_id=trigger(app), view=modal(external_id="mine"))
    assert taken["error"] == "duplicate_external_id"
    assert slack.post("views.update", view_id="V0", view=modal())["error"] == "not_found"


def test_what_was_typed_survives_an_update_of_the_view(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    sam = box.person("sam")
    view = open_one(box, app, slack)
    sam.click(None, view["id"], "text", value="half a sentence")
    slack.post("views.update", view_id=view["id"], view=modal(text_input(), text_input("more")))
    shown = sam.modal()
    assert shown is not None
    assert shown["state"]["values"]["said"]["text"]["value"] == "half a sentence"


def test_a_submission_carries_ids_state_and_metadata(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    sam = box.person("sam")
    open_one(box, app, slack, modal(text_input(), callback_id="cb", private_metadata="7"))
    assert sam.submit({"said": "words"}).ok
    payload = app.envelopes[-1]["payload"]
    assert payload["type"] == "view_submission"
    assert payload["view"]["callback_id"] == "cb"
    assert payload["view"]["private_metadata"] == "7"
    entry = payload["view"]["state"]["values"]["said"]["text"]
    assert entry == {"type": "plain_text_input", "value": "words"}
    assert sam.modal() is None


def test_slack_checks_fields_before_the_app_hears_of_them(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    open_one(box, app, slack, modal(text_input(min_length=5), text_input("why", optional=True)))
    sam, before = box.person("sam"), len(app.envelopes)
    assert set(sam.submit({}).errors) == {"said"}
    assert "at least 5" in sam.submit({"said": "abc"}).errors["said"]
    assert len(app.envelopes) == before
    assert sam.submit({"said": "abcde"}).ok


def test_an_answer_can_replace_push_or_clear(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    sam = box.person("sam")
    open_one(box, app, slack)
    answers: list[Json] = [
        {"response_action": "update", "view": modal(callback_id="second")},
        {"response_action": "push", "view": modal(callback_id="third")},
        {"response_action": "clear"},
    ]
    seen = []
    for answer in answers:
        app.answer = lambda _e, answer=answer: answer
        assert sam.submit({"said": "words"}).ok
        view = sam.modal()
        seen.append(view["callback_id"] if view else None)
    assert seen == ["second", "third", None]


def test_an_answer_with_a_broken_view_is_trouble_for_the_person(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    open_one(box, app, slack)
    broken = modal(title={"type": "plain_text", "text": "x" * 25})
    app.answer = lambda _e: {"response_action": "update", "view": broken}
    reply = box.person("sam").submit({"said": "words"})
    assert not reply.ok and "less than 25" in reply.errors["view"]


def test_errors_must_name_input_blocks(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    open_one(box, app, slack)
    app.answer = lambda _e: {"response_action": "errors", "errors": {"nowhere": "No."}}
    reply = box.person("sam").submit({"said": "words"})
    assert "nowhere" in reply.error and box.person("sam").modal() is not None


def test_a_late_answer_keeps_the_modal_and_what_was_typed(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    open_one(box, app, slack)
    app.answer = lambda _e: SILENT
    sam = box.person("sam")
    reply = sam.submit({"said": "words"})
    assert reply.error == "operation_timeout"
    view = sam.modal()
    assert view is not None and view["state"]["values"]["said"]["text"]["value"] == "words"


def test_closing_is_told_only_where_it_was_asked_for(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    sam = box.person("sam")
    open_one(box, app, slack)
    sam.close_modal()
    assert app.envelopes[-1]["payload"]["type"] == "shortcut"
    open_one(box, app, slack, modal(notify_on_close=True))
    sam.close_modal()
    closed = app.envelopes[-1]["payload"]
    assert (closed["type"], closed["is_cleared"]) == ("view_closed", False)
    assert closed["view"]["state"]["values"] == {}


def test_home_is_published_per_person_and_told_when_opened(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    sam = box.person("sam")
    assert sam.home() is None
    box.settle()
    assert app.events("app_home_opened")[0]["event"]["user"] == sam.id
    first = slack.post("views.publish", user_id=sam.id, view=home())["view"]
    assert sam.home_view() == first and box.person("emil").home_view() is None
    assert slack.post("views.publish", user_id=sam.id, view=home(), hash=first["hash"])["ok"]
    stale = slack.post("views.publish", user_id=sam.id, view=home(), hash=first["hash"])
    assert stale["error"] == "hash_conflict"
    wrong = slack.post("views.publish", user_id="U0NOBODY", view=home())
    assert wrong["response_metadata"]["messages"] == ["invalid `user_id`"]


def test_a_select_offers_only_its_options(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    menu = {"type": "static_select", "action_id": "pick", "options": options("a", "b")}
    view = open_one(box, app, slack, modal(text_input(), actions(menu, block_id="top")))
    sam = box.person("sam")
    assert sam.click(None, view["id"], "pick", value="b").ok
    action = app.envelopes[-1]["payload"]["actions"][0]
    assert action["selected_option"]["value"] == "b"
    assert app.envelopes[-1]["payload"]["view"]["state"]["values"]["top"]["pick"] == {
        "type": "static_select",
        "selected_option": action["selected_option"],
    }
    with pytest.raises(ActionError, match="only: a, b"):
        sam.click(None, view["id"], "pick", value="c")


def test_an_external_select_asks_the_app(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    menu = {"type": "external_select", "action_id": "find", "min_query_length": 0}
    label = {"type": "plain_text", "text": "Idea"}
    block = {"type": "input", "block_id": "idea", "label": label, "element": menu}
    open_one(box, app, slack, modal(block))
    app.answer = lambda e: (
        {"options": options("I-1", "I-2")} if e["payload"]["type"] == "block_suggestion" else None
    )
    sam = box.person("sam")
    assert [o["value"] for o in sam.suggest("find", "exp")] == ["I-1", "I-2"]
    assert app.envelopes[-1]["payload"]["value"] == "exp"
    assert sam.submit({"idea": "I-2"}).ok
    state = app.envelopes[-1]["payload"]["view"]["state"]["values"]
    assert state["idea"]["find"]["selected_option"]["value"] == "I-2"


def test_a_view_is_too_large_above_250_kilobytes(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    box.person("sam").global_shortcut("new")
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 90
    answer = slack.post("views.open", trigger_id=trigger(app), view=modal(*blocks))
    assert answer["error"] == "view_too_large"


def test_without_a_home_tab_nothing_can_be_published(
    open_box: Callable[..., Sandbox],
) -> None:
    from tests.sandbox.conftest import manifest_with

    manifest = manifest_with()
    manifest["features"]["app_home"]["home_tab_enabled"] = False
    box = open_box(manifest=manifest)
    with Slack(box.api_url, box.bot_token) as slack:
        answer = slack.post("views.publish", user_id="U0SAM", view=home())
        assert answer["error"] == "not_enabled"
