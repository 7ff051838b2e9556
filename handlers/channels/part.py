"""What channel rules bring to help and the doctor."""

from collections.abc import Collection

from handlers.slack.part import ShownPart
from storage.channels import rules
from storage.database.engine import Session
from views.blockkit.help import HelpPart


def _channels(session: Session, workspace_id: int) -> Collection[str]:
    return rules.intakes(session, workspace_id)


PART = ShownPart(
    help=(
        HelpPart(
            1020,
            "Linchpin itself",
            (
                "`/linchpin channel`  what this channel does with feedback; `channels` lists all "
                "rules",
            ),
        ),
    ),
    channels=_channels,
)
