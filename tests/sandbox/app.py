"""Stand-ins for an app: one over Socket Mode, one over HTTP. Both answer by script."""

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sandbox import Sandbox

Json = dict[str, Any]
Answer = Callable[[Json], object]
SILENT = object()


class SocketApp:
    """Holds one Socket Mode connection. `answer(envelope)` returns the ack's payload, None for a
    bare ack, SILENT for no ack."""

    def __init__(self, box: Sandbox, answer: Answer = lambda _e: None) -> None:
        self.envelopes: list[Json] = []
        self.answer = answer
        self.hello = threading.Event()
        self.goodbye = threading.Event()
        url = httpx.post(
            f"{box.api_url}apps.connections.open",
            headers={"Authorization": f"Bearer {box.app_token}"},
            verify=False,
        ).json()["url"]
        self._stack = ExitStack()
        self._socket = self._stack.enter_context(connect(url, ping_interval=None))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        assert self.hello.wait(5)

    def _listen(self) -> None:
        try:
            for raw in self._socket:
                self._take(json.loads(raw))
        except ConnectionClosed:
            return
        finally:
            self.goodbye.set()

    def _take(self, message: Json) -> None:
        if message["type"] == "hello":
            self.hello.set()
            return
        self.envelopes.append(message)
        if message["type"] == "disconnect":
            return
        payload = self.answer(message)
        if payload is SILENT:
            return
        ack: Json = {"envelope_id": message["envelope_id"]}
        if payload is not None:
            ack["payload"] = payload
        self._socket.send(json.dumps(ack))

    def events(self, kind: str) -> list[Json]:
        """The events of one type that came, as their whole payloads."""
        payloads = [e["payload"] for e in self.envelopes if e["type"] == "events_api"]
        return [p for p in payloads if p["event"]["type"] == kind]

    def close(self) -> None:
        """Hang up."""
        self._stack.close()
        self._thread.join(5)


class HttpApp:
    """Takes deliveries on a port of its own. `answer(request)` returns (status, headers, body)
    for a request {path, headers, raw, body}."""

    def __init__(self, answer: Callable[[Json], tuple[int, Json, object]] | None = None) -> None:
        self.requests: list[Json] = []
        self.answer = answer or (lambda _r: (200, {}, ""))
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                request = {"path": self.path, "headers": dict(self.headers), "raw": raw}
                request["body"] = _body(self.headers["Content-Type"], raw)
                app.requests.append(request)
                status, headers, body = app.answer(request)
                self._reply(status, headers, body)

            def _reply(self, status: int, headers: Json, body: object) -> None:
                kind = "text/plain" if isinstance(body, str) else "application/json"
                content = body if isinstance(body, str) else json.dumps(body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/slack/events"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def _body(kind: str, raw: bytes) -> Json:
    if "json" in kind:
        body: Json = json.loads(raw)
        return body
    form = {name: values[0] for name, values in parse_qs(raw.decode()).items()}
    return json.loads(form["payload"]) if "payload" in form else form
