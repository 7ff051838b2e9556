"""The shapes of what people press, choose, send and search for, by the payload's type."""

from typing import Annotated, Literal

from pydantic import Field

from handlers.slack.payloads.shapes import ChannelPart, Envelope, Id, Identified, Message, Shape


class Option(Shape):
    """One choice of a select."""

    value: str


class Element(Shape):
    """What an element of a form or message holds; which part depends on its type."""

    type: str = ""
    value: str = ""
    selected_option: Option | None = None
    selected_options: list[Option] = []
    selected_user: str = ""
    selected_users: list[str] = []
    selected_conversation: str = ""
    selected_conversations: list[str] = []
    selected_channel: str = ""
    selected_channels: list[str] = []
    selected_date: str = ""
    selected_time: str = ""


class State(Shape):
    """What a form holds, by block and action."""

    values: dict[str, dict[str, Element]] = {}


class Block(Shape):
    """A block of a view, as far as a refusal has to find its field."""

    type: str
    block_id: str = ""


class View(Shape):
    """A modal, or somebody's Home."""

    id: Id
    type: Literal["modal", "home"]
    private_metadata: str
    team_id: str = ""
    app_installed_team_id: str = ""
    callback_id: str = ""
    hash: str = ""
    previous_view_id: str = ""
    blocks: list[Block] = []
    state: State | None = None


class Form(View):
    """A modal that was sent."""

    callback_id: Id
    hash: Id
    blocks: list[Block]
    state: State


class Container(Shape):
    """Where an element stands."""

    type: str = ""
    channel_id: str = ""
    message_ts: str = ""
    thread_ts: str = ""
    view_id: str = ""


class InteractionPayload(Envelope):
    """What every interaction has."""

    user: Identified
    channel: ChannelPart | None = None  # type: ignore[assignment]
    container: Container | None = None
    view: View | None = None


class Pressed(Element):
    """The element that a person used."""

    action_id: Id
    block_id: str = ""
    action_ts: str = ""


class Actions(InteractionPayload):
    """``block_actions``."""

    actions: Annotated[list[Pressed], Field(min_length=1)]


class Suggestion(InteractionPayload):
    """``block_suggestion``."""

    action_id: Id
    block_id: str = ""
    value: str = ""


class Submission(InteractionPayload):
    """``view_submission``."""

    view: Form


class GlobalShortcut(InteractionPayload):
    """``shortcut``."""

    callback_id: Id


class MessageShortcut(InteractionPayload):
    """``message_action``."""

    callback_id: Id
    channel: ChannelPart
    message: Message
    message_ts: str = ""


INTERACTIONS: dict[str, type[InteractionPayload]] = {
    "block_actions": Actions,
    "block_suggestion": Suggestion,
    "message_action": MessageShortcut,
    "shortcut": GlobalShortcut,
    "view_submission": Submission,
}
"""The kinds of interactions that features serve. ``view_closed`` asks for nothing."""
