"""What is to be said or read at Slack: the outbox's records."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a row of the outbox asks for."""

    SAY = "say"
    """A message in a channel: payload ``channel``, ``template``, ``data``, maybe ``thread_ts``."""
    TELL = "tell"
    """A direct message: payload ``user``, ``template``, ``data``."""
    WHISPER = "whisper"
    """A private note in a channel: payload ``channel``, ``user``, ``template``, ``data``."""
    RESPOND = "respond"
    """Replace the private answer a button sits in: payload ``url``, ``template``, ``data``."""
    SEND_FILE = "send_file"
    """A file in a direct message: payload ``user``, ``template``, ``data``."""
    POST_CARD = "post_card"
    UPDATE_CARD = "update_card"
    MARK = "mark"
    """A reaction by the bot: payload ``channel``, ``ts``, ``emoji``."""
    UNMARK = "unmark"
    """The bot's reaction taken back: payload ``channel``, ``ts``, ``emoji``."""
    READ_MESSAGE = "read_message"
    """Read a message and save it as feedback: payload ``channel``, ``ts``, ``user``, ``key``."""
    READ_SOURCE = "read_source"
    """Ask for the link and privacy of a saved message: payload ``number``, ``channel``, ``ts``."""
    READ_THREAD = "read_thread"
    """Read a thread and save it: payload ``channel``, ``ts``, ``user``, ``key``, ``mention``."""
    READ_FILES = "read_files"
    """Ask about the files of feedback: payload ``number``."""
    READ_TEAM = "read_team"
    """Ask who a channel is shared with: payload ``channel``, ``team``."""
    CONFIRM_INTAKE = "confirm_intake"
    """Tell what an intake channel took in, without a call: payload ``channel``."""
    AMEND = "amend"
    """A message of the bot's renewed: payload ``outbox_id``."""
    RETELL = "retell"
    """Words taken out of what was said, without a call: payload ``spoken``, ``sentence``."""
    FORGET = "forget"
    """A person removed, without a call: payload ``number``, ``user``, ``name``, ``customer``."""
    CHECK_SOURCES = "check_sources"
    """Read messages again that words come from: payload ``channel``, ``messages``."""
    READ_MEMBERS = "read_members"
    """Who is in a private channel: payload ``channel``."""
    READ_INTAKE = "read_intake"
    """Read the last days of an intake channel again: payload ``channel``."""
    WELCOME = "welcome"
    """Write the first message, without a call: payload ``user``, who installed the app or None."""
    READ_REACTIONS = "read_reactions"
    READ_PEOPLE = "read_people"
    READ_GROUPS = "read_groups"
    READ_CHANNELS = "read_channels"
    READ_PERSON = "read_person"
    READ_CHANNEL = "read_channel"
    """Ask what a channel is called that a message mentions: payload ``channel``."""
    COUNT_MEMBERS = "count_members"
    """How many are in a ballot's channel: payload ``channel``, ``round``."""

    READ_TABLE = "read_table"
    """Fetch a dropped file and offer to import it: payload ``file``, ``user``, ``key``."""
    IMPORT = "import"
    """Import some more rows of a file, without a call: payload ``import``."""
    SHOW_IMPORT = "show_import"
    """Renew the message that shows an import: payload ``import``."""
    SEND_PROBLEMS = "send_problems"
    """The rows that an import refused, as a file: payload ``import``, ``user``."""
    SEND_FOUND = "send_found"
    """What a search finds, as a file: payload ``typed``, ``user``, ``at``."""


class State(StrEnum):
    """Where a row of the outbox stands."""

    PENDING = "pending"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A wish to be stored with the fact that caused it.

    ``key`` makes it unique for ever; rows of one ``lane`` are worked in order; of the tasks with
    one ``one_pending`` at most one waits; ``owner_id`` is told when it fails for good.
    """

    kind: Kind
    lane: str
    key: str
    payload: dict[str, Any]
    not_before: datetime
    one_pending: str | None = None
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A claimed task: the holder may work on it until ``lease_until``."""

    id: int
    workspace_id: int
    kind: Kind
    lane: str
    key: str
    payload: dict[str, Any]
    attempts: int
    is_uncertain: bool
    lease_owner: str
    lease_until: datetime
    created_at: datetime
    due_at: datetime
    owner_id: str | None = None
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that was given up, as shown to its owner and in the doctor's report."""

    id: int
    kind: Kind
    lane: str
    state: State
    error: str
    attempts: int
    finished_at: datetime
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A task that will not be tried again; ``code`` is the reason's short name, such as Slack's."""

    task: Task
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeliveryFailure:
    """What its owner is told: ``what`` was to be said where, and a sentence that says why not.

    ``is_paused`` is True for a digest that paused itself because of it.
    """

    what: str
    channel_id: str
    reason: str
    is_paused: bool = False
