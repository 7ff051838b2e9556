"""HTTP as the web server speaks it, with the limits of the edge.

It is uvicorn's protocol with what that one lacks: a time for a whole request (its own timeout is
for connections on which nothing happens), limits of head and body before anything of them is kept,
and refusals that write no line in the log, as anybody can cause them.
"""

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.server.edge import Edge

_DROPPED_BYTES = 1024 * 1024
"""How much of a refused request is read on, so that its sender gets to read the refusal."""

_WITHOUT_BODY = frozenset({"GET", "HEAD"})


class EdgeProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *given: Any, edge: Edge, **named: Any) -> None:
        super().__init__(*given, **named)
        self.held_bytes = 0
        self._edge = edge
        self._is_whole = False
        """Whether the last request that began has come to its end."""
        self._is_refused = False
        self._is_stuck = False
        """Whether the other side does not take its answer."""
        self._body_bytes = self._dropped_bytes = 0
        self._head_is_read = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or close it when there are too many."""
        super().connection_made(transport)
        if not self._edge.admit(self):
            self._is_refused = True
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._edge.gone(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, within the limits."""
        if self._is_refused:
            self._drop(len(data))
            return
        if not self._is_answered_early() and not self._edge.hold(self, len(data)):
            return
        self._parse(data)
        if self._is_whole:
            self._settle()
        elif not self._head_is_read and self.held_bytes > self._edge.limits.head_bytes:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "head")

    def _parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self._refuse(HTTPStatus.BAD_REQUEST, "malformed")
        except httptools.HttpParserUpgrade:
            # There is nothing to upgrade to. The request was answered as it is; what follows
            # would be no HTTP.
            if self.cycle is not None:
                self.cycle.keep_alive = False

    def on_message_begin(self) -> None:
        """A request begins."""
        if self._is_refused:
            return
        self._unset_keepalive_if_required()
        if not self._edge.is_expected(self):
            self._edge.expect(self)
        super().on_message_begin()
        self._is_whole = self._head_is_read = False
        self._body_bytes = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or what may follow a body."""
        if self._is_refused:
            return
        super().on_header(name, value)
        limits = self._edge.limits
        self._body_bytes += len(name) + len(value) if self._head_is_read else 0
        if len(self.headers) > limits.headers or self._body_bytes > limits.body_bytes:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "head")

    def on_headers_complete(self) -> None:
        """A request's head is read: the program begins, unless the head says enough."""
        if self._is_refused:
            return
        limits = self._edge.limits
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > limits.head_bytes:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "head")
        elif self._announced() > limits.body_bytes:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body")
        elif len(self.pipeline) >= limits.waiting_behind:
            self._refuse(HTTPStatus.TOO_MANY_REQUESTS, "pipelined")
        else:
            super().on_headers_complete()
            self._head_is_read = True

    def _announced(self) -> int:
        """How long the body will be by its header; the parser lets no other than digits pass."""
        found = [value for name, value in self.headers if name == b"content-length"]
        return int(found[0]) if found and found[0].isdigit() and len(found[0]) < 20 else 0

    def on_body(self, body: bytes) -> None:
        """A part of a body, which is kept only where one has a meaning."""
        if self._is_refused:
            return
        self._body_bytes += len(body)
        if self._body_bytes > self._edge.limits.body_bytes:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body")
        elif self.scope["method"] not in _WITHOUT_BODY:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is whole."""
        if self._is_refused:
            return
        self._is_whole = True
        self._edge.release(self)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A request is answered, and perhaps the next one comes at once."""
        super().on_response_complete()
        if self._is_whole:
            self._settle()
        elif self._is_answered_early():
            self._edge.release(self)

    def pause_writing(self) -> None:
        """The other side does not take what is written: it has a time to."""
        super().pause_writing()
        self._is_stuck = True
        if not self._edge.is_expected(self):
            self._edge.expect(self)

    def resume_writing(self) -> None:
        """The other side takes what is written."""
        super().resume_writing()
        self._is_stuck = False
        if self._is_whole:
            self._settle()

    def _settle(self) -> None:
        """All that was sent is whole requests, which are answered or will be."""
        if self._is_stuck or self._is_refused:
            self._edge.release(self)
            return
        self._edge.whole(self)
        if self._is_answered() and not self.pipeline:
            self._edge.rest(self)

    def shutdown(self) -> None:
        """Close when nothing is being answered; what was refused counts as answered."""
        if self._is_refused:
            self.transport.close()
        else:
            super().shutdown()

    def too_late(self) -> None:
        """The time for a request, for taking its answer, or for reading a refusal is over."""
        if self._is_refused or self._is_stuck:
            self.transport.abort()
        elif self.flow.read_paused:
            self._edge.expect(self)  # it is the program that does not read on
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "slow")
            self._close()

    def give_way(self) -> None:
        """Hang up at once."""
        self._is_refused = True
        self._let_go()
        self.transport.abort()

    def _is_answered(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _is_answered_early(self) -> bool:
        """Whether a request was answered that is not whole: nobody keeps what comes of it."""
        return self._head_is_read and not self._is_whole and self._is_answered()

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        """Answer what is being received with a status of ours; what still comes of it is dropped,
        until its time is over or the other side hangs up."""
        if self._is_refused:
            return
        self._is_refused = True
        self._edge.refused(reason)
        self._edge.release(self)
        if self._may_answer():
            self.transport.write(_answer(status))
            self._let_go()
            if self.transport.can_write_eof():
                self.transport.write_eof()
        else:
            self._let_go()
            self.transport.abort()

    def _may_answer(self) -> bool:
        """Whether an answer would be taken for that of the request which is refused."""
        if self.pipeline or self.transport.is_closing():
            return False
        if self._head_is_read:
            return not self.cycle.response_started
        return self._is_answered()

    def _let_go(self) -> None:
        """Tell the program that nobody waits for its answer."""
        cycles = [waiting for waiting, _ in self.pipeline]
        self.pipeline.clear()
        for cycle in [*cycles, *([] if self.cycle is None else [self.cycle])]:
            if not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        self.flow.resume_writing()
        self.flow.resume_reading()

    def _close(self) -> None:
        """Hang up as soon as what was written is on its way."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()

    def _drop(self, size: int) -> None:
        self._dropped_bytes += size
        if self._dropped_bytes > _DROPPED_BYTES:
            self.transport.abort()


def protocol_of(edge: Edge) -> "partial[EdgeProtocol]":
    """What makes the protocol of each connection to a server with this edge."""
    return partial(EdgeProtocol, edge=edge)


def _answer(status: HTTPStatus) -> bytes:
    sentence = f"{status.phrase}.\n".encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        "content-type: text/plain; charset=utf-8\r\n"
        f"content-length: {len(sentence)}\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + sentence
