"""What triage brings to help and Home."""

from handlers.slack.part import HomeSection, ShownPart
from services.home.tab import HomeVisit
from services.triage import inbox
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.triage.home import inbox_blocks


def _inbox(visit: HomeVisit) -> list[Block]:
    return inbox_blocks(inbox.for_home(visit.session, visit.request))


PART = ShownPart(
    help=(
        HelpPart(
            300,
            "Sorting feedback",
            (
                "`/linchpin inbox`  what nobody has sorted, oldest first, two presses for each",
                "`/linchpin triage`  whose week it is, after how long it is late, where news go",
            ),
        ),
    ),
    home=(HomeSection(200, _inbox),),
)
