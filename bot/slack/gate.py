"""Who is let in to Bolt: requests of workspaces in which the app is installed at this moment."""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware

from bot.server.edge import RateLimitedLog
from bot.slack.clients import Known, NotInstalled, Tokens
from bot.slack.dispatch import Delivery
from bot.slack.turned_away import turned_away
from domain.core.errors import Unavailable

_FAREWELLS = frozenset({"app_uninstalled", "tokens_revoked", "team_access_revoked"})
"""Events that come when there is no installation any longer."""

_KNOWN = "linchpin_known"


class Gate(Middleware):
    """Looks up whose request it is, and answers by itself when that is nobody's."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._strangers = RateLimitedLog(
            "Slack sends what a workspace asks that is not installed: %s"
        )

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        """Go on with a request, or answer it with a sentence that says why not.

        Nobody reads what an event is answered. One of a workspace that is not installed is let go:
        it would only be sent again. One that comes while nothing can be looked up raises
        Unavailable, so that it is sent again.
        """
        body = req.body
        if _is_farewell(body):
            return next()
        team_id = req.context.team_id or ""
        try:
            req.context[_KNOWN] = self._tokens.find(team_id)
        except NotInstalled as refused:
            self._strangers.note(team_id or "without an id")
            sentence = self._tokens.sentence_of_organisation(
                team_id,
                req.context.enterprise_id,
                is_for_organisation=bool(req.context.is_enterprise_install),
            )
            return turned_away(body, sentence or refused.message)
        except Unavailable as refused:
            if Delivery(body).kind in ("event", "other"):
                raise
            return turned_away(body, refused.message)
        return next()

    def authorize(self, context: BoltContext) -> AuthorizeResult:
        """The identity that was looked up, as Bolt asks for it."""
        known: Known = context[_KNOWN]
        context["workspace_id"] = known.workspace_id
        return known.result


def _is_farewell(body: dict[str, Any]) -> bool:
    event = body.get("event")
    return isinstance(event, dict) and event.get("type") in _FAREWELLS
