"""What objectives bring to help and Home."""

from handlers.slack.part import HomeButton, HomeSection, ShownPart
from services.home.tab import HomeVisit
from storage.objectives import queries as objectives
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.objectives.home import HOME_BUTTON, asked_blocks

_MOST = 5


def _asked(visit: HomeVisit) -> list[Block]:
    user_id = visit.request.user_id
    waiting = objectives.awaiting(visit.session, visit.workspace.id, user_id)
    return asked_blocks(waiting[:_MOST])


PART = ShownPart(
    help=(
        HelpPart(
            900,
            "Objectives and decisions",
            (
                "`/linchpin objectives`  what is to be reached; `/linchpin O-2` opens one",
                "`/idea I-12 serves O-2`  says what an idea is for",
                "`/linchpin coverage`  planned work without objective, objectives without work",
            ),
        ),
    ),
    home=(HomeSection(400, _asked),),
    buttons=(HomeButton(500, HOME_BUTTON),),
)
