"""What rounds bring to help and Home."""

from handlers.slack.part import HomeButton, HomeSection, ShownPart
from services.home.tab import HomeVisit
from services.rounds import pages
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.rounds.lists import HOME_BUTTON, home_blocks


def _rounds(visit: HomeVisit) -> list[Block]:
    return home_blocks(pages.for_home(visit.session, visit.request))


PART = ShownPart(
    help=(
        HelpPart(
            420,
            "Scores and ranks",
            (
                "`/score round I-12 I-15 @pm @eng`  everybody scores alone, revealed together; "
                "`/score rounds` lists them",
                "`/linchpin round`  a ballot with a budget of points for each person",
            ),
        ),
    ),
    home=(HomeSection(300, _rounds),),
    buttons=(HomeButton(400, HOME_BUTTON),),
)
