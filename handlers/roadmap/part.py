"""What the roadmap brings to help and Home."""

from handlers.slack.part import HomeButton, HomeSection, ShownPart
from services.home.tab import HomeVisit
from services.roadmap import promises
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.roadmap.promises import HOME_BUTTON, at_risk_blocks

_ON_HOME = 5


def _at_risk(visit: HomeVisit) -> list[Block]:
    return at_risk_blocks(promises.at_risk(visit.session, visit.request, _ON_HOME + 1))


PART = ShownPart(
    help=(
        HelpPart(
            600,
            "Dates and promises",
            (
                "`/idea I-12 Q4 firm`  dates it; `by 2026-12-15 likely`, `no date`; or *Edit* on "
                "its page",
                "`/idea I-12 promised Acme 2026-12-01 firm`  what a customer was told; "
                "`/roadmap promises` lists them",
                "`/idea I-12 needs I-7`  what must be there first; `/roadmap needs`: what is too "
                "early",
                "`/roadmap timeline as of 2026-09-01`, `/roadmap changes since 2026-09-01`  "
                "another time",
                "`/idea I-12 history`  how it moved; `/roadmap dates` how often dates held",
            ),
        ),
        HelpPart(
            700,
            "Roadmap",
            (
                "`/roadmap`  Now, Next, Later and recently shipped, with a picture to post",
                "`/roadmap timeline by objective for stakeholders`  other views, in any order of "
                "words",
                "`/roadmap share customers`, `shares`, `export csv`  pages and files outside Slack",
            ),
        ),
    ),
    home=(HomeSection(500, _at_risk),),
    buttons=(HomeButton(300, HOME_BUTTON),),
)
