"""A workspace where some ideas moved, and a channel with a digest for each audience."""

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience
from domain.digests.subscriptions import SubscriptionForm
from domain.ideas.model import Horizon
from services.digests import subscribe as digest_changes
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.votes import filing
from storage.database.engine import Database
from tests.support.make import NOON, request, workspace

MOVED = 20
"""How many ideas are filed and moved after everything else was stored."""

AUDIENCES = (Audience.TEAM, Audience.STAKEHOLDERS, Audience.EXECUTIVES)


def audience_channels(
    database: Database, stored: Callable[[int], None]
) -> tuple[int, dict[Audience, str], datetime]:
    """The workspace's id, the channel of each audience, and when its digest is asked for.

    ``stored`` stores what was there before, for a workspace's id.
    """
    here = workspace(database).id
    stored(here)
    schedule = Schedule((0,), NOON.time(), "UTC", Cadence.WEEKLY, NOON.date())
    channels = {audience: f"C{number}" for number, audience in enumerate(AUDIENCES)}
    for audience, channel in channels.items():
        wish = SubscriptionForm(schedule, audience=audience, has_picture=False)
        asked = request(here, "UADMIN")
        digest_changes.subscribe(database, asked, channel, wish)
    for number in range(MOVED):
        later = request(here, "UADMIN", at=NOON + timedelta(minutes=number + 1))
        idea = filing.file(database, later, NewIdea(f"Idea {number}"), None)
        ideas.move(database, later, idea.number, Horizon.NEXT)
    return here, channels, NOON + timedelta(hours=1)
