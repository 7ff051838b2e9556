"""Slack's door: one file per feature, each with its commands, shortcuts, buttons and modals."""

from handlers import (
    announcements,
    customers,
    decisions,
    home,
    imports,
)
from handlers import (
    api as tokens,
)
from handlers import (
    erasure as forget,
)
from handlers import (
    events as messages,
)
from handlers import (
    linchpin_command as settings,
)
from handlers import (
    search as searching,
)
from handlers import (
    votes as reactions,
)
from handlers import (
    workspace as lifecycle,
)
from handlers.channels import lifecycle as channels
from handlers.channels import rules as channel_rules
from handlers.digests import commands as digests
from handlers.feedback import (
    commands as feedback,
)
from handlers.feedback import (
    mentions,
)
from handlers.feedback import (
    suggestions as similar,
)
from handlers.feedback import (
    thread_notes as notes,
)
from handlers.idea_page import commands as ideas
from handlers.objectives import commands as objectives
from handlers.roadmap import commands as roadmap
from handlers.rounds import ballots
from handlers.rounds import commands as rounds
from handlers.scoring import commands as scoring
from handlers.slack.context import Front
from handlers.slack.router import Switchboard
from handlers.triage import inbox as triage

FEATURES = (
    feedback,
    messages,
    reactions,
    mentions,
    notes,
    channel_rules,
    channels,
    digests,
    announcements,
    home,
    ideas,
    imports,
    lifecycle,
    roadmap,
    rounds,
    ballots,
    objectives,
    decisions,
    forget,
    scoring,
    settings,
    similar,
    tokens,
    customers,
    searching,
    triage,
)


def switchboard(front: Front) -> Switchboard:
    """Every feature's listeners."""
    board = Switchboard(front)
    for feature in FEATURES:
        feature.register(board)
    return board
