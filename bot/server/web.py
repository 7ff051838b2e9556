"""The web server: Slack's requests in HTTP mode, installation, health and metrics."""

import asyncio
import logging
from collections.abc import Callable

from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Route

from bot import manifest
from bot.api.routes import Api
from bot.server.metrics import CONTENT_TYPE, Metrics
from bot.server.probes import Program, SlackLink, readiness, scrape
from bot.server.share_pages import SHARE_PATH, open_share
from bot.settings import INSTALL_PATH
from bot.slack import signature as web_edge
from bot.slack.dispatch import Delivery, Intake
from bot.slack.oauth import COOKIE, STATE_LIFE_S, OAuth

log = logging.getLogger("linchpin.web")

_RETRY_HEADERS = ("x-slack-retry-num", "x-slack-retry-reason")


def create_web(
    program: Program,
    *,
    intake: Intake | None = None,
    link: SlackLink | None = None,
    metrics: Metrics | None = None,
) -> Starlette:
    """The web application for these settings.

    ``/slack/events`` is there in HTTP mode alone (with Socket Mode on, Slack sends nothing to it),
    the installation pages when a client id and secret are set, the API and ``/healthz`` always.
    ``/readyz`` and ``/metrics`` are here unless they are answered elsewhere, or nowhere.
    """
    metrics = metrics or Metrics()
    settings = program.settings
    routes = [_alive(), *(_ops(program, link, metrics) if settings.ops_here else [])]
    if settings.mode == "http" and settings.signing_secret:
        door = _Door(settings.signing_secret, intake or Intake(program.bolt, metrics), metrics)
        routes.append(Route(manifest.EVENTS_PATH, door.receive, methods=["POST"]))
    api = Api(metrics)
    api.serve(program)
    routes += api.routes()
    routes.append(Route(f"{SHARE_PATH}/{{token}}", _shared(program), methods=["GET"]))
    if settings.multi_workspace:
        scopes = manifest.wanted_scopes()
        routes += _installation(OAuth(settings, scopes, program.install))
    return Starlette(routes=routes)


class _Door:
    """``POST /slack/events``: everything that Slack sends in HTTP mode."""

    def __init__(self, signing_secret: str, intake: Intake, metrics: Metrics) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._intake = intake
        self._metrics = metrics

    async def receive(self, request: Request) -> Response:
        try:
            return await self._receive(request)
        except web_edge.Refused as refused:
            self._metrics.request("unknown", f"refused_{refused.status}")
            return PlainTextResponse(refused.reason, refused.status)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it

    async def _receive(self, request: Request) -> Response:
        limit = web_edge.check_head(request.headers, self._verifier.clock.now())
        body = await web_edge.read_body(request, limit)
        if web_edge.is_ssl_check(body):
            return PlainTextResponse("")
        web_edge.verify(self._verifier, request.headers, body)
        try:
            content = web_edge.parse(body, request.headers.get("content-type", ""))
        except web_edge.Refused as unreadable:  # and genuine: sent again, it would be the same
            log.warning("Slack sent something that I can't read: %s", unreadable.reason)
            self._metrics.unreadable("other")
            self._metrics.request("other", "unreadable")
            return PlainTextResponse("")
        if content.get("type") == "url_verification":
            return JSONResponse({"challenge": content.get("challenge")})
        headers = {
            name: request.headers[name] for name in _RETRY_HEADERS if name in request.headers
        }
        answer = await asyncio.wrap_future(self._intake.submit(Delivery(content, headers)))
        return Response(answer.body, answer.status, headers={"content-type": answer.content_type})


def create_ops(program: Program, link: SlackLink | None, metrics: Metrics) -> Starlette:
    """The application for who operates this process, where it is not that for everybody."""
    return Starlette(routes=[_alive(), *_ops(program, link, metrics)])


def _alive() -> BaseRoute:
    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    return Route("/healthz", alive)


def _ops(program: Program, link: SlackLink | None, metrics: Metrics) -> list[BaseRoute]:
    # These two ask the database; Starlette runs plain functions in threads of its own, so that a
    # probe never queues behind Slack's requests, nor they behind it.
    def ready(_request: Request) -> Response:
        is_ready, report = readiness(program, link)
        return JSONResponse(report, 200 if is_ready else 503)

    def counted(_request: Request) -> Response:
        return Response(scrape(program, link, metrics), headers={"content-type": CONTENT_TYPE})

    return [Route("/readyz", ready), Route("/metrics", counted)]


def _shared(program: Program) -> Callable[[Request], Response]:
    # A plain function: Starlette runs it in a thread of its own, as it draws.
    def show(request: Request) -> Response:
        return open_share(program, str(request.path_params["token"]))

    return show


def _installation(oauth: OAuth) -> list[BaseRoute]:
    async def begin(_request: Request) -> Response:
        if closed := oauth.closed():
            return _private(HTMLResponse(closed.html(), closed.status))
        address, cookie = oauth.begin()
        response = RedirectResponse(address, 302)
        response.set_cookie(
            COOKIE, cookie, max_age=STATE_LIFE_S, secure=True, httponly=True, samesite="lax"
        )
        return _private(response)

    def finish(request: Request) -> Response:
        query = request.query_params
        page = oauth.finish(
            code=query.get("code", ""),
            state=query.get("state", ""),
            error=query.get("error", ""),
            cookie=request.cookies.get(COOKIE, ""),
        )
        response = HTMLResponse(page.html(), page.status)
        response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")
        return _private(response)

    return [Route(INSTALL_PATH, begin), Route(manifest.REDIRECT_PATH, finish)]


def _private(response: Response) -> Response:
    response.headers["cache-control"] = "no-store"
    response.headers["referrer-policy"] = "no-referrer"
    response.headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
