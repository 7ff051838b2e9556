"""Slack's door: one file per feature, each with its commands, shortcuts, buttons and modals."""

from handlers import (
    announcements,
    ballots,
    channel_rules,
    channels,
    customers,
    decisions,
    digests,
    feedback,
    forget,
    home,
    ideas,
    imports,
    lifecycle,
    mentions,
    messages,
    notes,
    objectives,
    reactions,
    roadmap,
    rounds,
    scoring,
    searching,
    settings,
    similar,
    tokens,
    triage,
)
from handlers.front import Front
from handlers.switchboard import Switchboard

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
