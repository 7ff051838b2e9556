"""What scoring brings to help."""

from handlers.slack.part import ShownPart
from views.blockkit.help import HelpPart

PART = ShownPart(
    help=(
        HelpPart(
            400,
            "Scores and ranks",
            (
                "`/score I-12`  your estimates, in a form; `/score` alone says how to type them",
                "`/idea why I-12`  why it stands where it stands, and what would change that",
            ),
        ),
        HelpPart(
            440,
            "Scores and ranks",
            (
                "`/ideas top`  by score; `by votes`, `by customers`, `by revenue`, `tier:gold`, "
                "`picture`",
            ),
        ),
    ),
)
