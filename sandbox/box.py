"""The sandbox: a local Slack in a thread, and the hands to use it with."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from starlette.applications import Starlette

from sandbox.api.dispatch import WebApi
from sandbox.api.limits import Limits
from sandbox.api.services import Grant, Services
from sandbox.clock import SandboxClock
from sandbox.delivery import payloads
from sandbox.delivery.courier import Courier, Timing
from sandbox.delivery.parcel import Parcel
from sandbox.delivery.socket import SocketDelivery
from sandbox.faults import Faults
from sandbox.hosts import OnlyItsHosts
from sandbox.journal import Journal
from sandbox.manifest import read_manifest
from sandbox.page.live import Live
from sandbox.page.routes import PageRoutes
from sandbox.seed import seed
from sandbox.server import ServerThread
from sandbox.team import Team
from sandbox.web import AppRoutes
from sandbox.world.model import Json
from sandbox.world.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.delivery.http import HttpDelivery
from sandbox.options import Hooks, Settings

CALL_TIMEOUT_S = 10.0
SOCKET_TICKET_PATH = "/link/?ticket={ticket}&app_id={app_id}"


class Sandbox(Team):
    """A running Slack with one workspace (more by `add_team`); itself stands for the first one."""

    def __init__(
        self,
        manifest: dict[str, Any],
        clock: SandboxClock | None = None,
        transport: Literal["socket", "http"] = "socket",
        bot_urls: Iterable[str] = (),
        hooks: Hooks | None = None,
        settings: Settings | None = None,
        team_name: str = "Harborline",
    ) -> None:
        """Nothing runs before `start`. `manifest` is the mapping from manifest.yml; `bot_urls`
        take turns as the app's request URL when `transport` is http."""
        self.settings = settings or Settings()
        self.clock = clock or SandboxClock()
        self.hooks = hooks or Hooks()
        self.manifest = read_manifest(manifest)
        self.faults = Faults()
        self.limits = Limits(self.clock)
        self.limits.enabled = self.settings.limits
        self.journal = Journal(self.settings.history)
        self.transport = transport
        self.url = ""
        self.is_setting_scene = False
        """While true, the page says that a story is being told, and looks again each second."""
        self.offers_tour = False
        """Whether the page offers the tour; false again once somebody left it."""
        self._bot_urls = list(bot_urls)
        self._lock = threading.RLock()
        self._teams: dict[str, Workspace] = {}
        self._live = Live(self)
        timing = Timing(self.settings.retry_after_s, self.settings.events_at_once)
        courier = Courier(self.clock, self.faults, self.journal, timing)
        workspace = self._new_workspace(team_name)
        services = self._new_services()
        super().__init__(workspace, services, courier)
        self.app_token = f"xapp-1-{workspace.app_id}-{workspace.secret()}"
        services.tokens[self.app_token] = Grant("app", workspace.id)
        self._connect(workspace)
        self._build()

    def _new_workspace(self, name: str) -> Workspace:
        team = Workspace(len(self._teams), name, self.manifest, self.clock, self._lock)
        seed(team)
        self._teams[team.id] = team
        return team

    def _new_services(self) -> Services:
        first = next(iter(self._teams.values()))
        return Services(
            teams=self._teams,
            client_id="100.200",
            client_secret=first.secret(32),
            signing_secret=first.secret(32),
            file_scan_s=self.settings.file_scan_s,
            socket_url=self._socket_url,
        )

    def _connect(self, team: Workspace) -> None:
        team.event_sink = self._send_event
        team.change_sink = self._live.changed
        team.base_url = self.url

    def _build(self) -> None:
        deadline_s = self.settings.ack_deadline_s
        self._sockets: SocketDelivery | None = None
        self._http: HttpDelivery | None = None
        if self.transport == "socket":
            app_id = self.workspace.app_id
            self._sockets = SocketDelivery(app_id, deadline_s, self._live.app_changed)
        else:
            # Only here: its HTTP client takes megabytes that the Socket Mode demo never needs.
            from sandbox.delivery.http import HttpDelivery

            self._http = HttpDelivery(self.signing_secret, self._bot_urls, deadline_s)
        api = WebApi(self._services, self.limits, self.faults, self.journal, self.clock)
        self.journal.on_entry = self._live.inspected
        self._app_routes = AppRoutes(api, self._services, self._sockets)
        app = Starlette(
            routes=[
                *self.hooks.routes,
                *self._app_routes.routes(),
                *PageRoutes(self, self._live).routes(),
            ]
        )
        self._hosts = OnlyItsHosts(app)
        self._server = ServerThread(self._hosts, self._opened, self._closing)
        self._stop_watching: Callable[[], None] = lambda: None

    @property
    def api_url(self) -> str:
        """The base URL for a Slack client, ending in `/api/`."""
        return f"{self.url}/api/"

    @property
    def signing_secret(self) -> str:
        """The secret that signs HTTP deliveries."""
        return self._services.signing_secret

    @property
    def client_id(self) -> str:
        """The app's OAuth client id."""
        return self._services.client_id

    @property
    def client_secret(self) -> str:
        """The app's OAuth client secret."""
        return self._services.client_secret

    @property
    def courier(self) -> Courier:
        """What carries things to the app."""
        return self._courier

    @property
    def teams(self) -> dict[str, Workspace]:
        """Every workspace by id."""
        return self._teams

    @property
    def connected(self) -> int:
        """How many Socket Mode connections (or request URLs) the app has."""
        transport = self._sockets or self._http
        return transport.connected if transport else 0

    def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve; returns when requests are answered. OSError when the port is taken."""
        self._hosts.listen_on(host)
        bound = self._server.start(host, port)
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{bound}"
        for team in self._teams.values():
            team.base_url = self.url
        self._stop_watching = self.clock.on_move(self._clock_moved)

    def stop(self) -> None:
        """Stop serving and end every thread; harmless when not running."""
        self._stop_watching()
        self._server.stop()

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def set_bot_urls(self, urls: Iterable[str]) -> None:
        """Send HTTP deliveries to these URLs in turn from now on."""
        assert self._http is not None
        self._http.set_urls(list(urls))

    def _opened(self, loop: asyncio.AbstractEventLoop) -> None:
        transport = self._sockets or self._http
        assert transport is not None
        self._courier.open(transport, loop)
        self._live.open(loop)
        self._app_routes.open()

    async def _closing(self) -> None:
        self._live.close()
        self._app_routes.close()
        await self._courier.close()
        if self._sockets is not None:
            await self._sockets.close()
        if self._http is not None:
            await self._http.close()

    def _socket_url(self) -> str:
        assert self._sockets is not None
        ticket = self._sockets.new_ticket()
        path = SOCKET_TICKET_PATH.format(ticket=ticket, app_id=self.workspace.app_id)
        return self.url.replace("http", "ws", 1) + path

    def _send_event(self, team: Workspace, event: Json) -> None:
        payload = json.loads(json.dumps(payloads.event_callback(team, event)))
        self._courier.send_event(Parcel("event", event["type"], team.id, payload))

    def _clock_moved(self, _now: datetime) -> None:
        self._live.clock_changed()
        if self.hooks.clock_moved is not None:
            self.hooks.clock_moved()

    def add_team(self, name: str, *, installed: bool = True) -> Team:
        """Another workspace with its own people, channels and bot token; not installed yet when
        `installed` is False (exchange `team.oauth_code()` for a token)."""
        with self._lock:
            workspace = self._new_workspace(name)
            self._connect(workspace)
            team = Team(workspace, self._services, self._courier)
            if not installed:
                self._services.tokens.pop(team.bot_token)
                team.bot_token, workspace.installed = "", False
            return team

    def calls(self, method: str | None = None) -> list[Json]:
        """Recorded Web API calls, oldest first: {method, args, token, answer, status, at,
        duration_ms}."""
        return self.journal.calls(method)

    def deliveries(self, name: str | None = None) -> list[Json]:
        """Recorded delivery attempts, oldest first: {kind, name, team, payload, attempt, ok,
        status, reason, answer, at, duration_ms}. `name` is an event type, `slash_commands` or an
        interaction type."""
        return self.journal.deliveries(name)

    def settle(self, timeout_s: float = CALL_TIMEOUT_S) -> None:
        """Return when the app has answered (or lost) every event and, with a `drain` hook, has
        done all work that was due. TimeoutError after `timeout_s` of real time."""
        self._courier.settle(timeout_s)
        while self.hooks.drain is not None:
            before = self._courier.events_sent
            self.hooks.drain()
            self._courier.settle(timeout_s)
            if self._courier.events_sent == before:
                return

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every Socket Mode connection to go: warning, refresh_requested, link_disabled."""
        if self._sockets is not None:
            self._server.call(self._sockets.disconnect(reason), CALL_TIMEOUT_S)

    def verify_url(self, url: str) -> bool:
        """Whether an app's URL passes Slack's `url_verification`."""
        assert self._http is not None
        work = self._http.verify_url(url, "challenge-3eZbrw1a", payloads.VERIFICATION_TOKEN)
        return bool(self._server.call(work, CALL_TIMEOUT_S))
