"""What feedback brings to help and Home."""

from handlers.slack.part import HomeButton, HomeSection, ShownPart
from services.feedback import own
from services.home.tab import HomeVisit
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.feedback.home import HOME_BUTTON, own_blocks


def _own(visit: HomeVisit) -> list[Block]:
    said, count = own.of_person(visit.session, visit.request)
    return own_blocks(said, count, visit.workspace.capture_emoji)


PART = ShownPart(
    help=(
        HelpPart(
            100,
            "Save what people say",
            (
                "`/feedback the export times out`  saves it at once",
                "`/feedback`  a form with more details",
                "*Save as feedback* in the ⋯ menu of a message  the same form with its words in it",
                "React with {capture} to a message  saves it without a word",
                "`@Linchpin save this` in a thread  keeps the whole thread, with speakers and "
                "files",
            ),
        ),
    ),
    home=(HomeSection(600, _own),),
    buttons=(HomeButton(100, HOME_BUTTON),),
)
