"""What each channel does with feedback: read by everybody, set by managers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.channels import (
    OF_REQUEST,
    CaptureMethod,
    ChannelRule,
    Confirm,
    Defaults,
    Question,
    RuleForm,
    read_questions,
    usual,
)
from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request, may_know_customers, may_manage
from domain.feedback.attachments import Answer
from domain.feedback.model import Draft
from domain.text.labels import LabelKind, clean_name
from services.workspace import people
from storage.channels import queries as channels
from storage.channels import rules as channel_rules
from storage.customers import queries as customers
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes
from storage.workspace import people as people_storage
from storage.workspace import workspaces

_FACTS = ("doors", "customer", "area", "importance", "confirm")
_LISTED = 20


@dataclass(frozen=True, slots=True)
class RulePage:
    """A channel's rule as a person may see it; ``is_outside`` means that the bot cannot listen."""

    rule: ChannelRule
    questions: tuple[Question, ...]
    may_change: bool
    is_outside: bool


@dataclass(frozen=True, slots=True)
class RuleList:
    """Channels with rules, the newest first; ``count`` is of all of them."""

    rules: tuple[ChannelRule, ...]
    count: int
    offset: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What a channel's form begins with, and what it asks besides."""

    defaults: Defaults
    questions: tuple[Question, ...] = ()


def page(database: Database, request: Request, channel_id: str) -> RulePage:
    """The rule of a channel, also when nobody has set one."""
    with database.reading() as session:
        return _page(session, request, channel_id)


def listing(database: Database, request: Request, offset: int = 0) -> RuleList:
    """The channels for which somebody has set a rule."""
    with database.reading() as session:
        rules = channel_rules.rules(session, request.workspace_id, _LISTED, offset)
        found = [_shown(session, request, one) for one in rules]
        count = channel_rules.count(session, request.workspace_id)
        return RuleList(tuple(found), count, offset, _may_change(session, request))


def change(database: Database, request: Request, channel_id: str, wish: RuleForm) -> RulePage:
    """Set a channel's rule; raises NotAllowed, or InvalidInput bound to the field that is wrong."""
    questions = read_questions(wish.questions)
    if not wish.doors:
        raise InvalidInput("Leave at least one door open.", field="doors")
    clean = replace(
        wish,
        customer=clean_name(wish.customer, LabelKind.CUSTOMER) if wish.customer else None,
        area=clean_name(wish.area, LabelKind.AREA) if wish.area else None,
    )
    with database.transaction() as session:
        people.require_manager(session, request, "change what a channel does with feedback")
        workspace_id = request.workspace_id
        before = _rule(session, workspace_id, channel_id)
        asked = channel_rules.questions(session, workspace_id, channel_id)
        rule_id = channel_rules.put(session, request, channel_id, clean)
        channel_rules.set_questions(session, workspace_id, rule_id, questions)
        after = _rule(session, workspace_id, channel_id)
        for fact in _FACTS:
            old, new = _told(getattr(before, fact)), _told(getattr(after, fact))
            changes.record(session, request, ("channel", rule_id), fact, before=old, after=new)
        old, new = _asked(asked), _asked(questions)
        changes.record(session, request, ("channel", rule_id), "questions", before=old, after=new)
        return _page(session, request, channel_id)


def form_facts(database: Database, request: Request, channel_id: str | None) -> FormFacts:
    """What the form of a channel begins with and asks; nothing outside of channels."""
    if channel_id is None:
        return FormFacts(Defaults())
    with database.reading() as session:
        rule = _rule(session, request.workspace_id, channel_id)
        known = _defaults(session, request.workspace_id, rule)
        person = people_storage.get(session, request.workspace_id, request.user_id)
        if not may_know_customers(person):  # what is saved is filed under the customer all the same
            known = replace(known, customer=None)
        return FormFacts(
            known,
            channel_rules.questions(session, request.workspace_id, channel_id),
        )


def answers(database: Database, workspace_id: int, typed: Mapping[int, str]) -> tuple[Answer, ...]:
    """What was answered, by question, with the questions as they were asked."""
    if not typed:
        return ()
    with database.reading() as session:
        asked = channel_rules.questions_among(session, workspace_id, list(typed))
    return tuple(Answer(one.id, one.text, typed[one.id]) for one in asked)


def require_open(
    database: Database, request: Request, channel_id: str | None, door: CaptureMethod
) -> None:
    """Return when a channel's door is open; raise NotAllowed with those that are."""
    if channel_id is None:
        return
    with database.reading() as session:
        check_open(session, request.workspace_id, channel_id, door)


def check_open(
    session: Session, workspace_id: int, channel_id: str, door: CaptureMethod
) -> ChannelRule:
    """The channel's rule when its door is open (part of a transaction); else raise NotAllowed."""
    rule = _rule(session, workspace_id, channel_id)
    if rule.is_open(door):
        return rule
    raise NotAllowed(closed_sentence(rule, door))


def closed_sentence(rule: ChannelRule, door: CaptureMethod) -> str:
    """That a door is closed in a channel, and which are open."""
    opened = [_WAYS[one] for one in CaptureMethod if rule.is_open(one)]
    instead = f" Here you can use {_either(opened)}." if opened else ""
    return (
        f"In this channel, feedback is not saved {_BY[door]}.{instead} "
        "Managers change that with /linchpin channel."
    )


def with_defaults(
    session: Session, request: Request, draft: Draft, known_rule: ChannelRule | None = None
) -> tuple[Draft, int]:
    """A draft that came in without a form, filed as its channel says (part of a transaction), and
    how many questions the channel's form would have asked.

    ``known_rule`` is the channel's rule where it was read already. Raises NotAllowed for a command
    where commands are closed: the other doors are checked where their message arrives.
    """
    door = OF_REQUEST.get(request.door)
    if door is None or draft.source is None:
        return draft, 0
    workspace_id, channel_id = request.workspace_id, draft.source.channel_id
    if door is CaptureMethod.COMMAND:
        rule = check_open(session, workspace_id, channel_id, door)
    else:
        rule = known_rule or _rule(session, workspace_id, channel_id)
    known = _defaults(session, workspace_id, rule)
    filed = replace(
        draft,
        customer=draft.customer or known.customer,
        area=draft.area or known.area,
        importance=draft.importance or known.importance,
    )
    return filed, rule.asks


def confirm_of(session: Session, workspace_id: int, channel_id: str) -> Confirm:
    """Where people are told of what was saved in a channel (part of a transaction)."""
    return _rule(session, workspace_id, channel_id).confirm


def _page(session: Session, request: Request, channel_id: str) -> RulePage:
    return RulePage(
        _shown(session, request, _rule(session, request.workspace_id, channel_id)),
        channel_rules.questions(session, request.workspace_id, channel_id),
        _may_change(session, request),
        channels.is_outside(session, request.workspace_id, channel_id),
    )


def _shown(session: Session, request: Request, rule: ChannelRule) -> ChannelRule:
    """A rule as a person may see it: the customer's name is for members."""
    person = people_storage.get(session, request.workspace_id, request.user_id)
    if may_know_customers(person):
        return rule
    return replace(rule, customer=None, connected_name=None)


def _rule(session: Session, workspace_id: int, channel_id: str) -> ChannelRule:
    return channel_rules.rule_of(session, workspace_id, channel_id) or usual(channel_id)


def _defaults(session: Session, workspace_id: int, rule: ChannelRule) -> Defaults:
    """What a channel files under: its rule comes first, then whose channel it is."""
    customer = rule.customer
    if customer is None:
        theirs = customers.of_channel(session, workspace_id, rule.channel_id)
        customer = theirs.name if theirs is not None else rule.connected_name
    return Defaults(customer, rule.area, rule.importance)


def _may_change(session: Session, request: Request) -> bool:
    workspace = workspaces.get(session, request.workspace_id)
    return may_manage(workspace, people_storage.get(session, request.workspace_id, request.user_id))


def _told(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _asked(questions: Iterable[Question]) -> list[str]:
    return [
        " / ".join([one.text, *one.choices]) + (" *" if one.is_required else "")
        for one in questions
    ]


def _either(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} or {ways[-1]}"


_BY = {
    CaptureMethod.EMOJI: "by an emoji",
    CaptureMethod.MENTION: "by mentioning me",
    CaptureMethod.SHORTCUT: "from the message menu",
    CaptureMethod.COMMAND: "by /feedback",
    CaptureMethod.INTAKE: "by itself",
}
_WAYS = {
    CaptureMethod.EMOJI: "the emoji",
    CaptureMethod.MENTION: "@Linchpin save this",
    CaptureMethod.SHORTCUT: "Save as feedback in the ⋯ menu",
    CaptureMethod.COMMAND: "/feedback",
    CaptureMethod.INTAKE: "a message of its own, which I save by itself",
}
