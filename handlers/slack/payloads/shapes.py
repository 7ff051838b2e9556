"""The parts that payloads of several kinds share, as Slack documents them.

Only what Bolt or a listener reads is named; everything else may be there in any shape. ``null`` is
absent by the time these are checked.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(min_length=1)]
Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,9})?$")]
"""The time of a message or an event, which is also a message's id within its channel."""


class Shape(BaseModel):
    """Types are what they are: a number is no text, and text is no number."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Identified(Shape):
    """An object with an id, such as a user."""

    id: Id


class Team(Shape):
    """A workspace, as interactions name it."""

    id: Id
    domain: str = ""
    enterprise_id: str = ""


class ChannelPart(Shape):
    """A channel, as interactions name it."""

    id: Id
    name: str = ""


class Authorization(Shape):
    """For whom an event was sent."""

    team_id: str = ""
    enterprise_id: str = ""
    user_id: str = ""


class Envelope(Shape):
    """What Bolt reads of every payload to find out whose it is, on either side of an event."""

    team_id: str = ""
    enterprise_id: str = ""
    team: str | Team = ""
    enterprise: str | Identified = ""
    authorizations: list[Authorization] = []
    user: str | Identified = ""
    user_id: str = ""
    channel: str | ChannelPart = ""
    channel_id: str = ""
    event_id: str = ""
    trigger_id: Id | None = None
    response_url: str = ""
    response_urls: list[dict[str, Any]] = []


class Command(Envelope):
    """A slash command."""

    command: Id
    user_id: Id
    text: str = ""
    channel_name: str = ""


class Event(Envelope):
    """What every event has; ``item`` and the like are where Bolt looks for a channel."""

    type: Id
    event_ts: str = ""
    thread_ts: str = ""


class Edited(Shape):
    """Who edited a message last, and when."""

    ts: Ts
    user: str = ""


class Message(Shape):
    """A message within another payload. What it says (its blocks, attachments and files) is read
    part by part later: one part of another shape costs that part, not the message."""

    ts: Ts
    text: str = ""
    user: str = ""
    subtype: str = ""
    thread_ts: str = ""
    bot_id: str = ""
    app_id: str = ""
    edited: Edited | None = None
