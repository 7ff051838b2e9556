"""How a workspace scores: its method, those of its areas, its rubrics, and its own model."""

from collections.abc import Mapping
from dataclasses import replace

from domain.core.errors import InvalidInput, NotFound
from domain.core.people import Request, may_manage
from domain.scoring.drivers import MAX_RUBRIC_CHARS, Driver
from domain.scoring.methods.base import Method
from domain.scoring.methods.catalog import DRIVERS, WEIGHTED, choice_key, parse_method
from domain.scoring.methods.weighted import parse_model
from domain.scoring.pages import RulesPage
from domain.text.labels import LabelKind
from domain.text.words import check_text
from services.scoring.recompute import Methods, methods, renew_all
from services.workspace import people
from storage.database import labels
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes
from storage.scoring import estimates as scoring
from storage.workspace import people as people_storage
from storage.workspace import workspaces

_DEED = "choose how ideas are scored"
_INHERIT = frozenset({"default", "none", "inherit", "workspace", "off"})


def page(database: Database, request: Request) -> RulesPage:
    """How the workspace scores, for the person who asks."""
    with database.reading() as session:
        return _page(session, request)


def manage(database: Database, request: Request) -> RulesPage:
    """The same for somebody who is about to change it. Raises NotAllowed."""
    with database.reading() as session:
        people.require_manager(session, request, _DEED)
        return _page(session, request)


def choose(database: Database, request: Request, words: str, area: str | None) -> RulesPage:
    """Set the method of the workspace, or of an area (*default* gives it the workspace's again).

    All estimates stay, and all scores are counted anew. Raises NotAllowed, NotFound, InvalidInput.
    """
    is_inherited = area is not None and words.strip().casefold() in _INHERIT
    key = None if is_inherited else parse_method(words)
    with database.transaction() as session:
        people.require_manager(session, request, _DEED)
        scoring.hold(session, request.workspace_id)
        before = methods(session, request.workspace_id)
        if key == WEIGHTED and before.model() is None:
            raise InvalidInput(
                "There is no model of your own yet. Write it first: /score model", field="method"
            )
        if area is None:
            assert key is not None
            _set_method(session, request, before, key)
        else:
            _set_area_method(session, request, before, area, key)
        renew_all(session, request)
        return _page(session, request)


def write_model(database: Database, request: Request, lines: str, formula: str) -> RulesPage:
    """Keep the team's own model, and count anew what it scores.

    Raises NotAllowed, and InvalidInput at ``lines`` or ``formula`` that points at the place.
    """
    clean_lines = check_text(lines, what="model", field="lines")
    parse_model(clean_lines, formula, DRIVERS)
    with database.transaction() as session:
        people.require_manager(session, request, "change the scoring model")
        scoring.hold(session, request.workspace_id)
        before = scoring.read_rules(session, request.workspace_id)
        after = replace(before, model_lines=clean_lines, model_formula=formula.strip())
        scoring.set_rules(session, request.workspace_id, after)
        for name in ("model_lines", "model_formula"):
            _record(session, request, name, getattr(before, name), getattr(after, name))
        renew_all(session, request)
        return _page(session, request)


def driver(database: Database, request: Request, key: str) -> Driver:
    """A driver with the workspace's rubrics, for a manager to word anew. Raises NotAllowed."""
    with database.reading() as session:
        people.require_manager(session, request, "change the rubrics")
        return _driver(methods(session, request.workspace_id), key)


def word(database: Database, request: Request, key: str, words: Mapping[str, str]) -> Driver:
    """Set the rubrics of a driver's choices; an emptied one gets its original words again.

    Raises NotAllowed, and InvalidInput at the choice.
    """
    clean = {choice: " ".join(text.split()) for choice, text in words.items() if text.strip()}
    for choice, text in clean.items():
        check_text(text, what="rubric", field=choice)
        if len(text) > MAX_RUBRIC_CHARS:
            raise InvalidInput(
                f"A rubric has at most {MAX_RUBRIC_CHARS} characters; this one has {len(text)}.",
                field=choice,
            )
    with database.transaction() as session:
        people.require_manager(session, request, "change the rubrics")
        before = scoring.read_rules(session, request.workspace_id)
        known = DRIVERS[key].choices if key in DRIVERS else ()
        original = {choice_key(one.value): one.rubric for one in known}
        own = {
            choice: text
            for choice, text in clean.items()
            if choice in original and text != original[choice]
        }
        old = {choice: text for (name, choice), text in before.rubrics.items() if name == key}
        scoring.set_rubrics(session, request.workspace_id, key, own)
        _record(session, request, f"rubric:{key}", old or None, own or None)
        return _driver(methods(session, request.workspace_id), key)


def _driver(holding: Methods, key: str) -> Driver:
    for method in holding.every():
        for one in method.drivers:
            if one.key == key:
                return one
    raise NotFound("That driver is not used any more.")


def _set_method(session: Session, request: Request, before: Methods, key: str) -> None:
    scoring.set_rules(session, request.workspace_id, replace(before.rules, method=key))
    _record(session, request, "score_method", before.rules.method, key)


def _set_area_method(
    session: Session, request: Request, before: Methods, area: str, key: str | None
) -> None:
    area_id = scoring.area_named(session, request.workspace_id, area)
    if area_id is None:
        near = labels.suggest(session, request.workspace_id, LabelKind.AREA, "", 5)
        there = f" There are {', '.join(near)}." if near else ""
        raise NotFound(f"There is no area called “{area[:60]}”.{there}", field="area")
    scoring.set_area_method(session, request.workspace_id, area_id, key)
    _record(session, request, f"score_method:{area_id}", before.rules.areas.get(area_id), key)


def _page(session: Session, request: Request) -> RulesPage:
    holding = methods(session, request.workspace_id)
    rules = holding.rules
    person = people_storage.get(session, request.workspace_id, request.user_id)
    return RulesPage(
        method=holding.for_area(None),
        areas=tuple(_areas(holding)),
        model=holding.model(),
        lines=rules.model_lines,
        formula=rules.model_formula,
        may_change=may_manage(workspaces.get(session, request.workspace_id), person),
    )


def _areas(holding: Methods) -> list[tuple[str, Method]]:
    names = holding.rules.area_names
    return [
        (names[area_id], holding.for_area(area_id))
        for area_id in sorted(holding.rules.areas, key=lambda one: names[one].casefold())
    ]


def _record(session: Session, request: Request, field: str, before: object, after: object) -> None:
    subject = ("workspace", request.workspace_id)
    changes.record(session, request, subject, field, before=before, after=after)
