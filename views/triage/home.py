"""What Home says of the inbox of triage."""

from domain.triage.steps import Inbox
from views.blockkit import ids
from views.blockkit.blocks import button, section
from views.blockkit.message import Block
from views.blockkit.text import counted, slack_date


def inbox_blocks(inbox: Inbox | None) -> list[Block]:
    """How much waits to be sorted, how much of it too long, and the button that begins."""
    if inbox is None or not inbox.standing.everything:
        return []
    standing, lines = inbox.standing, []
    whose = "" if inbox.sorts_all else " by you"
    oldest = ""
    if standing.oldest_at is not None:
        oldest = f", oldest F-{standing.oldest_number} of {slack_date(standing.oldest_at)}"
    lines.append(f":inbox_tray:  *{standing.count:,}* to be sorted{whose}{oldest}")
    if standing.late and standing.limit is not None:
        lines.append(f":hourglass:  *{standing.late:,}* for longer than {standing.limit.words}")
    aside = [
        words
        for count, words in (
            (standing.asked, counted(standing.asked, "question") + " without an answer"),
            (standing.later, f"{standing.later:,} put off"),
        )
        if count
    ]
    if aside:
        lines.append(" · ".join(aside))
    return [section("\n".join(lines), button("Sort feedback", ids.TRIAGE_INBOX, "home"))]
