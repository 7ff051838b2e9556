"""One thing to deliver, and what became of an attempt."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

from sandbox.world.model import Json

ENVELOPES = {"event": "events_api", "command": "slash_commands", "interaction": "interactive"}


@dataclass(slots=True)
class Parcel:
    """A payload for the app. `kind` is event, command or interaction."""

    kind: str
    name: str
    team_id: str
    payload: Json
    answerable: bool = False
    attempt: int = 0
    reason: str = ""
    ack_lost: bool = field(default=False)

    def envelope(self, envelope_id: str) -> str:
        """The Socket Mode message, JSON."""
        body: Json = {
            "envelope_id": envelope_id,
            "type": ENVELOPES[self.kind],
            "accepts_response_payload": self.answerable,
            "payload": self.payload,
        }
        if self.kind == "event":
            body["retry_attempt"] = self.attempt
            body["retry_reason"] = self.reason and "timeout"
        return json.dumps(body)

    def http_body(self) -> tuple[str, bytes]:
        """The content type and body of the HTTP request."""
        if self.kind == "event":
            return "application/json", json.dumps(self.payload).encode()
        form = self.payload if self.kind == "command" else {"payload": json.dumps(self.payload)}
        return "application/x-www-form-urlencoded", urlencode(form).encode()


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attempt went. `reason` is empty on success, else Slack's word for the failure
    (http_timeout, connection_failed, http_error, too_many_redirects)."""

    ok: bool
    answer: object = None
    reason: str = ""
    status: int = 0
    no_retry: bool = False
