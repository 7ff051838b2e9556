"""What a digest says of a stretch of the change log."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.core.changes import Change
from domain.core.importance import Importance
from domain.digests.audience import Audience, Filters, Section
from domain.digests.model import KEPT, Attention, Digest, Facts, Line
from domain.digests.selection import select
from domain.feedback.model import FeedbackState
from domain.feedback.privacy import readers_in
from domain.ideas.model import Horizon, Status
from tests.support.digests import brief, change, feedback, idea
from tests.support.make import NOON
from views.digests.lines import lines_of


def votes(number: int, count: int) -> list[Change]:
    return [change(number, "vote", None, {"user": f"U{n}"}) for n in range(count)]


def created(number: int) -> Change:
    return change(number, "created", None, "title")


def told(digest: Digest) -> dict[Section, list[int]]:
    return {one.section: [line.number for line in one.lines] for one in digest.listings}


def digest_of(changes: list[Change], *ideas: Any, **facts: Any) -> Digest:
    wanted = facts.pop("brief", brief())
    known = Facts(tuple(changes), {one.id: one for one in ideas}, **facts)
    return select(wanted, known)


def test_each_idea_stands_in_the_first_section_that_fits_it() -> None:
    log = [
        *votes(1, 3),
        change(1, "status", "in_progress", "shipped"),
        created(2),
        change(2, "status", "open", "planned"),
        change(2, "horizon", None, "next"),
        *votes(2, 1),
        created(3),
        *votes(3, 2),
        *votes(4, 2),
    ]
    digest = digest_of(
        log,
        idea(1, Status.SHIPPED, votes=3),
        idea(2, Status.PLANNED, horizon=Horizon.NEXT, votes=1),
        idea(3, votes=2),
        idea(4, votes=12),
    )
    assert told(digest) == {
        Section.SHIPPED: [1],
        Section.MOVED: [2],
        Section.NEW: [3],
        Section.RISING: [4],
    }
    assert digest.items == 4


def test_moves_stand_in_the_order_of_the_columns_and_then_of_votes() -> None:
    log = [
        *(change(n, "status", "open", "planned") for n in (1, 2, 3)),
        change(4, "status", "open", "declined"),
        change(1, "horizon", None, "later"),
        change(2, "horizon", None, "now"),
        change(3, "horizon", None, "now"),
    ]
    digest = digest_of(
        log,
        idea(1, Status.PLANNED, horizon=Horizon.LATER, votes=50),
        idea(2, Status.PLANNED, horizon=Horizon.NOW, votes=1),
        idea(3, Status.PLANNED, horizon=Horizon.NOW, votes=9),
        idea(4, Status.DECLINED, decline_reason="Too rare"),
    )
    assert told(digest)[Section.MOVED] == [3, 2, 1, 4]
    declined = digest.listings[0].lines[3]
    assert (declined.was, declined.place, declined.reason) == ("Open", "Declined", "Too rare")


def test_rising_ideas_are_those_that_gained_the_most_first_and_none_that_lost() -> None:
    lost = [change(3, "vote", {"user": "U1"}, None)]
    digest = digest_of(
        [*votes(1, 2), *votes(2, 5), *lost],
        idea(1, votes=90),
        idea(2, votes=5),
        idea(3, votes=80),
    )
    assert told(digest) == {Section.RISING: [2, 1]}


def test_nothing_is_news_when_all_was_undone() -> None:
    log = [*votes(1, 1), change(1, "vote", {"user": "U0"}, None)]
    log += [change(1, "status", "open", "planned"), change(1, "status", "planned", "open")]
    assert digest_of(log, idea(1)).items == 0


def test_what_waits_alone_is_no_reason_for_a_digest() -> None:
    attention = Attention(unowned=(Line(1, "Export", 9),), waiting=4)
    assert digest_of([], attention=attention).items == 0


def test_a_very_long_list_keeps_its_count() -> None:
    ideas = [idea(n, votes=1) for n in range(1, KEPT + 51)]
    digest = digest_of([created(one.id) for one in ideas], *ideas)
    [listing] = digest.listings
    assert (len(listing.lines), listing.total) == (KEPT, KEPT + 50)


def test_what_was_heard_is_counted_by_area_and_customer_most_first() -> None:
    said = (
        *(feedback(n, area="Reports", customer="Acme") for n in (1, 2)),
        feedback(3, area="Billing"),
        feedback(4),
    )
    heard = digest_of([], heard=said).heard
    assert heard is not None and heard.count == 4
    assert [(one.name, one.count) for one in heard.areas] == [("Reports", 2), ("Billing", 1)]
    assert [(one.name, one.count) for one in heard.customers] == [("Acme", 2)]


def test_the_strongest_voices_are_quoted_and_what_was_dismissed_is_not() -> None:
    said = (
        feedback(1, "a little", importance=Importance.NICE_TO_HAVE),
        feedback(2, "a blocker", importance=Importance.BLOCKER),
        feedback(3, "spam", state=FeedbackState.DISMISSED, importance=Importance.BLOCKER),
        feedback(4, "plain"),
        feedback(5, "important", importance=Importance.IMPORTANT),
    )
    heard = digest_of([], heard=said).heard
    assert heard is not None
    assert [one.text for one in heard.quotes] == ["a blocker", "important", "a little"]


def test_words_from_a_private_channel_are_told_only_where_they_were_said() -> None:
    said = (feedback(1, "secret", private_in="C9", importance=Importance.BLOCKER),)
    elsewhere = digest_of([], heard=said).heard
    ours = (feedback(1, "ours", private_in="C1"),)
    there = digest_of([], heard=ours, reader=readers_in("C1")).heard
    assert elsewhere is not None and there is not None
    assert elsewhere.quotes[0].text is None
    assert there.quotes[0].text == "ours"


def test_voices_that_may_be_read_come_before_stronger_ones_that_may_not() -> None:
    said = (
        feedback(1, "secret", private_in="C9", importance=Importance.BLOCKER),
        feedback(2, "open"),
    )
    heard = digest_of([], heard=said).heard
    assert heard is not None
    assert [one.text for one in heard.quotes] == ["open", None]


AUDIENCES = [
    (Audience.TEAM, {Section.SHIPPED, Section.MOVED, Section.NEW, Section.RISING}),
    (Audience.STAKEHOLDERS, {Section.SHIPPED, Section.MOVED, Section.COMING}),
    (Audience.CUSTOMERS, {Section.SHIPPED, Section.DECLINED}),
    (Audience.EXECUTIVES, {Section.SHIPPED}),
]


@pytest.mark.parametrize(("audience", "sections"), AUDIENCES)
def test_an_audience_gets_its_own_sections(audience: Audience, sections: set[Section]) -> None:
    log = [
        change(1, "status", "planned", "shipped"),
        change(2, "status", "open", "declined"),
        change(3, "status", "open", "considering"),
        created(4),
        *votes(5, 2),
    ]
    digest = digest_of(
        log,
        idea(1, Status.SHIPPED),
        idea(2, Status.DECLINED),
        idea(3, Status.CONSIDERING),
        idea(4),
        idea(5, votes=2),
        brief=brief(audience),
        coming=(idea(6, Status.PLANNED, horizon=Horizon.NEXT),),
    )
    assert {one.section for one in digest.listings} == sections


def test_customers_facing_digests_say_whom_to_tell() -> None:
    digest = digest_of(
        [change(1, "status", "planned", "shipped")],
        idea(1, Status.SHIPPED, customers=5),
        brief=brief(Audience.CUSTOMERS),
        askers={1: ("Acme", "Bolt", "Core", "Dune", "Echo")},
    )
    line = digest.listings[0].lines[0]
    assert (line.askers, line.customers) == (("Acme", "Bolt", "Core"), 5)


def test_executives_read_three_numbers_and_those_of_the_period_before() -> None:
    saved = Change(0, NOON, "U1", "command", "feedback", 1, "created", None, "x")
    digest = digest_of(
        [change(1, "status", "planned", "shipped"), saved, *votes(2, 3)],
        idea(1, Status.SHIPPED),
        idea(2, votes=3),
        brief=brief(Audience.EXECUTIVES),
        earlier=(saved, saved, *votes(2, 1)),
    )
    assert [(one.label, one.now, one.before) for one in digest.numbers] == [
        ("shipped", 1, 0),
        ("voices heard", 1, 2),
        ("votes", 3, 1),
    ]


def test_filters_narrow_ideas_and_voices() -> None:
    filters = Filters(areas=("reports",), minimum_votes=2)
    digest = digest_of(
        [created(1), created(2), created(3)],
        idea(1, area="Reports", votes=2),
        idea(2, area="Reports", votes=1),
        idea(3, area="Billing", votes=9),
        brief=brief(filters=filters),
        heard=(feedback(1, area="Reports"), feedback(2, area="Billing"), feedback(3)),
    )
    assert told(digest) == {Section.NEW: [1]}
    assert digest.heard is not None and digest.heard.count == 1


def test_a_custom_digest_has_the_chosen_sections_only() -> None:
    custom = brief(Audience.CUSTOM, filters=Filters(sections=(Section.RISING,)))
    log = [created(1), *votes(1, 2), change(2, "status", "open", "planned")]
    digest = digest_of(log, idea(1, votes=2), idea(2, Status.PLANNED), brief=custom)
    assert told(digest) == {Section.RISING: [1]}


def standing(place: int, method: str = "rice") -> dict[str, Any]:
    return {"method": method, "value": 10.0 / place, "place": place}


def test_a_change_of_rank_is_told_with_its_net_effect_and_there_and_back_is_no_news() -> None:
    log = [
        change(1, "score", standing(5), standing(4)),
        change(1, "score", standing(4), standing(2)),
        change(2, "score", None, standing(1)),
        change(3, "score", standing(3), standing(1)),
        change(3, "score", standing(1), standing(3)),
        change(4, "score", standing(3, "ice"), standing(2)),
        change(5, "score", standing(3), None),
    ]
    digest = digest_of(log, *(idea(number) for number in range(1, 6)))
    ranked = digest.listing(Section.RANKED)
    assert ranked is not None
    assert [(one.number, one.was, one.place) for one in ranked.lines] == [
        (2, "not scored", "place 1"),
        (1, "place 5", "place 2"),
    ]
    assert told(digest) == {Section.RANKED: [2, 1]} and digest.items == 2


def test_an_idea_that_moved_is_not_told_again_for_its_rank() -> None:
    log = [
        change(1, "status", "open", "shipped"),
        change(1, "score", standing(5), standing(2)),
        change(2, "score", standing(5), standing(2)),
    ]
    digest = digest_of(log, idea(1, Status.SHIPPED), idea(2, Status.DECLINED))
    assert told(digest) == {Section.SHIPPED: [1]}


def test_stakeholders_read_the_dates_of_what_moved_and_of_what_comes_next() -> None:
    dated = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 3, 31)}
    moved = replace(idea(1, Status.PLANNED, horizon=Horizon.NOW), **dated)
    coming = replace(idea(2, Status.PLANNED, horizon=Horizon.NEXT), ends_on=date(2027, 5, 3))
    digest = digest_of(
        [change(1, "horizon", "next", "now")],
        moved,
        brief=brief(Audience.STAKEHOLDERS),
        coming=(coming,),
    )
    assert lines_of(digest, Section.MOVED)[0].endswith("Next → *Now* · Q1 2027")
    assert "· by 3 May 2027" in lines_of(digest, Section.COMING)[0]
