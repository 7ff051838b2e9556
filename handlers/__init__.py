"""Slack's door: one file per feature, each with its commands, shortcuts, buttons and modals."""

import re

from slack_bolt import Ack, App

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

# Bolt asks one listener after the other: what people wait for most, then what comes in floods.
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


def register(app: App, front: Front) -> None:
    """Register every feature's listeners, and last the one for what nobody listens to."""
    for feature in FEATURES:
        feature.register(app, front)
    everything = re.compile(".*")
    app.event(everything)(_nobody_asked)
    app.action(everything)(_nobody_asked)
    app.view_closed(everything)(_nobody_asked)


def _nobody_asked(ack: Ack) -> None:
    # A refusal would make Slack deliver it again and count a failure against the app.
    ack()
