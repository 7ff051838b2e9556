"""The OpenAPI file, written from the table of operations and the models that check requests."""

import json
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.api.models import KEY_PATTERN, LARGEST_NUMBER, ProblemOut
from bot.api.operations import OPERATIONS, Operation
from bot.api.problems import MEDIA_TYPE
from domain.api import REQUESTS_PER_S

PATH = "/api/openapi.json"

_ABOUT = (
    "Send feedback from a help desk, a form or a script, and see what became of it. Make a token "
    "in Slack with `/linchpin token`; it belongs to one workspace and can do only what it was "
    f"made for. Each token may send {REQUESTS_PER_S} requests a second."
)
_EVERYWHERE = (401, 403, 429, 500, 503)
_REFUSALS = {
    400: "The body is not JSON, or the Idempotency-Key cannot be used.",
    401: "The token is missing, unknown, revoked, or has ended.",
    403: "The token may not do this.",
    404: "There is no such feedback in the token's workspace.",
    408: "The body did not arrive in time.",
    409: "Something else was saved under this external_id.",
    413: "The body is too large.",
    415: "The body is not application/json.",
    422: "Some fields cannot be used, or the Idempotency-Key came with another body before.",
    429: "Too many requests. Wait for Retry-After seconds.",
    500: "Something went wrong here. Nothing was saved.",
    503: "The database cannot be reached, or too much is going on. Wait for Retry-After seconds.",
}
_HEADERS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    403: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}},
    503: {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}},
}


@cache
def document() -> bytes:
    """The OpenAPI 3.1 file as JSON."""
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(ProblemOut, "serialization")]
    for one in OPERATIONS:
        models.append((one.answer, "serialization"))
        if one.body is not None:
            models.append((one.body, "validation"))
    _, schemas = models_json_schema(
        list(dict.fromkeys(models)), ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Linchpin", "version": "1", "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"The token needs `{one.right}`.",
        "parameters": _parameters(one),
        "responses": _responses(one),
    }
    if one.body is not None:
        schema = {"$ref": f"#/components/schemas/{one.body.__name__}"}
        told["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return told


def _parameters(one: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if "{number}" in one.path:
        number = {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}
        found.append({"name": "number", "in": "path", "required": True, "schema": number})
    if one.query is not None:
        found += _query(one.query)
    if one.body is not None:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "A text of your own, such as a UUID. The same key with the same "
                "body saves once, however often it is sent; keys are kept for 24 hours at least.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 255,
                    "pattern": KEY_PATTERN,
                },
            }
        )
    return found


def _query(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema()
    shared = schema.get("$defs", {})
    found = []
    for name, about in schema["properties"].items():
        choices = [one for one in about.get("anyOf", [about]) if one.get("type") != "null"]
        kind = choices[0]
        if "$ref" in kind:
            kind = shared[kind["$ref"].rsplit("/", 1)[1]]
        kept = {key: value for key, value in kind.items() if key not in ("title", "description")}
        found.append(
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": about["description"],
                "schema": kept,
            }
        )
    return found


def _responses(one: Operation) -> dict[str, Any]:
    answer = {"schema": {"$ref": f"#/components/schemas/{one.answer.__name__}"}}
    problem = {"schema": {"$ref": f"#/components/schemas/{ProblemOut.__name__}"}}
    told: dict[str, Any] = {
        str(status): {"description": about, "content": {"application/json": answer}}
        for status, about in one.good.items()
    }
    for status in sorted({*_EVERYWHERE, *one.refusals}):
        told[str(status)] = {
            "description": f"{HTTPStatus(status).phrase}. {_REFUSALS[status]}",
            "content": {MEDIA_TYPE: problem},
        }
        if status in _HEADERS:
            told[str(status)]["headers"] = _HEADERS[status]
    return told
