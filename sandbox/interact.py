"""Commands, shortcuts, clicks and submissions: send, wait for the answer, show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.actions import ActionError, action_entry, chosen, find_element
from sandbox.api.content import checked_view
from sandbox.api.respond import answer_command
from sandbox.delivery import payloads
from sandbox.delivery.courier import Courier
from sandbox.delivery.parcel import Attempt, Parcel
from sandbox.world import events, forms, posts, views
from sandbox.world.forms import Element
from sandbox.world.model import Channel, Json, Message, Person, ResponseUrl, SlackError, View
from sandbox.world.text import command_text
from sandbox.world.workspace import Workspace

MODAL_TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(slots=True)
class Reply:
    """How the app answered something a person did.

    `ok` is False when it failed, came too late or named errors; `error` is Slack's word for that
    (operation_timeout, dispatch_failed, ...), `errors` the sentences under a modal's fields.
    """

    ok: bool
    status: int = 0
    text: str | None = None
    blocks: list[Json] = field(default_factory=list)
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    answer: object = None


class Interaction:
    """What one person does that the app must answer within three seconds."""

    def __init__(self, team: Workspace, person: Person, courier: Courier) -> None:
        self._team = team
        self._person = person
        self._courier = courier
        self._suggested: dict[str, list[Json]] = {}

    def _ask(self, kind: str, name: str, payload: Json, answerable: bool = False) -> Attempt:
        if not self._team.installed:
            return Attempt(False, reason="connection_failed")
        return self._courier.ask(Parcel(kind, name, self._team.id, payload, answerable))

    def _response_url(self, grant: ResponseUrl) -> str:
        return self._team.base_url + self._team.new_response_url(grant)

    def _grant(self, channel: Channel, message: Message | None = None) -> ResponseUrl:
        grant = ResponseUrl(channel.id, self._person.id, self._team.clock.now())
        if message is not None:
            grant.message_ts, grant.is_ephemeral = message.ts, bool(message.only_for)
            grant.thread_ts = message.thread_ts
        return grant

    def command(self, channel: Channel, name: str, words: str) -> Reply:
        """Run a slash command; an answer in the acknowledgement is shown in the channel."""
        declared = self._team.manifest.commands.get(name)
        if declared is None:
            raise ActionError(f"{name} is not a valid command")
        if self._person.id not in channel.members:
            raise ActionError(f"{self._person.real_name} is not in this channel")
        with self._team.lock:
            grant = self._grant(channel)
            words = command_text(words.strip(), self._team, declared.should_escape)
            payload = payloads.command(
                self._team, channel, self._person, name, words, self._response_url(grant)
            )
        attempt = self._ask("command", "slash_commands", payload, answerable=True)
        if not attempt.ok:
            return self._failed_command(channel, name, attempt)
        return self._show_answer(channel, grant, attempt)

    def _failed_command(self, channel: Channel, name: str, attempt: Attempt) -> Reply:
        error = _failure(attempt)
        words = f"{name} failed with the error “{error}”"
        message = posts.post_ephemeral(self._team, channel, self._person.id, posts.Draft(words))
        message.user, message.bot_id, message.app_id = "USLACKBOT", "", ""
        return Reply(False, attempt.status, error=error)

    def _show_answer(self, channel: Channel, grant: ResponseUrl, attempt: Attempt) -> Reply:
        answer = attempt.answer
        body: Json = answer if isinstance(answer, dict) else {"text": str(answer or "")}
        reply = Reply(True, attempt.status, body.get("text") or None, answer=answer)
        if not (body.get("text") or body.get("blocks") or body.get("attachments")):
            return reply
        reply.blocks = body.get("blocks") or []
        try:
            answer_command(self._team, channel, grant, body)
        except SlackError as error:
            reply.ok, reply.error = False, error.error
            reply.errors = {"blocks": "; ".join(error.extra.get("errors", ()))}
        return reply

    def message_shortcut(self, callback_id: str, channel: Channel, message: Message) -> Reply:
        """Use a message shortcut; ephemeral messages do not offer any."""
        self._declared(callback_id, "message")
        with self._team.lock:
            url = self._response_url(self._grant(channel))
            payload = payloads.message_shortcut(
                self._team, channel, self._person, message, callback_id, url
            )
        return _plain(self._ask("interaction", "message_action", payload))

    def global_shortcut(self, callback_id: str) -> Reply:
        """Use a global shortcut."""
        self._declared(callback_id, "global")
        with self._team.lock:
            payload = payloads.global_shortcut(self._team, self._person, callback_id)
        return _plain(self._ask("interaction", "shortcut", payload))

    def _declared(self, callback_id: str, kind: str) -> None:
        shortcut = self._team.manifest.shortcuts.get(callback_id)
        if shortcut is None or shortcut.type != kind:
            raise ActionError(f"the app has no {kind} shortcut {callback_id!r}")

    def click_message(
        self, channel: Channel, ts: str, action_id: str, value: object, block_id: str | None
    ) -> Reply:
        """Click an element of a message or of an ephemeral message."""
        with self._team.lock:
            message = channel.messages.get(ts) or channel.ephemerals.get(ts)
            if message is None or message.only_for not in ("", self._person.id):
                raise ActionError("that message is gone")
            element = find_element(message.blocks, action_id, block_id)
            entry = self._choice(element, value)
            if entry is not None and forms.holds_state(element.kind):
                mine = message.state.get(self._person.id) or forms.initial_state(message.blocks)
                message.state[self._person.id] = _with_entry(mine, element, entry)
            url = self._response_url(self._grant(channel, message))
            action = action_entry(element, entry, self._team.event_ts())
            payload = payloads.message_click(
                self._team, channel, self._person, message, action, url
            )
        return _plain(self._ask("interaction", "block_actions", payload))

    def click_view(
        self, view_id: str, action_id: str, value: object, block_id: str | None
    ) -> Reply:
        """Click an element of a modal or the Home tab. A choice in an input block stays in the
        form; the app hears of it only with `dispatch_action`."""
        with self._team.lock:
            view = self._own_view(view_id)
            element = find_element(view.content["blocks"], action_id, block_id)
            entry = self._choice(element, value)
            if entry is not None and forms.holds_state(element.kind):
                view.state = _with_entry(view.state, element, entry)
            if element.block["type"] == "input" and not element.block.get("dispatch_action"):
                return Reply(True)
            action = action_entry(element, entry, self._team.event_ts())
            payload = payloads.view_click(self._team, self._person, view, action)
        return _plain(self._ask("interaction", "block_actions", payload))

    def _own_view(self, view_id: str) -> View:
        view = self._team.views.get(view_id)
        if view is None or view.user_id != self._person.id:
            raise ActionError("that view is closed")
        return view

    def _choice(self, element: Element, value: object) -> Json | None:
        offered = self._suggested.get(element.action_id, [])
        if isinstance(value, str) and "external_select" in element.kind:
            for option in offered:
                if value in (option["value"], option["text"]["text"]):
                    value = option
        return chosen(element, value)

    def suggest(self, action_id: str, words: str, view_id: str | None) -> list[Json]:
        """What an external select offers for some typed words."""
        with self._team.lock:
            view = self._suggesting_view(view_id)
            element = find_element(view.content["blocks"], action_id, None)
            source = {
                "container": {"type": "view", "view_id": view.id},
                "view": payloads.view_json(self._team, view),
            }
            ids = (element.block_id, action_id)
            payload = payloads.suggestion(self._team, self._person, source, ids, words)
        attempt = self._ask("interaction", "block_suggestion", payload, answerable=True)
        if not attempt.ok or not isinstance(attempt.answer, dict):
            raise ActionError(f"the app offered nothing: {_failure(attempt)}")
        options = forms.all_options(attempt.answer)
        self._suggested[action_id] = options
        return options

    def _suggesting_view(self, view_id: str | None) -> View:
        if view_id is not None:
            return self._own_view(view_id)
        view = views.top(self._team, self._person.id)
        home = self._team.homes.get(self._person.id)
        if view is None and home is not None:
            view = self._team.views[home]
        if view is None:
            raise ActionError("no view is open")
        return view

    def submit(self, values: Mapping[str, object] | Mapping[tuple[str, str], object]) -> Reply:
        """Fill and send the topmost modal."""
        with self._team.lock:
            view = views.top(self._team, self._person.id)
            if view is None:
                raise ActionError("no modal is open")
            if not view.content.get("submit"):
                raise ActionError("this modal has no submit button")
            for key, value in values.items():
                self._fill(view, key, value)
            problems = forms.complaints(view.content["blocks"], view.state)
            if problems:
                return Reply(False, error="invalid_input", errors=problems)
            payload = payloads.view_submission(self._team, self._person, view)
        attempt = self._ask("interaction", "view_submission", payload, answerable=True)
        if not attempt.ok:
            return Reply(False, attempt.status, MODAL_TROUBLE, error=_failure(attempt))
        return self._after_submit(view, attempt)

    def _fill(self, view: View, key: str | tuple[str, str], value: object) -> None:
        block_id, action_id = key if isinstance(key, tuple) else (key, None)
        for element in forms.elements(view.content["blocks"]):
            if element.block_id == block_id and action_id in (None, element.action_id):
                entry = self._choice(element, value)
                if entry is not None:
                    view.state = _with_entry(view.state, element, entry)
                return
        shown = ", ".join(e.block_id for e in forms.elements(view.content["blocks"]))
        raise ActionError(f"the modal has no block {key!r}, only: {shown}")

    def _after_submit(self, view: View, attempt: Attempt) -> Reply:
        answer = attempt.answer if isinstance(attempt.answer, dict) else {}
        reply = Reply(True, attempt.status, answer=attempt.answer)
        action = answer.get("response_action")
        if action == "errors":
            return self._show_errors(view, reply, answer.get("errors") or {})
        try:
            self._follow(view, action, answer)
        except SlackError as error:
            reply.ok, reply.error, reply.text = False, error.error, MODAL_TROUBLE
            lines = error.extra.get("response_metadata", {}).get("messages", ())
            reply.errors = {"view": "; ".join(lines)}
        return reply

    def _show_errors(self, view: View, reply: Reply, errors: dict[str, str]) -> Reply:
        inputs = {b.get("block_id") for b in view.content["blocks"] if b["type"] == "input"}
        strange = set(errors) - inputs
        reply.ok, reply.errors = False, errors
        reply.error = f"no input block: {', '.join(sorted(strange))}" if strange else "errors"
        if strange or not errors:
            reply.text = MODAL_TROUBLE
        return reply

    def _follow(self, view: View, action: object, answer: Json) -> None:
        team, user_id = self._team, self._person.id
        if action is None:
            if view.id in team.modals.get(user_id, []):
                views.close_top(team, user_id)
        elif action == "clear":
            views.clear(team, user_id)
        elif action == "update":
            views.update_view(team, view, checked_view(team, answer.get("view"), "modal"))
        elif action == "push":
            views.push_modal(team, user_id, checked_view(team, answer.get("view"), "modal"))
        else:
            raise SlackError("invalid_response_action")

    def close(self, clear: bool) -> None:
        """Close the topmost modal or all; the app hears of it where it asked to."""
        with self._team.lock:
            stack = [self._team.views[v] for v in self._team.modals.get(self._person.id, [])]
            if not stack:
                return
            told = stack[0] if clear else stack[-1]
            payload = payloads.view_closed(self._team, self._person, told, clear)
            if clear:
                views.clear(self._team, self._person.id)
            else:
                views.close_top(self._team, self._person.id)
        if told.content.get("notify_on_close"):
            self._ask("interaction", "view_closed", payload)

    def open_home(self) -> None:
        """Open the app's Home tab."""
        with self._team.lock:
            dm = self._team.dm(self._team.bot_user_id, self._person.id)
            event: Json = {"type": "app_home_opened", "user": self._person.id, "tab": "home"}
            event["channel"] = dm.id
            view = views.home_json(self._team, self._person.id)
            if view is not None:
                event["view"] = view
            events.raise_event(self._team, event)


def _with_entry(state: Json, element: Element, entry: Json) -> Json:
    block = {**state.get(element.block_id, {}), element.action_id: entry}
    return {**state, element.block_id: block}


def _plain(attempt: Attempt) -> Reply:
    if attempt.ok:
        return Reply(True, attempt.status, answer=attempt.answer)
    return Reply(False, attempt.status, error=_failure(attempt))


def _failure(attempt: Attempt) -> str:
    """What Slack tells the person about a failed request."""
    if attempt.reason == "http_timeout":
        return "operation_timeout"
    if attempt.reason == "http_error":
        return "http_client_error" if 400 <= attempt.status < 500 else "http_service_error"
    return "dispatch_failed"

