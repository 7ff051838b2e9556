"""What the web server does with clients that are slow, half there, huge, or no HTTP at all."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.server.edge import Edge, Limits, RateLimitedLog
from bot.server.edge_server import LoopErrors, connections_for, raise_file_limit
from tests.bot.server.edge_client import WAIT_S, Served, edge_serving, read_to, status, talk
from tests.support.nursery import comes_true

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
SHORT_S = 0.3


class Program:
    """An application that tells what it saw."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.left = threading.Event()
        self.goes_on = threading.Event()
        self.web = Starlette(
            routes=[
                Route("/", self.answer, methods=["GET", "POST"]),
                Route("/early", self.early, methods=["POST"]),
                Route("/slow", self.slow),
                Route("/huge", self.huge),
            ]
        )

    async def answer(self, request: Request) -> Response:
        try:
            self.bodies.append(await request.body())
        except ClientDisconnect:
            self.left.set()
        return PlainTextResponse("done")

    async def early(self, _request: Request) -> Response:
        return PlainTextResponse("no", 401)

    async def slow(self, _request: Request) -> Response:
        await asyncio.to_thread(self.goes_on.wait, WAIT_S)
        return PlainTextResponse("at last")

    async def huge(self, _request: Request) -> Response:
        return PlainTextResponse("x" * 50_000_000)


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def hasty(program: Program) -> Iterator[Served]:
    """A server that waits a moment for a request."""
    with edge_serving(program.web, SHORT_S * 3, request_within_s=SHORT_S) as one:
        yield one


@pytest.fixture
def narrow(program: Program) -> Iterator[Served]:
    """A server that waits long, and bears little at once."""
    limits = {"connections": 5, "unfinished_bytes": 300_000, "body_bytes": 200_000}
    with edge_serving(program.web, request_within_s=WAIT_S * 3, **limits) as one:
        yield one


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"\r\n\r\n",
        b"G",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
    ],
)
def test_a_request_that_is_not_whole_in_time_is_refused_and_closed(
    hasty: Served, begun: bytes
) -> None:
    began = time.monotonic()
    assert status(hasty.talk(begun)) == 408
    assert SHORT_S * 0.9 < time.monotonic() - began < WAIT_S / 2
    assert hasty.refused == {"slow": 1}


@pytest.mark.parametrize("drop", [b"\r\n", b"G", b"X-A: b\r\n"])
def test_bytes_now_and_then_prolong_nothing(hasty: Served, drop: bytes) -> None:
    """They come more often than the time, for longer than it: first ones, and after an answer."""
    for first in (b"", GET):
        with hasty.connect() as one:
            one.sendall(first)
            one.settimeout(SHORT_S / 6)
            began, ended = time.monotonic(), False
            while not ended and time.monotonic() - began < WAIT_S / 2:
                try:
                    one.sendall(drop)
                    ended = one.recv(4096) == b""
                except TimeoutError:
                    continue
                except ConnectionError:
                    ended = True
            assert ended


def test_a_second_request_has_a_time_of_its_own(hasty: Served, program: Program) -> None:
    with hasty.connect() as one:
        one.sendall(GET)
        assert b"done" in read_to(one, b"done")
        assert b" 408 " in talk(one, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
    assert program.left.wait(WAIT_S)


def test_a_whole_request_is_answered_however_long_that_takes(
    hasty: Served, program: Program
) -> None:
    with hasty.connect() as one:
        one.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        one.settimeout(SHORT_S * 3)
        with pytest.raises(TimeoutError):
            one.recv(1)
        program.goes_on.set()
        one.settimeout(WAIT_S)
        assert b"at last" in talk(one)
    assert not hasty.refused


def test_who_does_not_take_the_answer_is_cut_off(hasty: Served) -> None:
    with hasty.connect() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.sendall(b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n")
        assert comes_true(lambda: not hasty.server.server_state.connections, WAIT_S)


def test_a_body_that_goes_on_after_the_answer_comes_to_an_end(hasty: Served) -> None:
    head = b"POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
    with hasty.connect() as one:
        one.sendall(head)
        assert b" 401 " in read_to(one, b"\r\n\r\nno")
        began = time.monotonic()
        talk(one, b"x" * 1000)
        assert time.monotonic() - began < WAIT_S / 2


@pytest.mark.parametrize(
    "head",
    [
        b"X-A: " + b"a" * 10_000_000,
        b"X-A: " + b"a" * 33_000,
        b"X-A: " + b"a" * 40_000 + b"\r\n\r\n",
        b"".join(b"X-%d: a\r\n" % number for number in range(101)) + b"\r\n",
    ],
)
def test_a_huge_head_is_refused(narrow: Served, program: Program, head: bytes) -> None:
    assert status(narrow.talk(b"POST / HTTP/1.1\r\nHost: x\r\n" + head)) == 431
    assert status(narrow.talk(b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")) == 431
    assert program.bodies == []


def test_a_huge_body_is_refused_whether_announced_or_not(narrow: Served, program: Program) -> None:
    announced = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200001\r\n\r\n"
    assert status(narrow.talk(announced)) == 413
    assert status(narrow.talk(announced, b"x" * 200_001)) == 413
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert status(narrow.talk(chunked, *[chunk] * 8)) == 413
    trailer = b"0\r\nX-A: " + b"a" * 400_000
    assert status(narrow.talk(chunked, trailer)) in (0, 431)
    assert program.bodies == []
    assert status(narrow.talk(LAST)) == 200


@pytest.mark.parametrize(
    "bytes_",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_a_400_and_no_line_in_the_log(
    narrow: Served, caplog: pytest.LogCaptureFixture, bytes_: bytes
) -> None:
    assert status(narrow.talk(bytes_)) == 400
    assert narrow.refused == {"malformed": 1}
    assert caplog.messages == []


def test_an_upgrade_that_there_is_none_of_is_answered_as_it_is(
    narrow: Served, caplog: pytest.LogCaptureFixture
) -> None:
    for wanted in (b"websocket", b"h2c"):
        asked = GET[:-2] + b"Connection: Upgrade\r\nUpgrade: " + wanted + b"\r\n\r\n"
        assert status(narrow.talk(asked)) == 200
    assert "upgrade" not in caplog.text.lower()


def test_the_oldest_unfinished_connection_gives_way_to_a_new_one(narrow: Served) -> None:
    held = [narrow.connect() for _ in range(5)]
    for one in held:
        one.sendall(b"GET / HT")
    assert [status(narrow.talk(LAST)) for _ in range(3)] == [200] * 3
    assert talk(held[0]) == b""
    assert status(talk(held[4], b"TP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == 200
    assert narrow.refused["connections"] == 1
    for one in held:
        one.close()


def test_idle_connections_give_way_and_those_being_answered_do_not(
    narrow: Served, program: Program
) -> None:
    busy = [narrow.connect() for _ in range(4)]
    for one in busy:
        one.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    with narrow.connect() as idle:
        idle.sendall(GET)
        assert b"done" in read_to(idle, b"done")
        assert status(narrow.talk(LAST)) == 200
        assert talk(idle) == b""
    program.goes_on.set()
    assert [status(talk(one)) for one in busy] == [200] * 4
    for one in busy:
        one.close()


def test_bodies_that_are_received_at_once_are_bounded_by_their_bytes(
    narrow: Served, program: Program
) -> None:
    """Three bodies of 110 kB are too much together: the oldest goes, the others are heard."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 110001\r\n\r\n"
    held = []
    for _ in range(3):
        one = narrow.connect()
        one.sendall(head + b"x" * 110_000)
        held.append(one)
    assert status(talk(held[0])) == 0
    assert program.left.wait(WAIT_S)
    assert [status(talk(one, b"x")) for one in held[1:]] == [200, 200]
    assert [len(body) for body in program.bodies] == [110_001] * 2
    assert narrow.refused == {"bytes": 1}


def test_what_comes_after_an_early_answer_takes_no_room(narrow: Served) -> None:
    head = b"POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 190000\r\n\r\n"
    held = [narrow.connect() for _ in range(3)]
    for one in held:
        one.sendall(head)
        assert b" 401 " in read_to(one, b"\r\n\r\nno")
        one.sendall(b"x" * 180_000)
    assert [status(narrow.talk(LAST)), len(narrow.refused)] == [200, 0]
    for one in held:
        one.sendall(b"x" * 10_000 + LAST)
        assert b" 200 " in talk(one)
        one.close()


def test_a_long_body_and_the_next_request_may_come_together(narrow: Served) -> None:
    body = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + b"x" * 60_000
    answers = narrow.talk(body + LAST[:20], LAST[20:])
    assert answers.count(b"HTTP/1.1 200") == 2


def test_the_body_of_what_has_none_is_dropped(narrow: Served, program: Program) -> None:
    asked = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\nsome body"
    assert status(narrow.talk(asked)) == 200
    assert program.bodies == [b""]


def test_few_requests_may_be_sent_before_the_first_is_answered(narrow: Served) -> None:
    answers = narrow.talk(GET * 4 + LAST)
    assert answers.count(b"HTTP/1.1 200") == 5
    assert narrow.talk(GET * 5000).count(b"HTTP/1.1 200") < 20
    assert narrow.refused["pipelined"] == 1


def test_a_stop_does_not_wait_for_what_is_unfinished(program: Program) -> None:
    with edge_serving(program.web, request_within_s=WAIT_S * 3) as one:
        held = [one.connect() for _ in range(3)]
        held[0].sendall(b"GET / HT")
        held[1].sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        assert status(one.talk(LAST)) == 200
        one.server.should_exit = True
        began = time.monotonic()
        assert talk(held[0]) == b""
        talk(held[1])
        assert time.monotonic() - began < WAIT_S / 2
    for each in held:
        each.close()


def test_errors_of_accepting_are_written_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.new_event_loop()
    errors = LoopErrors()
    for _ in range(1000):
        errors(
            loop,
            {
                "message": "socket.accept() out of system resource",
                "exception": OSError(24, "Too many open files"),
            },
        )
    assert len(caplog.messages) == 1
    assert "Too many open files" in caplog.text
    errors(loop, {"message": "Something else", "exception": OSError(5, "I/O error")})
    assert len(caplog.messages) == 2
    loop.close()


def test_a_seldom_warning_tells_how_often_there_was_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seldom = RateLimitedLog("It is full: %s")
    for now_s in (0.0, 1.0, 59.0, 60.0, 61.0, 120.0):
        seldom.note("why", now_s)
    assert [record.args for record in caplog.records] == [("why", 1), ("why", 3), ("why", 2)]


def test_connections_stay_below_the_files_that_may_be_open() -> None:
    assert raise_file_limit(64) == 64
    assert connections_for(8192, 1000) == 1000
    assert connections_for(1024, 1000) == 768
    assert connections_for(256, 1000) == 64


def test_an_edge_without_room_that_can_be_made_admits_nobody() -> None:
    class Busy:
        held_bytes = 0

        def too_late(self) -> None: ...
        def give_way(self) -> None: ...

    async def scene() -> list[bool]:
        edge = Edge(Limits(connections=1))
        first = Busy()
        admitted = [edge.admit(first)]
        edge.whole(first)
        admitted.append(edge.admit(Busy()))
        edge.gone(first)
        return [*admitted, edge.admit(Busy())]

    assert asyncio.run(scene()) == [True, False, True]
