"""Who does which errand at Slack."""

from domain.core.outbox import Kind
from scheduled import (
    channels,
    imports,
)
from scheduled import (
    rounds as members,
)
from scheduled import (
    search as searching,
)
from scheduled import (
    votes as cards,
)
from scheduled.delivery.tasks import (
    message_reading as reading,
)
from scheduled.delivery.tasks import (
    source_messages as sources,
)
from scheduled.delivery.tasks import (
    thread_reading as threads,
)
from scheduled.delivery.tasks.files import send_file
from scheduled.delivery.tasks.messages import Messages
from scheduled.delivery.tasks.reactions import mark, unmark
from scheduled.delivery.tasks.responses import Answers
from scheduled.delivery.worker import Performers
from scheduled.templates import templates
from scheduled.workspace import people, user_groups


def performers(slack_api_url: str) -> Performers:
    """The performer of every kind of errand; ``slack_api_url`` names the host that is Slack's."""
    drawn = templates()
    messages = Messages(drawn)
    return {
        Kind.SAY: messages.say,
        Kind.TELL: messages.tell,
        Kind.WHISPER: messages.whisper,
        Kind.SEND_FILE: send_file,
        Kind.RESPOND: Answers(drawn, slack_api_url).respond,
        Kind.POST_CARD: cards.post_card,
        Kind.UPDATE_CARD: cards.update_card,
        Kind.MARK: mark,
        Kind.UNMARK: unmark,
        Kind.READ_MESSAGE: reading.read_message,
        Kind.READ_SOURCE: reading.read_source,
        Kind.READ_THREAD: threads.read_thread,
        Kind.READ_FILES: threads.read_files,
        Kind.READ_TEAM: channels.read_team,
        Kind.CONFIRM_INTAKE: threads.confirm_intake,
        Kind.READ_INTAKE: threads.read_intake,
        Kind.READ_REACTIONS: cards.read_reactions,
        Kind.READ_CHANNELS: channels.read_channels,
        Kind.READ_GROUPS: user_groups.read_groups,
        Kind.READ_PEOPLE: people.read_people,
        Kind.READ_PERSON: people.read_person,
        Kind.COUNT_MEMBERS: members.count_members,
        Kind.AMEND: sources.Amending(drawn).amend,
        Kind.RETELL: sources.retell,
        Kind.FORGET: sources.forget,
        Kind.CHECK_SOURCES: sources.check_sources,
        Kind.READ_MEMBERS: sources.read_members,
        Kind.READ_TABLE: imports.Tables(slack_api_url).read,
        Kind.IMPORT: imports.run_import,
        Kind.SHOW_IMPORT: imports.show_import,
        Kind.SEND_PROBLEMS: imports.send_problems,
        Kind.SEND_FOUND: searching.send_found,
    }
