"""Everything that Linchpin can do, on one screen."""

from views.blockkit.blocks import section
from views.blockkit.message import Message

Part = tuple[str, tuple[str, ...]]
"""A heading and its lines."""

_ROADMAP = (
    "Roadmap",
    (
        "`/roadmap`  Now, Next, Later and recently shipped, with a picture to post",
        "`/roadmap timeline by objective for stakeholders`  other views, in any order of words",
        "`/roadmap share customers`, `shares`, `export csv`  pages and files outside Slack",
        "`/roadmap announce I-12`  a release note: drafted, edited by you, posted now or later",
    ),
)
_DIGEST = (
    "Digest",
    (
        "`/digest`  sets up the digest of this channel; `/digest mon 09:00 Europe/Berlin` in words",
        "`/digest last friday 16:00`, `/digest 15th 09:00`  once a month",
        "`/digest preview`, `now`, `pause`, `resume`, `off`, `list`",
        "`/digest me fri 15:00`  what moved for you alone, by direct message; also in *Home*",
    ),
)
_SCORING = (
    "Scores and ranks",
    (
        "`/score I-12`  your estimates, in a form; `/score` alone says how to type them",
        "`/idea why I-12`  why it stands where it stands, and what would change that",
        "`/score round I-12 I-15 @pm @eng`  everybody scores alone, revealed together; "
        "`/score rounds` lists them",
        "`/linchpin round`  a ballot with a budget of points for each person",
        "`/ideas top`  by score; `by votes`, `by customers`, `by revenue`, `tier:gold`, `picture`",
    ),
)
_TRIAGE = (
    "Sorting feedback",
    (
        "`/linchpin inbox`  what nobody has sorted, oldest first, two presses for each",
        "`/linchpin triage`  whose week it is, after how long it is late, where news go",
    ),
)
_OBJECTIVES = (
    "Objectives and decisions",
    (
        "`/linchpin objectives`  what is to be reached; `/linchpin O-2` opens one",
        "`/idea I-12 serves O-2`  says what an idea is for",
        "`/linchpin coverage`  planned work without objective, objectives without work",
        "`/linchpin decide We drop IE11`  records a decision; so does *Record decision* in the ⋯ "
        "menu of a message",
        "`/linchpin decisions`  lists them; `/linchpin D-3` opens one",
    ),
)
_FINDING = (
    "Customers, and finding things again",
    (
        "`/linchpin search export customer:Acme is:untriaged`  anything; alone it says how",
        "`/linchpin customers`  who they are, what they bring and said; `customer Acme` opens one",
        "`/linchpin rates`  what other currencies are worth in your own (managers)",
    ),
)
_PLANS = (
    "Dates and promises",
    (
        "`/idea I-12 Q4 firm`  dates it; `by 2026-12-15 likely`, `no date`; or *Edit* on its page",
        "`/idea I-12 promised Acme 2026-12-01 firm`  what a customer was told; "
        "`/roadmap promises` lists them",
        "`/idea I-12 needs I-7`  what must be there first; `/roadmap needs`: what is too early",
        "`/roadmap timeline as of 2026-09-01`, `/roadmap changes since 2026-09-01`  another time",
        "`/idea I-12 history`  how it moved; `/roadmap dates` how often dates held",
    ),
)
_IMPORT = (
    "Import",
    (
        "Drop a CSV into a direct message with this app (managers): feedback, ideas with their "
        "votes, or customers.",
        "You see which column is taken for what, and what would be added, before anything is. "
        "Rows that cannot be read come back as a file, and the same file twice adds nothing.",
        "Exports of Canny, Productboard and Fider are recognised.",
    ),
)
_LINCHPIN = (
    "Linchpin itself",
    (
        "`/linchpin settings`  ideas channel, emoji, time zone, managers",
        "`/linchpin channel`  what this channel does with feedback; `channels` lists all rules",
        "A CSV dropped into a direct message with this app  imports feedback, ideas or customers "
        "(managers)",
        "`/linchpin doctor`  what is wrong, and what runs next",
        "`/linchpin token`  lets a help desk or a form send feedback over HTTP (managers)",
        "`/linchpin forget @person`  removes what a person said, and their name; `forget me` too",
        "*Home* of this app  your feedback, and what became of it",
    ),
)


def help_message(capture_emoji: str, vote_emoji: str) -> Message:
    """The private answer to /linchpin help, with the workspace's own emoji (names, no colons)."""
    parts = (
        _feedback(capture_emoji),
        _ideas(vote_emoji),
        _TRIAGE,
        _SCORING,
        _FINDING,
        _PLANS,
        _ROADMAP,
        _DIGEST,
        _OBJECTIVES,
        _LINCHPIN,
    )
    return _message("What Linchpin can do", *parts)


def roadmap_help() -> Message:
    """How /roadmap is used, and what stands on it."""
    return _message("How to use /roadmap", _ROADMAP, _PLANS)


def digest_help() -> Message:
    """How /digest is used."""
    return _message("How to use /digest", _DIGEST)


def import_help() -> Message:
    """How to bring in what is kept elsewhere."""
    return _message("How to import", _IMPORT)


def _message(text: str, *parts: Part) -> Message:
    blocks = [section(f"*{title}*\n" + "\n".join(lines)) for title, lines in parts]
    return Message(text=text, blocks=tuple(blocks))


def _feedback(emoji: str) -> Part:
    return (
        "Save what people say",
        (
            "`/feedback the export times out`  saves it at once",
            "`/feedback`  a form with customer, area and importance",
            "*Save as feedback* in the ⋯ menu of a message  the same form with its words in it",
            f"React with :{emoji}: to a message  saves it without a word",
            "`@Linchpin save this` in a thread  keeps the whole thread, with speakers and files",
        ),
    )


def _ideas(emoji: str) -> Part:
    return (
        "Ideas and votes",
        (
            "`/idea Export to CSV`  files an idea",
            "`/idea I-12`  opens it; `/idea I-12 next` moves it (managers)",
            "`/idea I-12 merge I-7`  makes it part of I-7; `/ideas doubles` lists likely ones",
            "`/ideas`  the best open ones; `/ideas export tier:gold` finds some",
            f"React with :{emoji}: on a card  votes; take it back and the vote is gone",
        ),
    )
