"""oauth.v2.access: installing the app, and rotating tokens when the manifest says so."""

import base64
import binascii
from datetime import timedelta

from sandbox.api.call import NONE, Call, Method, takes
from sandbox.api.services import Grant, OAuthGrant, Services
from sandbox.world.model import Json, SlackError
from sandbox.world.workspace import Workspace

TOKEN_LIFE_S = 43_200
ACTIVE_TOKENS = 2


def new_code(services: Services, team: Workspace, user_id: str, redirect_uri: str = "") -> str:
    """An authorisation code, as Slack appends it to the redirect."""
    code = f"{team.index}.{team.secret()}"
    services.codes[code] = OAuthGrant(team.id, user_id, redirect_uri)
    return code


def install(services: Services, team: Workspace) -> str:
    """A fresh bot token of a workspace; the app is installed there from now on."""
    token = f"xoxb-{team.index}-{team.secret()}"
    services.tokens[token] = Grant("bot", team.id)
    team.installed = True
    return token


def access(call: Call) -> Json:
    """oauth.v2.access: a code, or with `grant_type=refresh_token` a refresh token, for tokens."""
    services = call.services
    _check_client(call)
    if call.text("grant_type") == "refresh_token":
        grant = services.refresh_tokens.pop(call.text("refresh_token"), None)
        if grant is None:
            raise SlackError("invalid_refresh_token")
    else:
        grant = services.codes.pop(call.text("code"), None)
        if grant is None:
            raise SlackError("invalid_code")
        if grant.redirect_uri != call.text("redirect_uri"):
            raise SlackError("bad_redirect_uri")
    return _tokens(services, services.teams[grant.team_id], grant)


def _check_client(call: Call) -> None:
    given_id, given_secret = call.text("client_id"), call.text("client_secret")
    if call.token and not given_secret:
        given_id, _, given_secret = _basic(call.token).partition(":")
    if given_id != call.services.client_id:
        raise SlackError("invalid_client_id")
    if given_secret != call.services.client_secret:
        raise SlackError("bad_client_secret")


def _basic(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _tokens(services: Services, team: Workspace, grant: OAuthGrant) -> Json:
    token = install(services, team)
    body: Json = {
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(team.scopes),
        "bot_user_id": team.bot_user_id,
        "app_id": team.app_id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": grant.user_id},
    }
    if team.manifest.token_rotation:
        body |= _rotation(services, team, token, grant)
    return body


def _rotation(services: Services, team: Workspace, token: str, grant: OAuthGrant) -> Json:
    life = timedelta(seconds=TOKEN_LIFE_S)
    services.tokens[token].expires_at = team.clock.now() + life
    alive = [
        g
        for g in services.tokens.values()
        if g.team_id == team.id and g.kind == "bot" and not g.dead
    ]
    for older in alive[:-ACTIVE_TOKENS]:
        older.dead = "token_revoked"
    refresh = f"xoxe-{team.index}-{team.secret()}"
    services.refresh_tokens[refresh] = grant
    return {"refresh_token": refresh, "expires_in": TOKEN_LIFE_S}


METHODS = (
    Method(
        "oauth.v2.access",
        access,
        takes("client_id client_secret code redirect_uri grant_type refresh_token"),
        form_only=True,
        token=NONE,
    ),
)
