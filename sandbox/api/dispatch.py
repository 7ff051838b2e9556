"""From a Web API request to its answer: door checks, faults, the method, the record."""

import json
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl

from sandbox.api.call import NONE, Call, Method, parse_args
from sandbox.api.limits import Limits
from sandbox.api.methods import chat, conversations, files, oauth, reactions, team, users, views
from sandbox.api.services import Services
from sandbox.clock import SandboxClock
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.world.model import Json, SlackError

FAMILIES = (chat, views, reactions, conversations, users, files, team, oauth)


@dataclass(slots=True)
class ApiRequest:
    """What came over the wire."""

    method: str
    content_type: str
    authorization: str
    query: str
    body: bytes


@dataclass(slots=True)
class ApiAnswer:
    """What goes back: after `delay_s`, or not at all when `drop`."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    delay_s: float = 0.0


class WebApi:
    """Answers Web API requests; one call at a time, in the caller's thread."""

    def __init__(
        self,
        services: Services,
        limits: Limits,
        faults: Faults,
        journal: Journal,
        clock: SandboxClock,
    ) -> None:
        self._methods: dict[str, Method] = {m.name: m for f in FAMILIES for m in f.METHODS}
        self._services = services
        self._limits = limits
        self.faults = faults
        self._journal = journal
        self._clock = clock

    def answer(self, request: ApiRequest) -> ApiAnswer:
        """The answer to one request; always recorded."""
        at, started = self._clock.now(), perf_counter()
        raw, token = read_arguments(request)
        answer = self._answer(request, dict(raw), token)
        self._journal.call(
            {
                "method": request.method,
                "args": raw,
                "token": token,
                "answer": answer.body,
                "status": 0 if answer.drop else answer.status,
                "at": at,
                "duration_ms": round((perf_counter() - started) * 1000, 2),
            }
        )
        return answer

    def _answer(self, request: ApiRequest, raw: Json, token: str) -> ApiAnswer:
        try:
            call, method = self._admit(request, raw, token)
            fault = self.faults.for_call(method.name, call.team.id, call.text("channel"))
            if fault is not None:
                return self._faulty(call, method, fault)
            return self._run(call, method)
        except SlackError as error:
            return refusal(error)

    def _admit(self, request: ApiRequest, raw: Json, token: str) -> tuple[Call, Method]:
        method = self._methods.get(request.method)
        if method is None:
            raise SlackError("unknown_method", req_method=request.method)
        if method.form_only and "json" in request.content_type and request.body:
            raw = dict(parse_qsl(request.query))
        if method.token == NONE:
            team = next(iter(self._services.teams.values()))
        else:
            team = self._services.caller(token, method.token)
        call = Call(method.name, team, {}, token, self._services)
        call.needs(*method.scopes)
        if str(raw.pop("team_id", team.id)) != team.id:
            raise SlackError("team_access_not_granted")
        call.args = parse_args(method, raw)
        return call, method

    def _run(self, call: Call, method: Method) -> ApiAnswer:
        self._limits.spend(method.name, method.tier, call.team.id, call.text("channel"))
        with call.team.lock:
            body = {"ok": True, **method.run(call)}
        headers = {"X-OAuth-Scopes": ",".join(call.team.scopes)}
        if method.scopes:
            headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
        return ApiAnswer(200, body, headers)

    def _faulty(self, call: Call, method: Method, fault: Fault) -> ApiAnswer:
        if fault.kind == "ratelimited":
            return refusal(SlackError("ratelimited", retry_after_s=fault.retry_after_s))
        if fault.kind == "error":
            return refusal(SlackError(fault.error))
        happened = fault.effect or fault.kind in ("drop_after", "slow")
        answer = self._run(call, method) if happened else ApiAnswer(200, {"ok": False})
        if fault.kind in ("drop_before", "drop_after"):
            answer.drop = True
        elif fault.kind == "slow":
            answer.delay_s = fault.seconds
        elif fault.kind == "http_500":
            answer.status, answer.body = 500, {"ok": False, "error": "fatal_error"}
        elif fault.kind == "internal_error":
            answer.body = {"ok": False, "error": "internal_error"}
        if answer.drop:
            answer.body.setdefault("error", "connection_dropped")
        return answer


def refusal(error: SlackError) -> ApiAnswer:
    """Slack's answer to a call it refuses."""
    extra: dict[str, Any] = dict(error.extra)
    retry_after_s = extra.pop("retry_after_s", None)
    body = {"ok": False, "error": error.error, **extra}
    if retry_after_s is not None:
        return ApiAnswer(429, body, {"Retry-After": str(retry_after_s)})
    return ApiAnswer(200, body)


def read_arguments(request: ApiRequest) -> tuple[Json, str]:
    """The raw arguments of a request (query, then form or JSON) and its token."""
    raw: Json = dict(parse_qsl(request.query, keep_blank_values=True))
    if "json" in request.content_type:
        try:
            body = json.loads(request.body or b"{}")
        except ValueError:
            body = {}
        raw |= body if isinstance(body, dict) else {}
    else:
        raw |= dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    kind, _, credential = request.authorization.partition(" ")
    in_body = str(raw.pop("token", ""))
    return raw, credential if kind.lower() in ("bearer", "basic") and credential else in_body
