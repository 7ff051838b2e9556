"""What a digest says: chosen from a stretch of the change log and folded for its readers."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from domain.core.changes import MERGING, Change
from domain.dates.date_parsing import format_dates
from domain.digests.audience import Filters, Section, admits_feedback, admits_idea, sections_of
from domain.digests.model import (
    KEPT,
    Brief,
    Digest,
    Facts,
    Heard,
    Line,
    Listing,
    Mine,
    Number,
    Quote,
    Tally,
    Tie,
)
from domain.feedback.model import Feedback, FeedbackState
from domain.feedback.privacy import Reader, may_read_feedback, shown
from domain.ideas.model import Horizon, Idea, Status
from domain.roadmap.time_travel.movement import Move, moves, net_votes

QUOTES = 3
QUOTE_CHARS = 400
_TALLIES = 3
_TITLE_CHARS = 300
_REASON_CHARS = 300
_COLUMNS = list(Horizon)


def select(brief: Brief, facts: Facts) -> Digest:
    """The digest of a stretch of the log: net effects only, each idea in one line.

    An idea stands in the first section that fits it: shipped, declined or moved, new, rising,
    ranked. For one reader it is told only when they said, voted for or own it, and rising only
    when they own it.
    """
    wanted = sections_of(brief.audience, brief.filters)
    admitted = [
        move
        for move in moves(facts.changes, facts.ideas, facts.later)
        if admits_idea(brief.filters, move.idea, facts.askers.get(move.idea.id, ()))
        and (facts.mine is None or _tie(facts.mine, move.idea))
    ]
    homes = [(_home(move, wanted, facts.mine), move) for move in admitted]
    listings = [
        _listing(section, [move for home, move in homes if home is section], facts)
        for section in wanted
        if section in _FITS
    ]
    told = {move.idea.id for home, move in homes if home is not None}
    if Section.ANNOUNCED in wanted:
        listings.append(_announced(brief.filters, facts, told))
    if Section.COMING in wanted:
        listings.append(_coming(brief.filters, facts))
    if facts.mine is not None:
        listings.append(_answered(facts.mine, told, facts.links))
    said = [one for one in facts.heard if admits_feedback(brief.filters, one)]
    return Digest(
        brief=brief,
        listings=tuple(as_told(one, facts.reader) for one in listings if one.total),
        heard=_heard(said, facts.reader) if Section.HEARD in wanted else None,
        attention=facts.attention if Section.ATTENTION in wanted else None,
        numbers=_numbers(facts) if Section.NUMBERS in wanted else (),
        goals=facts.goals,
        coverage=facts.coverage,
    )


def as_told(listing: Listing, reader: Reader) -> Listing:
    """Return a list as its readers may see it: customers are named to members only."""
    if reader.knows_customers:
        return listing
    return replace(listing, lines=tuple(replace(one, askers=()) for one in listing.lines))


def line_of(idea: Idea, *, days: int | None = None, url: str | None = None) -> Line:
    """An idea as a line that says nothing of movement; ``days`` is for how long it rests."""
    return Line(idea.number, idea.title[:_TITLE_CHARS], idea.votes, days=days, url=url)


def _shipped(move: Move) -> bool:
    return move.has_moved and move.place.status is Status.SHIPPED and not _was_merged(move)


def _declined(move: Move) -> bool:
    return move.has_moved and move.place.status is Status.DECLINED and not _was_merged(move)


def _was_merged(move: Move) -> bool:
    """True for what a merge that was undone gave back: it stands where it stood."""
    return move.was is not None and move.was.status is Status.MERGED


def _moved(move: Move) -> bool:
    return move.has_moved


def _new(move: Move) -> bool:
    return move.is_new


def _rising(move: Move) -> bool:
    return move.gained > 0 and not move.place.status.is_closed


def _ranked(move: Move) -> bool:
    return move.rank is not None and move.rank.has_changed and not move.place.status.is_closed


_FITS = {
    Section.SHIPPED: _shipped,
    Section.DECLINED: _declined,
    Section.MOVED: _moved,
    Section.NEW: _new,
    Section.RISING: _rising,
    Section.RANKED: _ranked,
}


def _home(move: Move, wanted: tuple[Section, ...], mine: Mine | None) -> Section | None:
    home = next((one for one, fits in _FITS.items() if one in wanted and fits(move)), None)
    if mine is None or home not in (Section.RISING, None):
        return home
    is_news = _rising(move) or (move.heard > 0 and not move.place.status.is_closed)
    return Section.RISING if is_news and move.idea.id in mine.owned else None


def _rank(section: Section, move: Move) -> tuple[int, int, int]:
    """The order within a section: by column for moves, by gain for rising ideas, then by votes."""
    first = 0
    if section is Section.MOVED:
        horizon = move.place.horizon
        first = _COLUMNS.index(horizon) if horizon else len(_COLUMNS)
    elif section is Section.RISING:
        first = -move.gained
    elif section is Section.RANKED and move.rank is not None:
        first = move.rank.now
    return first, -move.idea.votes, move.idea.number


def _listing(section: Section, found: list[Move], facts: Facts) -> Listing:
    found.sort(key=lambda move: _rank(section, move))
    lines = tuple(_line(section, move, facts) for move in found[:KEPT])
    return Listing(section, lines, len(found))


def _line(section: Section, move: Move, facts: Facts) -> Line:
    was, place = move.labels if move.has_moved else (None, None)
    if section is Section.RANKED and move.rank is not None:
        was = f"place {move.rank.was}" if move.rank.was else "not scored"
        place = f"place {move.rank.now}"
    idea, mine = move.idea, facts.mine
    reason = idea.decline_reason if idea.status is Status.DECLINED else None
    return Line(
        number=idea.number,
        title=idea.title[:_TITLE_CHARS],
        votes=idea.votes,
        gained=move.gained,
        was=was,
        place=place,
        customers=idea.customers,
        askers=facts.askers.get(idea.id, ())[:QUOTES],
        reason=reason[:_REASON_CHARS] if reason else None,
        url=facts.links.get(idea.merged_into_id or idea.id),
        heard=move.heard if mine else 0,
        tie=_tie(mine, idea) if mine else None,
        said=mine.said.get(idea.id, ())[:QUOTES] if mine else (),
        note_url=facts.notes.get(idea.id),
        dates=format_dates(idea.dates) if section is Section.MOVED and not move.merged_into else "",
    )


def _tie(mine: Mine, idea: Idea) -> Tie | None:
    """What an idea has to do with the reader; of a merged one what the whole has."""
    return mine.tie(idea.id) or (mine.tie(idea.merged_into_id) if idea.merged_into_id else None)


def _announced(filters: Filters, facts: Facts, told: Collection[int]) -> Listing:
    """Release notes of what this digest does not tell of elsewhere."""
    headlines = {one.subject_id: one.after for one in facts.changes if one.field == "announced"}
    lines = [
        Line(idea.number, str(headline)[:_TITLE_CHARS], idea.votes, url=facts.notes.get(idea.id))
        for idea_id, headline in headlines.items()
        if headline and idea_id not in told and (idea := facts.ideas.get(idea_id)) is not None
        if admits_idea(filters, idea, facts.askers.get(idea.id, ()))
    ]
    return Listing(Section.ANNOUNCED, tuple(lines[:KEPT]), len(lines))


def _answered(mine: Mine, told: Collection[int], links: Mapping[int, str]) -> Listing:
    """The reader's feedback that found its idea, unless that idea stands above already."""
    lines = [
        Line(
            one.number,
            one.text[:_TITLE_CHARS],
            one.idea.votes if one.idea else 0,
            place=f"{one.idea.reference} {one.idea.title}"[:_TITLE_CHARS] if one.idea else None,
            url=links.get(one.idea.id) if one.idea else None,
        )
        for one in mine.answers
        if one.idea is None or one.idea.id not in told
    ]
    return Listing(Section.ANSWERED, tuple(lines[:KEPT]), len(lines))


def _coming(filters: Filters, facts: Facts) -> Listing:
    lines = tuple(
        replace(line_of(idea, url=facts.links.get(idea.id)), dates=format_dates(idea.dates))
        for idea in facts.coming
        if admits_idea(filters, idea, facts.askers.get(idea.id, ()))
    )
    return Listing(Section.COMING, lines[:KEPT], len(lines))


def _heard(said: list[Feedback], reader: Reader) -> Heard | None:
    if not said:
        return None
    return Heard(
        count=len(said),
        areas=_tallies(one.area for one in said),
        customers=_tallies(one.customer for one in said) if reader.knows_customers else (),
        quotes=tuple(_quotes(said, reader)),
    )


def _tallies(names: Iterable[str | None]) -> tuple[Tally, ...]:
    counted = Counter(name for name in names if name)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Tally(name, count) for name, count in ordered[:_TALLIES])


def _quotes(said: list[Feedback], reader: Reader) -> list[Quote]:
    """The strongest few, those whose words may be read first; dismissed ones are not quoted.

    Of what may not be read, the customer is not named either.
    """

    def is_hidden(one: Feedback) -> bool:
        return not may_read_feedback(reader, one)

    def rank(one: Feedback) -> tuple[bool, int, int]:
        return is_hidden(one), -(one.importance.weight if one.importance else 0), -one.number

    quotable = [
        one for one in said if one.state is not FeedbackState.DISMISSED and one.gone is None
    ]
    return [
        Quote(one.number)
        if is_hidden(one)
        else Quote(one.number, one.text[:QUOTE_CHARS], shown(one, reader).customer)
        for one in sorted(quotable, key=rank)[:QUOTES]
    ]


def _numbers(facts: Facts) -> tuple[Number, ...]:
    return (
        Number("shipped", _count_shipped(facts.changes), _count_shipped(facts.earlier)),
        Number("voices heard", _count_heard(facts.changes), _count_heard(facts.earlier)),
        Number("votes", _count_votes(facts.changes), _count_votes(facts.earlier)),
    )


def _count_shipped(changes: Iterable[Change]) -> int:
    moved = [one for one in changes if one.field == "status" and one.door != MERGING]
    last = {one.subject_id: one.after for one in moved}
    return sum(status == Status.SHIPPED for status in last.values())


def _count_heard(changes: Iterable[Change]) -> int:
    return sum(one.subject_kind == "feedback" and one.field == "created" for one in changes)


def _count_votes(changes: Iterable[Change]) -> int:
    return max(sum(net_votes(one) for one in changes), 0)
