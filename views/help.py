"""Everything that Linchpin can do, on one screen."""

from views.message import Message

_PARTS = (
    (
        "Save what people say",
        (
            "`/feedback the export times out`  save it at once",
            "`/feedback`  write it down with customer, area and importance",
            "*Save as feedback*  in the ⋯ menu of any message",
            "React with the capture emoji (:inbox_tray: at first)  save a message without a word",
        ),
    ),
    (
        "Ideas and votes",
        (
            "`/idea Export to CSV`  file an idea",
            "`/idea I-12`  open it    `/idea I-12 next`  move it (managers)",
            "`/ideas`  the best open ones    `/ideas export csv`  find by words",
            "React with the vote emoji (:+1: at first) on a card  vote; take it back to un-vote",
        ),
    ),
    (
        "Roadmap and digest",
        (
            "`/roadmap`  Now, Next, Later and recently shipped, with a picture to post",
            "`/digest`  subscribe this channel    `/digest mon 09:00 Europe/Berlin`  in words",
            "`/digest preview`  `now`  `pause`  `resume`  `off`  `list`",
        ),
    ),
    (
        "Linchpin itself",
        (
            "`/linchpin settings`  ideas channel, emoji, time zone, managers",
            "`/linchpin doctor`  what is wrong, and what runs next",
            "*Home* tab of this app  what you said, and what became of it",
        ),
    ),
)


def help_message() -> Message:
    """The private answer to /linchpin help."""
    blocks = [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": f"*{title}*\n" + "\n".join(lines)},
        }
        for title, lines in _PARTS
    ]
    return Message(text="What Linchpin can do", blocks=tuple(blocks))
