"""The words of the search language: kinds, filters, states and orders."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What can be found."""

    FEEDBACK = "feedback"
    IDEA = "idea"
    DECISION = "decision"
    OBJECTIVE = "objective"
    PROMISE = "promise"
    CUSTOMER = "customer"
    ROUND = "round"
    ANNOUNCEMENT = "announcement"


FEATURES: Mapping[Kind, str] = {
    Kind.DECISION: "decisions",
    Kind.OBJECTIVE: "objectives",
    Kind.PROMISE: "roadmap",
    Kind.CUSTOMER: "customers",
    Kind.ROUND: "rounds",
    Kind.ANNOUNCEMENT: "announcements",
}
"""The features that a workspace can switch off, by the kind that is then not found."""


class Field(StrEnum):
    """What a filter is about."""

    FROM = "from"
    CUSTOMER = "customer"
    TIER = "tier"
    AREA = "area"
    OWNER = "owner"
    IDEA = "idea"
    SINCE = "since"
    UNTIL = "until"
    IS = "is"
    KIND = "kind"
    IMPORTANCE = "importance"
    REVENUE = "revenue"
    SORT = "sort"


class Sort(StrEnum):
    """In which order results stand; best is by name first, then newest."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"
    IMPORTANCE = "importance"
    VOTES = "votes"
    REVENUE = "revenue"


ANY = "any"
"""The value of a filter that asks only that there is something."""

_EVERY = frozenset(Kind)
FILTERED: Mapping[Field, frozenset[Kind]] = {
    Field.FROM: _EVERY - {Kind.CUSTOMER},
    Field.CUSTOMER: frozenset({Kind.FEEDBACK, Kind.IDEA, Kind.PROMISE, Kind.CUSTOMER}),
    Field.TIER: frozenset({Kind.FEEDBACK, Kind.IDEA, Kind.PROMISE, Kind.CUSTOMER}),
    Field.AREA: frozenset({Kind.FEEDBACK, Kind.IDEA}),
    Field.OWNER: frozenset({Kind.IDEA, Kind.DECISION, Kind.OBJECTIVE, Kind.CUSTOMER, Kind.ROUND}),
    Field.IDEA: frozenset(
        {
            Kind.FEEDBACK,
            Kind.DECISION,
            Kind.OBJECTIVE,
            Kind.PROMISE,
            Kind.ROUND,
            Kind.ANNOUNCEMENT,
        }
    ),
    Field.SINCE: _EVERY,
    Field.UNTIL: _EVERY,
    Field.IMPORTANCE: frozenset({Kind.FEEDBACK}),
    Field.REVENUE: frozenset({Kind.FEEDBACK, Kind.IDEA, Kind.PROMISE, Kind.CUSTOMER}),
}
SORTED: Mapping[Sort, frozenset[Kind]] = {
    Sort.IMPORTANCE: frozenset({Kind.FEEDBACK}),
    Sort.VOTES: frozenset({Kind.IDEA}),
    Sort.REVENUE: frozenset({Kind.FEEDBACK, Kind.CUSTOMER}),
}
STATES: Mapping[str, frozenset[Kind]] = {
    "untriaged": frozenset({Kind.FEEDBACK}),
    "linked": frozenset({Kind.FEEDBACK}),
    "dismissed": frozenset({Kind.FEEDBACK}),
    "private": frozenset({Kind.FEEDBACK}),
    "considering": frozenset({Kind.IDEA}),
    "planned": frozenset({Kind.IDEA}),
    "in_progress": frozenset({Kind.IDEA}),
    "shipped": frozenset({Kind.IDEA}),
    "declined": frozenset({Kind.IDEA}),
    "merged": frozenset({Kind.IDEA}),
    "now": frozenset({Kind.IDEA}),
    "next": frozenset({Kind.IDEA}),
    "later": frozenset({Kind.IDEA}),
    "unowned": frozenset({Kind.IDEA, Kind.CUSTOMER}),
    "open": frozenset({Kind.IDEA, Kind.OBJECTIVE, Kind.PROMISE, Kind.ROUND}),
    "closed": frozenset({Kind.IDEA, Kind.OBJECTIVE, Kind.ROUND}),
    "kept": frozenset({Kind.PROMISE}),
    "late": frozenset({Kind.PROMISE}),
    "withdrawn": frozenset({Kind.PROMISE}),
    "mine": _EVERY,
}
STATE_WORDS = {
    **{state: state for state in STATES},
    **dict.fromkeys(("new", "unsorted", "inbox", "waiting"), "untriaged"),
    **dict.fromkeys(("in progress", "in-progress", "inprogress", "started"), "in_progress"),
    **dict.fromkeys(("done", "released"), "shipped"),
    **dict.fromkeys(("rejected",), "declined"),
    **dict.fromkeys(("me", "my"), "mine"),
}
KIND_WORDS = {
    **{kind.value: kind for kind in Kind},
    **{f"{kind.value}s": kind for kind in Kind},
    **dict.fromkeys(("quote", "quotes"), Kind.FEEDBACK),
    "okr": Kind.OBJECTIVE,
    **dict.fromkeys(("ballot", "ballots"), Kind.ROUND),
    **dict.fromkeys(("release", "releases", "news"), Kind.ANNOUNCEMENT),
}
FIELD_WORDS = {
    **{field.value: field for field in Field},
    **dict.fromkeys(("by", "author", "said", "person"), Field.FROM),
    **dict.fromkeys(("type", "in"), Field.KIND),
    **dict.fromkeys(("state", "status", "horizon"), Field.IS),
    **dict.fromkeys(("order",), Field.SORT),
}
LETTERS = {"F": Kind.FEEDBACK, "I": Kind.IDEA, "D": Kind.DECISION, "O": Kind.OBJECTIVE}
LETTERS |= {"P": Kind.PROMISE, "R": Kind.ROUND}
HINTS = {**FIELD_WORDS, "after": Field.SINCE, "before": Field.UNTIL, "who": Field.FROM}
"""Words that people may take for a filter, and the one that they mean."""

EXAMPLES: Mapping[Field, str] = {
    Field.FROM: "A person, such as from:@sam or from:me.",
    Field.CUSTOMER: 'A name, such as customer:Acme or customer:"Acme Corp".',
    Field.TIER: "A tier, such as tier:enterprise.",
    Field.AREA: 'An area, such as area:billing or area:"single sign-on".',
    Field.OWNER: "A person, such as owner:@sam or owner:me.",
    Field.IDEA: "Its number, such as idea:I-12.",
    Field.SINCE: 'A day, such as since:2026-01-01, since:7d, since:march or since:"last week".',
    Field.UNTIL: "A day, such as until:2026-06-30, until:yesterday or until:march.",
    Field.IS: "A state, such as is:untriaged, is:planned or is:mine.",
    Field.KIND: "What to find, such as kind:idea or kind:feedback.",
    Field.IMPORTANCE: "How strongly, such as importance:blocker.",
    Field.REVENUE: "The least yearly revenue, such as revenue:100k.",
    Field.SORT: "An order, such as sort:newest or sort:votes.",
}
