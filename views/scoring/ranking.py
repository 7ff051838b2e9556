"""The ranking as a private answer, and the picture of value against effort as a message."""

from domain.core.money import Comparable, format_sums
from domain.scoring.drivers import told
from domain.scoring.ranking import Order, Ranked, Ranking, RankingFilter
from domain.scoring.score_map import ScoreMap
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, mention, mrkdwn
from views.ideas.lines import place_words, votes_words

_TITLE_CHARS = 200
_NAME_CHARS = 60
_MOST_OTHERS = 5
_BY = {
    Order.VOTES: "votes",
    Order.CUSTOMERS: "customers who asked",
    Order.ASKED: "feedback",
    Order.REVENUE: "the revenue of who asked",
}


def ranking_message(ranking: Ranking) -> Message:
    """The private answer to /ideas top: a page of the ranking."""
    by = mrkdwn(ranking.method_name, 80) if ranking.order is Order.SCORE else _BY[ranking.order]
    head = f"*Top ideas by {by}*{_narrowed(ranking.narrow)}"
    blocks: list[Block] = [section(head)]
    blocks += [_row(row, ranking) for row in ranking.rows]
    if not ranking.rows:
        blocks.append(section(_nothing(ranking)))
    notes = _notes(ranking)
    if notes:
        blocks.append(context("\n".join(notes)))
    if buttons := _buttons(ranking):
        blocks.append(actions(buttons))
    return Message(text=f"Top ideas by {by}", blocks=tuple(blocks))


def score_map_message(shown: ScoreMap, posted_by: str) -> Message:
    """The message that the picture stands in."""
    best = ", ".join(
        f"*{point.number}* {mrkdwn(point.title, _NAME_CHARS)}" for point in shown.points[:3]
    )
    who = f"Posted by {mrkdwn(posted_by, 25)} with" if posted_by else "Posted with"
    left = shown.total - len(shown.points)
    more = f" · the best {len(shown.points)} of {shown.total:,}" if left > 0 else ""
    return Message(
        text=f"{mrkdwn(shown.title, 100)}: {counted(shown.total, 'idea')}",
        blocks=(
            section(f"*{mrkdwn(shown.title, 100)}*\nHighest scores: {best}"),
            context(f"{who} `/ideas top picture`{more}"),
        ),
    )


def map_on_its_way() -> Message:
    """The private answer while the picture is drawn and posted."""
    text = ":white_check_mark: The picture is on its way into this channel."
    return Message(text=text, blocks=(section(text),))


def _row(row: Ranked, ranking: Ranking) -> Block:
    idea = row.idea
    facts = [_measure(row, ranking.order), place_words(idea)]
    if ranking.order is not Order.VOTES:
        facts.append(f":{ranking.vote_emoji}: {votes_words(idea)}")
    if idea.customers and ranking.order is not Order.CUSTOMERS:
        facts.append(counted(idea.customers, "customer"))
    if ranking.order is not Order.REVENUE and (told := _revenue(row.revenue)):
        facts.append(f"{told} a year")
    title = mrkdwn(idea.title, _TITLE_CHARS)
    text = f"{row.place}.  *{idea.reference}*  {title}\n{' · '.join(facts)}"
    is_scored = ranking.order is Order.SCORE
    if is_scored:
        return section(text, button("Why?", ids.SCORE_WHY, str(idea.number)))
    if ranking.order is not Order.VOTES and idea.evidence:
        query = f"kind:feedback idea:{idea.reference}"
        return section(text, button("Quotes", f"{ids.SEARCH_OPEN}:of", query))
    return section(text, button("Details", ids.IDEA_OPEN, str(idea.number)))


def _measure(row: Ranked, order: Order) -> str:
    if order is Order.SCORE:
        return f"*{row.label or told(row.score or 0.0)}*"
    if order is Order.VOTES:
        return f"*{votes_words(row.idea)}*"
    if order is Order.CUSTOMERS:
        return f"*{counted(row.idea.customers, 'customer')}*"
    if order is Order.REVENUE:
        return f"*{_revenue(row.revenue) or 'no known revenue'}*"
    return f"*{counted(row.idea.evidence, 'piece', 'pieces')} of feedback*"


def _revenue(found: Comparable) -> str:
    parts = [found.total] if found.total else []
    return format_sums([*parts, *found.left_out], short=True)


def _narrowed(narrow: RankingFilter) -> str:
    parts = []
    if narrow.area:
        parts.append(mrkdwn(narrow.area, _NAME_CHARS))
    if narrow.status:
        parts.append(narrow.status.label.lower())
    if narrow.horizon:
        parts.append(narrow.horizon.label)
    if narrow.owner_id:
        parts.append(f"owner {mention(narrow.owner_id)}")
    if narrow.customer:
        parts.append(mrkdwn(narrow.customer, _NAME_CHARS))
    if narrow.tier:
        parts.append(f"tier {mrkdwn(narrow.tier, _NAME_CHARS)}")
    if narrow.min_revenue:
        parts.append(f"revenue of at least {narrow.min_revenue.short}")
    return f"  {' · '.join(parts)}" if parts else ""


def _nothing(ranking: Ranking) -> str:
    if ranking.offset:
        return "There are no more ideas."
    if ranking.order is Order.SCORE and ranking.unscored:
        return (
            f"None of these {counted(ranking.unscored, 'idea')} has a score yet. Give the first "
            "estimates: `/score I-1`, or look at `/ideas top by votes`."
        )
    if not ranking.narrow.is_everything:
        return "No idea fits these filters. Leave one out: `/ideas top`"
    return "There are no open ideas yet. File the first one: `/idea Export to CSV`"


def _notes(ranking: Ranking) -> list[str]:
    notes = []
    if ranking.is_posted:
        notes.append(":white_check_mark: The picture is on its way into this channel.")
    if ranking.order is Order.REVENUE and any(row.revenue.left_out for row in ranking.rows):
        notes.append(
            f"Ranked by what is known in {ranking.own_currency}; the sums behind a + have no rate "
            "and do not count. Managers set rates with `/linchpin rates`"
        )
    if ranking.order is Order.SCORE and ranking.rows and ranking.unscored:
        notes.append(f"{counted(ranking.unscored, 'idea')} without a score: `/score I-12`")
    if ranking.order is Order.SCORE and ranking.others:
        areas = [
            f"{mrkdwn(area, _NAME_CHARS)} ({mrkdwn(name, _NAME_CHARS)})"
            for area, name in ranking.others[:_MOST_OTHERS]
        ]
        more = len(ranking.others) - len(areas)
        listed = ", ".join(areas) + (f" and {more} more" if more > 0 else "")
        notes.append(
            f"Not listed, as another method's scores cannot be compared: {listed}. "
            "See one with `/ideas top area:…`"
        )
    return notes


def _buttons(ranking: Ranking) -> list[Block]:
    buttons = []
    if ranking.offset:
        buttons.append(_page_button("Back to the top", 0, ranking, "top"))
    if ranking.has_more:
        offset = ranking.offset + len(ranking.rows)
        buttons.append(_page_button("Show more", offset, ranking, "more"))
    if ranking.order is Order.SCORE and ranking.rows and not ranking.is_posted:
        buttons.append(
            button("Post value and effort picture", ids.RANKING_POST, f"top {ranking.words}"[:500])
        )
    return buttons


def _page_button(label: str, offset: int, ranking: Ranking, which: str) -> Block:
    return button(label, f"{ids.RANKING_PAGE}:{which}", f"{offset} {ranking.words}"[:2000])
