"""Refusals of the HTTP door as problem details (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError

from bot.api.models import FieldProblem, ProblemOut

MEDIA_TYPE = "application/problem+json"
_MOST_FIELDS = 20
_NAME_CHARS = 60


class Problem(Exception):
    """The request is refused; ``status`` and ``detail`` are the answer."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[FieldProblem] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = list(errors)

    def body(self) -> bytes:
        """The answer's body as JSON."""
        told = ProblemOut(
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            detail=self.detail,
            errors=self.errors or None,
        )
        return told.model_dump_json(exclude_none=True).encode()


def of_body(refused: ValidationError) -> Problem:
    """What is wrong with a body: 400 when it is no JSON, else 422 with a sentence a field."""
    found = refused.errors(include_url=False, include_context=True, include_input=False)
    if found[0]["type"] == "json_invalid":
        return Problem(400, "The body is not JSON in UTF-8. Check its quotes, commas and encoding.")
    return _of_fields("body", found)


def of_query(refused: ValidationError) -> Problem:
    """What is wrong with the parameters of a request: 422 with a sentence for each."""
    return _of_fields("query", refused.errors(include_url=False, include_input=False))


def of_field(field: str, sentence: str) -> Problem:
    """422 for one field."""
    told = FieldProblem(field=field, detail=sentence)
    return Problem(422, _summary(1), errors=[told])


def _of_fields(whole: str, found: Sequence[Any]) -> Problem:
    by_field: dict[str, str] = {}
    for one in found:
        name = str(one["loc"][0]) if one["loc"] else whole
        by_field.setdefault(_printable(name), _sentence(name, one))
    told = [FieldProblem(field=name, detail=said) for name, said in by_field.items()]
    return Problem(422, _summary(len(told)), errors=told[:_MOST_FIELDS])


def _summary(fields: int) -> str:
    what = "One field cannot" if fields == 1 else f"{fields} fields cannot"
    return f"{what} be used as sent, so nothing was done. See errors."


def _printable(name: str) -> str:
    """A name that the caller made up, short and without what would break a line."""
    return json.dumps(name[:_NAME_CHARS], ensure_ascii=True)[1:-1]


def _sentence(name: str, one: Mapping[str, Any]) -> str:
    context = one.get("ctx") or {}
    if one["type"] in _PLAIN:
        return _PLAIN[one["type"]]
    if one["type"] == "string_too_long":
        return f"Use at most {context['max_length']:,} characters."
    if one["type"] in ("less_than_equal", "greater_than_equal"):
        bound = f"up to {context['le']}" if "le" in context else f"from {context.get('ge')}"
        return f"Use a whole number {bound}."
    if one["type"] in ("enum", "literal_error"):
        known = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return f"Use one of {known}."
    if one["type"] == "value_error":
        return str(context.get("error", "This cannot be used."))
    if one["type"] == "string_pattern_mismatch":
        return _SHAPES.get(name, "This has the wrong form.")
    return "This has the wrong type."


_PLAIN = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field. See /api/openapi.json.",
    "string_type": "Use a text.",
    "string_too_short": "This is empty. Write something.",
    "string_unicode": "This is not text in UTF-8.",
    "model_type": "Send one JSON object.",
    "model_attributes_type": "Send one JSON object.",
}
_SHAPES = {
    "text": "The text is empty. Write something.",
    "said_by_email": "Use one e-mail address, such as ana@example.com.",
    "source_url": "Use an address that begins with https:// or http://.",
    "external_id": "Use letters, digits and signs without spaces.",
    "limit": "Use a whole number from 1 to 100.",
    "after": "Use a whole number.",
    "number": "Use a whole number from 1, such as 12.",
}
