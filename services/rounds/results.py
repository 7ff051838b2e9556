"""The reveal of a blind scoring round: what it found, who talks with whom, and where it counts."""

from collections.abc import Mapping
from functools import partial

from domain.core.people import Request
from domain.ideas.model import Idea
from domain.rounds.model import Round
from domain.rounds.results import (
    Answer,
    Found,
    Result,
    Talk,
    Term,
    Voice,
    by_driver,
    format_term,
    spread,
    widest,
)
from domain.scoring.drivers import Driver, format_estimate, told
from domain.scoring.estimates import Outcome
from domain.scoring.methods.base import Method
from domain.scoring.methods.catalog import DRIVERS
from services.outbox.messages import say, tell
from services.outbox.payloads import pack
from services.rounds.start import ideas_of, is_reachable, name_of
from services.scoring.recompute import Methods, methods, renew
from storage.database.engine import Session
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.rounds import answers as round_answers
from storage.rounds import queries as rounds
from storage.scoring import estimates as scoring
from storage.workspace import people


def conclude(session: Session, request: Request, ended: Round) -> int:
    """Let what was answered count, tell it, and ask the two furthest apart for a sentence.

    Part of a transaction in which the round is locked and has just ended. Returns how many people
    had answered.
    """
    workspace_id = request.workspace_id
    answers = round_answers.everybody(session, workspace_id, ended.id)
    if not answers:
        return 0
    before = _scores(session, ended)
    _become_inputs(session, request, ended, answers)
    holding = methods(session, workspace_id)
    order = rounds.idea_ids(session, workspace_id, ended.id)
    dispute = widest(answers, _drivers(holding), order)
    if dispute is not None:
        round_answers.keep_voices(session, workspace_id, ended.id, dispute)
    found = result(session, ended, before)
    _tell(session, request, found)
    _ask_why(session, request, found)
    return found.answered


def result(session: Session, ended: Round, before: Mapping[int, str] | None = None) -> Result:
    """What a revealed round found; ``before`` are the scores before it in words, by row id."""
    workspace_id = ended.workspace_id
    answers = round_answers.everybody(session, workspace_id, ended.id)
    holding = methods(session, workspace_id)
    about = ideas_of(session, ended)
    after = _scores(session, ended)
    find = partial(_found, session, holding, by_driver(answers))
    return Result(
        round=ended,
        method_name=holding.for_area(None).name,
        found=tuple(
            find(idea, after.get(idea.id, ""), (before or {}).get(idea.id, "")) for idea in about
        ),
        answered=len({one.user_id for one in answers}),
        invited=len(rounds.named(session, workspace_id, ended.id)),
        started_by=name_of(session, workspace_id, ended.owner_id),
        talk=_talk(session, ended, {one.id: one for one in about}, _drivers(holding)),
    )


def _become_inputs(session: Session, request: Request, ended: Round, answers: list[Answer]) -> None:
    """Store the medians as estimates of the round and score the ideas anew."""
    workspace_id = request.workspace_id
    scoring.lock_shared(session, workspace_id)
    outcomes: dict[int, dict[str, tuple[float, Outcome]]] = {}
    for (idea_id, driver), given in by_driver(answers).items():
        found = spread(one.value for one in given)
        outcome = Outcome(ended.number, found.count, found.low, found.high)
        outcomes.setdefault(idea_id, {})[driver] = (found.median, outcome)
    for idea_id in sorted(outcomes):
        number = ideas.by_id(session, workspace_id, idea_id).number
        idea = ideas.lock(session, workspace_id, number)
        assert idea is not None
        found_here = outcomes[idea_id]
        scoring.conclude(session, workspace_id, idea_id, found_here, request.at)
        told_here = {driver: value for driver, (value, _outcome) in found_here.items()}
        changes.record(
            session,
            request,
            ("idea", idea_id),
            "round",
            after={"round": ended.number, "estimates": told_here},
        )
        renew(session, request, idea)


def _tell(session: Session, request: Request, found: Result) -> None:
    ended, data = found.round, pack(found)
    workspace_id, key = ended.workspace_id, f"round:{ended.id}:result"
    channel_id = ended.channel_id
    if channel_id is not None and is_reachable(session, workspace_id, channel_id):
        new_task = say(
            channel_id, "round_result", data, key=key, at=request.at, owner_id=ended.owner_id
        )
        outbox.enqueue(session, workspace_id, new_task, request.at)
        return
    readers = {ended.owner_id, *rounds.named(session, workspace_id, ended.id)}
    for user_id in sorted(readers):
        new_task = tell(user_id, "round_result", data, key=f"{key}:{user_id}", at=request.at)
        outbox.enqueue(session, workspace_id, new_task, request.at)


def _ask_why(session: Session, request: Request, found: Result) -> None:
    if found.talk is None:
        return
    for side, voice in (("low", found.talk.low), ("high", found.talk.high)):
        data = {"round": pack(found.round), "talk": pack(found.talk), "side": side}
        key = f"round:{found.round.id}:why:{side}"
        new_task = tell(voice.user_id, "round_why", data, key=key, at=request.at)
        outbox.enqueue(session, found.round.workspace_id, new_task, request.at)


def _found(
    session: Session,
    holding: Methods,
    answers: Mapping[tuple[int, str], list[Answer]],
    idea: Idea,
    score: str,
    score_before: str,
) -> Found:
    area_id = scoring.area_of(session, idea.workspace_id, idea.id)
    method = holding.for_area(area_id)
    known = _drivers(holding)
    given = {driver: some for (idea_id, driver), some in answers.items() if idea_id == idea.id}
    order = [driver.key for driver in method.drivers]
    asked = sorted(given, key=lambda key: (order.index(key) if key in order else len(order), key))
    terms = tuple(_term(key, known.get(key), given[key]) for key in asked)
    return Found(idea.number, idea.title, terms, score, score_before)


def _term(key: str, driver: Driver | None, given: list[Answer]) -> Term:
    name = driver.name if driver else key
    return format_term(name, driver, spread(one.value for one in given))


def _talk(
    session: Session, ended: Round, about: Mapping[int, Idea], known: Mapping[str, Driver]
) -> Talk | None:
    stored = round_answers.voices(session, ended.workspace_id, ended.id)
    if len(stored) < 2 or stored["low"].idea_id not in about:
        return None
    idea, key = about[stored["low"].idea_id], stored["low"].driver
    driver = known.get(key)
    users = people.among(session, ended.workspace_id, [one.user_id for one in stored.values()])

    def voice(side: str) -> Voice:
        one = stored[side]
        person = users.get(one.user_id)
        value = told(one.value) if driver is None else format_estimate(driver, one.value)
        return Voice(one.user_id, person.name if person else "", value, one.sentence)

    name = driver.name if driver else key
    return Talk(idea.number, idea.title, name, voice("low"), voice("high"))


def _scores(session: Session, ended: Round) -> dict[int, str]:
    """The present scores of the round's ideas in words, by row id; those that have one."""
    holding = methods(session, ended.workspace_id)
    found: dict[int, str] = {}
    for idea_id in rounds.idea_ids(session, ended.workspace_id, ended.id):
        scored = scoring.of_idea(session, ended.workspace_id, idea_id)
        if scored is not None and scored.value is not None:
            found[idea_id] = _score(holding.called(scored.method), scored.value)
    return found


def _score(method: Method | None, value: float) -> str:
    if method is None:
        return told(value)
    words = method.label(value) if method.label else told(value)
    return f"{method.name} {words}"


def _drivers(holding: Methods) -> dict[str, Driver]:
    """Every driver there is by its key, with the workspace's own words."""
    own = {driver.key: driver for method in holding.every() for driver in method.drivers}
    return {**DRIVERS, **own}
