"""Ideas in private answers: filed, moved, listed, and how the command is used."""

from domain.dates.date_parsing import format_dates
from domain.idea_page.page import CardPlace, Filed, Obstacle, Shortlist
from domain.ideas.model import Idea, Status
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section
from views.blockkit.message import Block, Message
from views.blockkit.text import channel_link, link, mrkdwn
from views.ideas.lines import evidence_words, place_words, votes_words

_TITLE_CHARS = 400
_WORDS_CHARS = 200
_REASON_CHARS = 300

_USAGE = (
    "`/idea Export to CSV`  files an idea",
    "`/idea`  opens the form, with description, area and owner",
    "`/idea I-12`  shows it, with its evidence and history",
    "`/idea I-12 F-3`  adds feedback as evidence",
    "`/idea I-12 next`  moves it; also `now`, `later`, `shipped` (managers)",
    "`/idea I-12 Q4 firm`  dates it; also `by 2026-12-15`, `from 2026-10 to 2026-12`, `no date`",
    "`/idea I-12 promised Acme 2026-12-01 firm`  records what a customer was told",
    "`/idea I-12 needs I-7`  says what must be there first; `no longer needs` takes it back",
    "`/idea I-12 history`  how its dates and columns moved",
    "`/idea I-12 declined because …`  says no with a reason (managers)",
    "`/idea I-12 merge I-7`  makes it part of I-7, after showing what goes over (managers); "
    "`unmerge`  undoes it",
    "`/ideas`  lists the best open ones; `/ideas export csv`  finds by words; "
    "`/ideas doubles`  those that are probably the same",
)


def filed_message(filed: Filed) -> Message:
    """The private answer to filing an idea: its number, its card, and what comes next."""
    idea = filed.idea
    title = mrkdwn(idea.title, _TITLE_CHARS)
    return Message(text=f"{idea.reference} is filed: {title}", blocks=tuple(filed_blocks(filed)))


def filed_blocks(filed: Filed) -> list[Block]:
    """The same as blocks, for a modal too."""
    idea = filed.idea
    title = mrkdwn(idea.title, _TITLE_CHARS)
    blocks = [
        section(f":bulb: *{idea.reference} is filed*\n{title}"),
        context(_card_line(filed)),
    ]
    if filed.twin is not None:
        blocks.append(context(_twin_line(filed.twin)))
    number = str(idea.number)
    blocks.append(
        actions(
            [
                button("Details", ids.IDEA_OPEN, number),
                button("Add evidence", ids.IDEA_EVIDENCE, number),
            ]
        )
    )
    return blocks


def card_stands_message(filed: Filed) -> Message:
    """The second private answer to filing an idea, below the first: where its card stands."""
    text = f":bulb: {_card_line(filed, f'The card of {filed.idea.reference}')}"
    return Message(text=text, blocks=(section(text),))


def moved_message(idea: Idea) -> Message:
    """The private answer to moving an idea."""
    title = mrkdwn(idea.title, _TITLE_CHARS)
    text = f"*{idea.reference}* {title} is now *{place_words(idea)}*."
    blocks = [section(text)]
    if idea.status is Status.DECLINED:
        blocks.append(context(_declined_line(idea)))
    blocks.append(actions([button("Details", ids.IDEA_OPEN, str(idea.number))]))
    return Message(text=text, blocks=tuple(blocks))


def linked_message(idea: Idea, feedback_number: int) -> Message:
    """The private answer to adding evidence."""
    title = mrkdwn(idea.title, _TITLE_CHARS)
    text = f"F-{feedback_number} is now evidence for *{idea.reference}* {title}."
    return Message(
        text=text,
        blocks=(
            section(text),
            context(evidence_words(idea)),
            actions([button("Details", ids.IDEA_OPEN, str(idea.number))]),
        ),
    )


def shown_line(number: int, place: CardPlace) -> str:
    """What is said after *Show card here*."""
    channel = channel_link(place.channel_id) if place.channel_id else "the channel"
    return f":white_check_mark: A card of I-{number} is on its way to {channel}."


def list_message(page: Shortlist) -> Message:
    """The private answer to /ideas: a page of the list."""
    words = mrkdwn(" ".join(page.words.split()), _WORDS_CHARS)
    if not page.ideas:
        return Message(text=_nothing(words, page.offset))
    headline = f"*Ideas with “{words}”*" if words else "*Open ideas, most votes first*"
    blocks = [section(headline)]
    for idea in page.ideas:
        blocks.append(_row(idea, page))
    buttons = _page_buttons(page)
    if buttons:
        blocks.append(actions(buttons))
    return Message(text=headline.replace("*", ""), blocks=tuple(blocks))


def card_refused_message(idea: Idea, channel_id: str, reason: str) -> Message:
    """What the person who filed an idea reads when its card could not be posted."""
    title = mrkdwn(idea.title, _TITLE_CHARS)
    text = (
        f"*{idea.reference}* {title} is filed, but its card could not be posted in "
        f"{channel_link(channel_id)}. {mrkdwn(reason, 300)}"
    )
    return Message(
        text=text,
        blocks=(
            section(text),
            context(
                f"Nothing is lost. Then type `/idea {idea.reference}` there and press "
                "*Show card here*."
            ),
        ),
    )


def usage_message() -> Message:
    """How /idea is used."""
    return Message(text="How to use /idea", blocks=(section("*Ideas*\n" + "\n".join(_USAGE)),))


def _row(idea: Idea, page: Shortlist) -> Block:
    votes = f":{page.vote_emoji}: *{votes_words(idea)}*"
    facts = [votes, place_words(idea)]
    if idea.dates.are_set:
        facts.append(format_dates(idea.dates))
    if idea.evidence:
        facts.append(evidence_words(idea))
    if idea.number in page.voted:
        facts.append("you voted")
    text = f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)}\n{' · '.join(facts)}"
    return section(text, button("Details", ids.IDEA_OPEN, str(idea.number)))


def _page_buttons(page: Shortlist) -> list[Block]:
    size = len(page.ideas)
    buttons = []
    if page.offset:
        buttons.append(_page_button("Back to the top", 0, page, "top"))
    if page.has_more:
        buttons.append(_page_button("Show more", page.offset + size, page, "more"))
    return buttons


def _page_button(label: str, offset: int, page: Shortlist, which: str) -> Block:
    return button(label, f"{ids.IDEAS_PAGE}:{which}", f"{offset} {page.words}"[:2000])


def _nothing(words: str, offset: int) -> str:
    if offset:
        return "There are no more ideas."
    if words:
        return (
            f"No idea has all the words “{words}”. Try fewer of them, or file it: "
            f"`/idea` and a title."
        )
    return "There are no open ideas yet. File the first one: `/idea Export to CSV`"


def _card_line(filed: Filed, name: str = "Its card") -> str:
    place, emoji = filed.place, f":{filed.vote_emoji}:"
    if place.channel_id is not None and place.obstacle is None:
        channel = channel_link(place.channel_id)
        if filed.permalink:
            card = link(filed.permalink, name)
            return f"{card} is in {channel}. React there with {emoji} to vote."
        return f"{name} is on its way to {channel}. React there with {emoji} to vote."
    if place.obstacle is Obstacle.OUTSIDE and place.channel_id is not None:
        return (
            f"It has no card to vote on yet, because I am not in {channel_link(place.channel_id)}. "
            f"Type `/invite @Linchpin` there, then `/idea {filed.idea.reference}` and press "
            "*Show card here*."
        )
    return (
        "It has no card to vote on yet: choose an ideas channel in `/linchpin settings`, or type "
        f"`/idea {filed.idea.reference}` in a channel that I am in and press *Show card here*."
    )


def _twin_line(twin: Idea) -> str:
    return (
        f":eyes: *{twin.reference}* has the same title ({place_words(twin)}, "
        f"{votes_words(twin)}). Is it the same idea?"
    )


def _declined_line(idea: Idea) -> str:
    if idea.decline_reason:
        return f"Because: {mrkdwn(' '.join(idea.decline_reason.split()), _REASON_CHARS)}"
    return f"People like to know why. Say it any time: `/idea {idea.reference} declined because …`"
