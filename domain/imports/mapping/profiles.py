"""The exports of other programs: by which columns they are known, and what those hold."""

from collections.abc import Mapping, Sequence

from domain.ideas.model import Status
from domain.imports.fields import Field, Kind, Origin
from domain.imports.mapping.profile import Profile

PROFILES: Mapping[Origin, Profile] = {
    Origin.CANNY: Profile(
        Kind.IDEAS,
        (
            *("board|details", "board name|details", "post title|details", "post title|board"),
            *("post title|board name", "canny id", "title|details|score", "post title|post url"),
        ),
        {
            Field.TITLE: "post title|title",
            Field.DESCRIPTION: "details|post details",
            Field.VOTES: "votes|vote count|score",
            Field.VOTERS: "voters|voter emails|voter names",
            Field.AREA: "category|board|board name",
            Field.TAGS: "tags",
            Field.SAID_ON: "created|created at|post created",
            Field.ID: "canny id|post id|id|url|post url",
        },
        ignored="eta|owner|owner name|owner email|author name|author email|author|"
        "status changed at",
    ),
    Origin.PRODUCTBOARD: Profile(
        Kind.FEEDBACK,
        ("feature name", "note text", "note title", "user impact score", "productboard id"),
        {
            Field.TITLE: "feature name|note title|title|name",
            Field.TEXT: "note text|content|text",
            Field.DESCRIPTION: "feature description|description",
            Field.STATUS: "feature status|status|status name",
            Field.CUSTOMER: "company name|company",
            Field.SAID_BY: "user name|user",
            Field.EMAIL: "user email",
            Field.AREA: "component|component name|product|product name",
            Field.TAGS: "tags|note tags",
            Field.ID: "productboard id|note id|feature id|id|note url",
            Field.IDEA: "features|feature|linked features",
            Field.SAID_ON: "created at|note created at|created",
        },
        ignored="owner|owner email|note owner|user impact score",
        ideas_by="feature name",
    ),
    Origin.AHA: Profile(
        Kind.IDEAS,
        (
            *("idea reference", "idea name|idea status", "idea name|idea votes"),
            *("idea name|idea description", "idea reference num"),
        ),
        {
            Field.TITLE: "idea name|name",
            Field.DESCRIPTION: "idea description|description",
            Field.STATUS: "idea status|idea workflow status|status",
            Field.VOTES: "idea votes|votes|idea endorsements count",
            Field.AREA: "idea categories|categories|idea category",
            Field.TAGS: "idea tags|tags",
            Field.SAID_ON: "idea created at|idea created date|created date|created at",
            Field.DONE_ON: "shipped on|idea shipped date",
            Field.ID: "idea reference|idea reference num|reference",
        },
        ignored="created by user|created by|assigned to user|assigned to user email|idea url|"
        "created by email|idea created by|idea score|feature name|promoted to",
    ),
    Origin.USERVOICE: Profile(
        Kind.IDEAS,
        (
            *("suggestion id|suggestion title", "title|supporters|forum", "title|supporters|votes"),
            "idea title|supporters",
        ),
        {
            Field.TITLE: "suggestion title|idea title|title",
            Field.DESCRIPTION: "suggestion body|description|text",
            Field.STATUS: "suggestion status name|status",
            Field.AREA: "suggestion category name|category|suggestion forum name|forum",
            Field.TAGS: "suggestion labels name|labels",
            Field.VOTES: "suggestion supporters count|supporters count|supporters|"
            "suggestion votes count|votes",
            Field.SAID_ON: "suggestion created timestamp|created|created at",
            Field.DONE_ON: "suggestion closed timestamp|closed at",
            Field.ID: "suggestion id|id",
        },
        ignored="suggestion portal url|suggestion admin url|creator email|creator name|creator",
    ),
    Origin.JIRA: Profile(
        Kind.IDEAS,
        ("issue key|summary", "issue key|issue type", "issue id|summary"),
        {
            Field.TITLE: "summary",
            Field.DESCRIPTION: "description",
            Field.STATUS: "status",
            Field.RESOLUTION: "resolution",
            Field.DONE_ON: "resolved",
            Field.VOTES: "votes",
            Field.AREA: "component s|components|component",
            Field.TAGS: "labels",
            Field.SAID_ON: "created",
            Field.ID: "issue key|issue id",
        },
        ignored="project name|project description|project lead|issue id|assignee|reporter|creator",
        closed_means=Status.SHIPPED,
    ),
    Origin.LINEAR: Profile(
        Kind.IDEAS,
        ("id|team|title|status|priority", "id|team|title|status|labels", "cycle name|team|title"),
        {
            Field.TITLE: "title",
            Field.DESCRIPTION: "description",
            Field.STATUS: "status",
            Field.DONE_ON: "completed",
            Field.DROPPED_ON: "canceled|archived",
            Field.AREA: "project|team",
            Field.TAGS: "labels",
            Field.SAID_ON: "created",
            Field.ID: "id|uuid",
        },
        ignored="project id|assignee|creator|initiatives",
    ),
    Origin.GITHUB: Profile(
        Kind.IDEAS,
        (
            *("number|title|state|body", "number|title|state|labels", "number|title|state|url"),
            *("title|url|assignees|status", "number|title|state|html url"),
        ),
        {
            Field.TITLE: "title",
            Field.DESCRIPTION: "body",
            Field.STATUS: "state|status",
            Field.RESOLUTION: "state reason|statereason",
            Field.TAGS: "labels",
            Field.AREA: "repository|milestone",
            Field.VOTES: "reactions 1|reactions|thumbs up|upvotes",
            Field.SAID_ON: "created at|createdat",
            Field.DONE_ON: "closed at|closedat",
            Field.ID: "html url|url|number",
        },
        ignored="assignees|author|user|user login|comments|updated at|updatedat",
        closed_means=Status.SHIPPED,
    ),
    Origin.ZENDESK: Profile(
        Kind.FEEDBACK,
        (
            *("requester|subject", "requester email|subject", "ticket id|requester"),
            *("ticket id|subject", "ticket id|ticket subject", "requester|ticket subject"),
        ),
        {
            Field.TEXT: "description|ticket description|comment|first comment",
            Field.TITLE: "subject|ticket subject",
            Field.SAID_BY: "requester|requester name",
            Field.EMAIL: "requester email",
            Field.CUSTOMER: "organization|requester organization|ticket organization name|"
            "organization name",
            Field.TAGS: "tags|ticket tags",
            Field.IMPORTANCE: "priority|ticket priority",
            Field.SAID_ON: "created at|requested|created|ticket created date",
            Field.ID: "ticket id|id",
        },
        ignored="group|submitter|status|satisfaction score|assignee|summation column",
        spaced_tags=True,
    ),
    Origin.INTERCOM: Profile(
        Kind.FEEDBACK,
        (
            *("message body", "conversation id|message type", "conversation id|user name"),
            "conversation id|conversation started at",
        ),
        {
            Field.TEXT: "message body|conversation message|first message|message|body",
            Field.TITLE: "conversation subject|subject|conversation title",
            Field.SAID_BY: "message author name|user name|contact name",
            Field.EMAIL: "message author email|user email|contact email",
            Field.CUSTOMER: "message author companies|company name|company",
            Field.TAGS: "conversation tags|conversation tag|message tags|topics",
            Field.SAID_ON: "message created at|conversation created at|conversation started at",
            Field.ID: "message id|conversation id",
        },
        ignored="message type|message author type|message author id|message author user id|"
        "app id|app name|conversation state|teammate",
    ),
    Origin.GOOGLE_FORMS: Profile(
        Kind.FEEDBACK,
        (),
        {
            Field.SAID_ON: "timestamp|zeitstempel|horodateur|marca temporal|"
            "informazioni cronologiche|carimbo de data hora|tijdstempel|sygnatura czasowa|"
            "tidstämpel|タイムスタンプ|时间戳记|타임스탬프|отметка времени",
            Field.EMAIL: "email address|e mail adresse|username|adresse e mail|"
            "direccion de correo electronico",
        },
        ignored="score",
        first="timestamp|zeitstempel|horodateur|marca temporal|informazioni cronologiche|"
        "carimbo de data hora|tijdstempel|sygnatura czasowa|tidstämpel|タイムスタンプ|时间戳记|"
        "타임스탬프|отметка времени",
        asks=True,
    ),
    Origin.TYPEFORM: Profile(
        Kind.FEEDBACK,
        (
            "start date utc|submit date utc",
            "network id|submit date utc",
            "response type|network id",
        ),
        {
            Field.SAID_ON: "submit date utc|submitted at",
            Field.ID: "#|response id|token",
            Field.EMAIL: "email|email address",
        },
        ignored="start date utc|stage date utc|network id|response type|tags|ending|score|winning",
        asks=True,
    ),
    Origin.TRELLO: Profile(
        Kind.IDEAS,
        ("card id|card name", "card name|list name", "card name|card description"),
        {
            Field.TITLE: "card name",
            Field.DESCRIPTION: "card description",
            Field.STATUS: "list name",
            Field.DROPPED_ON: "archived",
            Field.TAGS: "labels",
            Field.AREA: "board name",
            Field.VOTES: "votes|vote count",
            Field.SAID_ON: "card created|created",
            Field.ID: "card id|card url",
        },
        ignored="list id|board id|members|checklist item total count",
    ),
    Origin.QUACKBACK: Profile(
        Kind.IDEAS,
        ("title|content|status|vote count", "title|content|board|author email"),
        {
            Field.TITLE: "title",
            Field.DESCRIPTION: "content",
            Field.STATUS: "status",
            Field.VOTES: "vote count",
            Field.AREA: "board",
            Field.TAGS: "tags",
            Field.SAID_ON: "created at",
        },
        ignored="author name|author email|owner|owner email",
    ),
    Origin.FIDER: Profile(
        Kind.IDEAS,
        ("votes count|original number", "number|votes count", "votes count|original title"),
        {
            Field.ID: "number",
            Field.TITLE: "title",
            Field.DESCRIPTION: "description",
            Field.VOTES: "votes count",
            Field.TAGS: "tags",
            Field.STATUS: "status",
            Field.SAID_ON: "created at",
        },
        ignored="created by|responded by|responded at|response|original number|original title",
    ),
}

PLAIN = Profile(Kind.FEEDBACK)
"""What holds for a table of no program that is known."""


def profile_of(origin: Origin) -> Profile:
    """Return what is known of a program's exports."""
    return PROFILES.get(origin, PLAIN)


def recognised(headers: Sequence[str]) -> Origin:
    """Return the program whose signs most of the headers are, a plain table for none."""
    weights = {origin: one.weight(headers) for origin, one in PROFILES.items()}
    best = max(weights, key=lambda origin: weights[origin])
    return best if weights[best] else Origin.PLAIN
