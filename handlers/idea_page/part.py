"""What ideas bring to help and Home."""

from handlers.slack.part import HomeButton, HomeSection, ShownPart
from services.home.tab import HomeVisit
from storage.ideas import queries as ideas
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.ideas.home import HOME_BUTTON, top_blocks

_MOST = 8


def _top(visit: HomeVisit) -> list[Block]:
    workspace_id, user_id = visit.workspace.id, visit.request.user_id
    top = ideas.best(visit.session, workspace_id, _MOST)
    mine = ideas.voted_ids(visit.session, workspace_id, user_id, [one.id for one in top])
    return top_blocks(top, mine)


PART = ShownPart(
    help=(
        HelpPart(
            200,
            "Ideas and votes",
            (
                "`/idea Export to CSV`  files an idea",
                "`/idea I-12`  opens it; `/idea I-12 next` moves it (managers)",
                "`/ideas`  the best open ones; `/ideas export` finds some",
            ),
        ),
    ),
    home=(HomeSection(800, _top),),
    buttons=(HomeButton(200, HOME_BUTTON),),
)
