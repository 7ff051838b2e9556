"""What digests bring to help, Home and the doctor."""

from collections.abc import Collection

from handlers.slack.part import HomeSection, ShownPart
from services.home.tab import HomeVisit
from storage.database.engine import Session
from storage.digests import subscriptions
from views.blockkit.blocks import header
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.digests.personal import my_digest_line


def _own(visit: HomeVisit) -> list[Block]:
    user_id = visit.request.user_id
    own = subscriptions.of_channel(visit.session, visit.workspace.id, user_id)
    return [header("Your digest"), my_digest_line(own)]


def _channels(session: Session, workspace_id: int) -> Collection[str]:
    return subscriptions.active_channels(session, workspace_id)


PART = ShownPart(
    help=(
        HelpPart(
            800,
            "Digest",
            (
                "`/digest`  sets up the digest of this channel; `/digest mon 09:00 Europe/Berlin` "
                "in words",
                "`/digest last friday 16:00`, `/digest 15th 09:00`  once a month",
                "`/digest preview`, `now`, `pause`, `resume`, `off`, `list`",
                "`/digest me fri 15:00`  what moved for you alone, by direct message; also in "
                "*Home*",
            ),
        ),
    ),
    home=(HomeSection(900, _own),),
    channels=_channels,
)
