"""Running the bot until it is told to stop: the transport, the web server, and an orderly end."""

import contextlib
import gc
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from types import FrameType

from starlette.applications import Starlette

from bot.server.edge import Edge, Limits
from bot.server.edge_server import EdgeServer, connections_for, raise_file_limit
from bot.server.metrics import Metrics
from bot.server.probes import Program
from bot.server.web import create_ops, create_web
from bot.slack.catch_up import Missed
from bot.slack.dispatch import Intake
from bot.slack.socket import SocketRunner
from domain.core.errors import Unavailable

log = logging.getLogger("linchpin.serve")

STOPS_WITHIN_S = 7.5
"""Below the 10 s that container runtimes give before they kill. Requests under way get the first
two fifths, Slack's 3 s for an answer; the connection, the clock and the outbox get the rest."""


def serve(
    program: Program,
    *,
    metrics: Metrics | None = None,
    catch_up: Callable[[], None] = lambda: None,
    started: Callable[[str], None] | None = None,
    stops_within_s: float = STOPS_WITHIN_S,
) -> int:
    """Start ``program``, serve it until SIGTERM or SIGINT, stop it in time; the exit code, 0.

    In Socket Mode the web server answers the probes only. ``catch_up`` runs when events were
    missed: after each new connection but the first, and after a rush. ``started`` gets the
    server's address once it listens. Raises Unavailable with a sentence when the port cannot be
    used, or when Slack is lost for good.
    """
    metrics = metrics or Metrics()
    listening = listen(program.settings.host, program.settings.port)
    intake = Intake(program.bolt, metrics, missed=Missed(catch_up).note)
    runner: SocketRunner | None = None
    if program.settings.mode == "socket":
        runner = SocketRunner(program.settings, intake)
        runner.on_reconnect(catch_up)
    web = create_web(program, intake=intake, link=runner, metrics=metrics)
    server = _Server(web_server(web, stops_within_s * 0.4, metrics), started)
    stopping = _told_to_stop(server.stop)
    with closing(listening), _ops_served(program, runner, metrics), stopping:
        try:
            program.start()
            if runner is not None:
                runner.on_failure(server.stop)
                runner.start()
            server.run(listening)
        finally:
            listening.close()
            _end_in_time(program, intake, runner, stops_within_s * 0.6)
    if runner is not None and runner.failure:
        raise Unavailable(runner.failure)
    return 0


def told_to_stop() -> threading.Event:
    """The event that SIGTERM or SIGINT sets from now on.

    While the caller ends, a further SIGTERM (some supervisors send two) changes nothing and a
    further SIGINT interrupts.
    """
    told = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        told.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return told


def listen(host: str, port: int, prefix: str = "") -> socket.socket:
    """A socket that listens on HOST:PORT (0: any free one); Unavailable names what is wrong.

    ``prefix`` is that of the settings' names: ``OPS_`` for OPS_HOST and OPS_PORT.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"{prefix}HOST {host} is no address of this machine.") from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise Unavailable(
            f"Cannot listen on {host}:{port} ({(error.strerror or 'refused').lower()}). "
            f"Set {prefix}PORT or {prefix}HOST to another one, or stop the program that uses it."
        ) from error
    return listening


@contextlib.contextmanager
def _ops_served(program: Program, link: SocketRunner | None, metrics: Metrics) -> Iterator[None]:
    """Answer /readyz and /metrics at an address of their own for the length of the block, where
    the settings say so, in a thread that a rush of Slack's requests does not hold up."""
    where = program.settings.ops_apart
    if where is None:
        if not program.settings.ops_here:
            log.info(
                "/readyz and /metrics are not answered, as HOST is open to other machines. "
                "OPS_PORT and OPS_HOST say where to answer them."
            )
        yield
        return
    with closing(listen(*where, prefix="OPS_")) as listening:
        server = web_server(create_ops(program, link, metrics), 0.5, metrics)
        thread = threading.Thread(
            target=server.run, args=[[listening]], name="operations", daemon=True
        )
        log.info("Answering /readyz and /metrics on %s", _address(listening))
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(2.0)


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def settle_memory() -> None:
    """Let the garbage collector pass by what was made at the start, which stays until the end.

    It would walk through all of it again and again: the slowest of 3,000 acknowledgements took
    95 ms with it, and 20 ms without.
    """
    gc.collect()
    gc.freeze()


def web_server(
    web: Starlette, patience_s: float = 8.0, metrics: Metrics | None = None
) -> EdgeServer:
    """The server for these routes; when stopped it waits ``patience_s`` for open requests."""
    limits = Limits()
    limits = replace(limits, connections=connections_for(raise_file_limit(), limits.connections))
    return EdgeServer(web, Edge(limits, (metrics or Metrics()).edge), patience_s)


class _Server:
    """uvicorn with an end of our own: its own re-raises the signal, which would end in 143."""

    def __init__(self, server: EdgeServer, started: Callable[[str], None] | None) -> None:
        self._uvicorn = server
        self._started = started

    def stop(self) -> None:
        """Begin to stop; from any thread."""
        self._uvicorn.should_exit = True

    def run(self, listening: socket.socket) -> None:
        """Serve until told to stop."""
        address = _address(listening)
        log.info("Listening on %s", address)
        if self._started is not None:
            self._started(address)
        self._uvicorn.run(sockets=[listening])


@contextlib.contextmanager
def _told_to_stop(then: Callable[[], None]) -> Iterator[None]:
    # Outside the main thread Python takes no signal handlers; whoever runs it there stops it.
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def told(_number: int, _frame: FrameType | None) -> None:
        then()

    before = {number: signal.signal(number, told) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_in_time(
    program: Program, intake: Intake, runner: SocketRunner | None, within_s: float
) -> None:
    # Everything acknowledged is committed and every lease runs out, so an end by force loses
    # nothing; a listener that hangs must not hold up the stop.
    code = 1 if runner is not None and runner.failure else 0
    timer = threading.Timer(within_s, _leave, [code])
    timer.daemon = True
    if threading.current_thread() is threading.main_thread():
        timer.start()
    if _end(program, intake, runner, within_s / 3):
        timer.cancel()


def _end(program: Program, intake: Intake, runner: SocketRunner | None, each_s: float) -> bool:
    log.info("Stopping")
    if runner is not None:
        runner.stop(each_s)
    ended = intake.drain(each_s)
    if not ended:
        log.warning("A request did not end in time; Slack sends it again.")
    intake.close()
    program.stop(each_s)
    log.info("Stopped")
    return ended


def _leave(code: int) -> None:
    log.warning("Something still ran at the end of the time to stop; leaving now.")
    logging.shutdown()
    os._exit(code)
