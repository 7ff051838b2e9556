"""A bare Web API client: sends what it is told and returns what comes back."""

from typing import Any

import httpx

Json = dict[str, Any]


class Slack:
    """Calls methods with one token, as a form or as JSON."""

    def __init__(self, api_url: str, token: str) -> None:
        self.http = httpx.Client(base_url=api_url, timeout=10.0, trust_env=False, verify=False)
        self.token = token
        self.last: httpx.Response | None = None

    def __enter__(self) -> "Slack":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def post(self, method: str, **args: Any) -> Json:
        """Call with a JSON body."""
        return self._send(method, json=args)

    def form(self, method: str, **args: Any) -> Json:
        """Call with a form body."""
        return self._send(method, data=args)

    def _send(self, method: str, **body: Any) -> Json:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        self.last = self.http.post(method, headers=headers, **body)
        answer: Json = self.last.json()
        return answer

    def say(self, channel: str, text: str = "hello", **more: Any) -> str:
        """Post a message; its ts."""
        answer = self.post("chat.postMessage", channel=channel, text=text, **more)
        assert answer["ok"], answer
        return str(answer["ts"])


def section(text: str = "words", **more: Any) -> Json:
    """A section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str = "go", **more: Any) -> Json:
    """A button."""
    text = {"type": "plain_text", "text": "Go"}
    return {"type": "button", "action_id": action_id, "text": text, **more}


def actions(*elements: Json, **more: Any) -> Json:
    """An actions block."""
    return {"type": "actions", "elements": list(elements), **more}


def options(*values: str) -> list[Json]:
    """Options whose text is their value."""
    return [{"text": {"type": "plain_text", "text": v}, "value": v} for v in values]


def text_input(block_id: str = "said", *, optional: bool = False, **element: Any) -> Json:
    """An input block with a text field."""
    return {
        "type": "input",
        "block_id": block_id,
        "optional": optional,
        "label": {"type": "plain_text", "text": "What was said"},
        "element": {"type": "plain_text_input", "action_id": "text", **element},
    }


def modal(*blocks: Json, **more: Any) -> Json:
    """A modal view."""
    shown = list(blocks) or [text_input()]
    view: Json = {"type": "modal", "title": {"type": "plain_text", "text": "Title"}}
    return view | {"submit": {"type": "plain_text", "text": "Save"}, "blocks": shown} | more


def home(*blocks: Json, **more: Any) -> Json:
    """A Home view."""
    return {"type": "home", "blocks": list(blocks) or [section()], **more}
