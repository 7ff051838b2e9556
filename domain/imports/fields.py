"""What the columns of a table can mean, and the names that such columns have."""

from enum import StrEnum

from domain.text.folding import fold


class Kind(StrEnum):
    """What the rows of a file are."""

    FEEDBACK = "feedback"
    IDEAS = "ideas"
    CUSTOMERS = "customers"


class Origin(StrEnum):
    """Which program wrote a file."""

    PLAIN = "plain"
    CANNY = "canny"
    PRODUCTBOARD = "productboard"
    AHA = "aha"
    USERVOICE = "uservoice"
    JIRA = "jira"
    LINEAR = "linear"
    GITHUB = "github"
    ZENDESK = "zendesk"
    INTERCOM = "intercom"
    GOOGLE_FORMS = "google_forms"
    TYPEFORM = "typeform"
    TRELLO = "trello"
    QUACKBACK = "quackback"
    FIDER = "fider"

    @property
    def label(self) -> str:
        """The program as people know it."""
        return _ORIGIN_LABELS.get(self, self.value.capitalize())


_ORIGIN_LABELS = {
    Origin.PLAIN: "a plain table",
    Origin.AHA: "Aha!",
    Origin.USERVOICE: "UserVoice",
    Origin.GITHUB: "GitHub",
    Origin.GOOGLE_FORMS: "Google Forms",
}


class Field(StrEnum):
    """What a column can hold."""

    ID = "id"
    TEXT = "text"
    TITLE = "title"
    DESCRIPTION = "description"
    NAME = "name"
    CUSTOMER = "customer"
    SAID_BY = "said_by"
    EMAIL = "email"
    AREA = "area"
    TAGS = "tags"
    IMPORTANCE = "importance"
    IDEA = "idea"
    SAID_ON = "said_on"
    STATUS = "status"
    RESOLUTION = "resolution"
    DONE_ON = "done_on"
    DROPPED_ON = "dropped_on"
    VOTES = "votes"
    VOTERS = "voters"
    TIER = "tier"
    REVENUE = "revenue"
    CURRENCY = "currency"
    OWNER = "owner"

    @property
    def label(self) -> str:
        """What people read of it."""
        return _LABELS.get(self, self.value.replace("_", " ").capitalize())


_LABELS = {
    Field.ID: "Own id",
    Field.TEXT: "What was said",
    Field.SAID_BY: "Who said it",
    Field.EMAIL: "Their e-mail",
    Field.SAID_ON: "When",
    Field.IDEA: "Linked idea",
    Field.TAGS: "Tags",
    Field.RESOLUTION: "How it ended",
    Field.DONE_ON: "Done on",
    Field.DROPPED_ON: "Canceled or archived",
    Field.VOTES: "Number of votes",
    Field.VOTERS: "Who votes",
    Field.REVENUE: "Yearly revenue",
}

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.FEEDBACK: (
        Field.TEXT,
        Field.TITLE,
        Field.CUSTOMER,
        Field.SAID_BY,
        Field.EMAIL,
        Field.AREA,
        Field.TAGS,
        Field.IMPORTANCE,
        Field.SAID_ON,
        Field.IDEA,
        Field.ID,
    ),
    Kind.IDEAS: (
        Field.TITLE,
        Field.DESCRIPTION,
        Field.STATUS,
        Field.RESOLUTION,
        Field.DONE_ON,
        Field.DROPPED_ON,
        Field.AREA,
        Field.TAGS,
        Field.VOTES,
        Field.VOTERS,
        Field.SAID_ON,
        Field.ID,
    ),
    Kind.CUSTOMERS: (Field.NAME, Field.TIER, Field.REVENUE, Field.CURRENCY, Field.OWNER),
}
"""What can be imported of each kind, in the order in which forms ask."""

NEEDED: dict[Kind, Field] = {
    Kind.FEEDBACK: Field.TEXT,
    Kind.IDEAS: Field.TITLE,
    Kind.CUSTOMERS: Field.NAME,
}
"""Without a column for it there is nothing to import."""

SEVERAL: frozenset[Field] = frozenset(
    {Field.TEXT, Field.TAGS, Field.VOTERS, Field.IDEA, Field.DROPPED_ON}
)
"""Fields that several columns of a table may hold together."""

PROBLEM_COLUMN = "Problem"
"""The last column of a file of refused rows, which is not read when it is handed in again."""


def field_named(word: str, kind: Kind) -> Field | None:
    """The field of a kind that somebody types, by its value or what people read of it."""
    folded = fold(word)
    for field in FIELDS[kind]:
        if folded in (fold(field.value), fold(field.label)):
            return field
    return None
