"""Where a person sits: sending one thing to the app and waiting for its answer."""

from dataclasses import dataclass, field

from sandbox.delivery.courier import Courier
from sandbox.delivery.parcel import Attempt, Parcel
from sandbox.world.model import Channel, Json, Message, Person, ResponseUrl
from sandbox.world.workspace import Workspace


class ActionError(Exception):
    """A person cannot do this; the text says why."""


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


@dataclass(slots=True)
class Desk:
    """One person of one workspace with a line to the app. `suggested` remembers what external
    selects offered, by action id."""

    team: Workspace
    person: Person
    courier: Courier
    suggested: dict[str, list[Json]] = field(default_factory=dict)

    def ask(self, kind: str, name: str, payload: Json, *, answerable: bool = False) -> Attempt:
        """Deliver one payload to the app and wait."""
        if not self.team.installed:
            return Attempt(False, reason="connection_failed")
        return self.courier.ask(Parcel(kind, name, self.team.id, payload, answerable))

    def grant(self, channel: Channel, message: Message | None = None) -> ResponseUrl:
        """What a response_url given out now allows."""
        grant = ResponseUrl(channel.id, self.person.id, self.team.clock.now())
        if message is not None:
            grant.message_ts, grant.is_ephemeral = message.ts, bool(message.only_for)
            grant.thread_ts = message.thread_ts
        return grant

    def response_url(self, grant: ResponseUrl) -> str:
        """A fresh response_url."""
        return self.team.base_url + self.team.new_response_url(grant)


def plain_reply(attempt: Attempt) -> Reply:
    """The reply to something whose answer carries nothing to show."""
    if attempt.ok:
        return Reply(True, attempt.status, answer=attempt.answer)
    return Reply(False, attempt.status, error=failure(attempt))


def failure(attempt: Attempt) -> str:
    """What Slack tells the person about a failed request."""
    if attempt.reason == "http_timeout":
        return "operation_timeout"
    if attempt.reason == "http_error":
        return "http_client_error" if 400 <= attempt.status < 500 else "http_service_error"
    return "dispatch_failed"
