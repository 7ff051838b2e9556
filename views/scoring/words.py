"""Scores, estimates and their ages in words."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.scoring.drivers import Driver, format_estimate, told
from domain.scoring.estimates import Estimate, Opinion, Outcome
from domain.scoring.methods.base import Method, Score
from domain.scoring.pages import ScorePage
from domain.scoring.ranking import Asked
from views.blockkit.text import counted, link, mention, mrkdwn

NAME_CHARS = 80
_NAMED_PEOPLE = 6
_MONTH_DAYS = 30.44
_BRACED = re.compile(r"\{(\w+)\}")


def name_of(driver: Driver) -> str:
    """A driver's name, safe where mrkdwn is: a team may have chosen it."""
    return mrkdwn(driver.name, NAME_CHARS)


def names_of(drivers: Sequence[Driver]) -> str:
    """Some drivers in a sentence: Reach, Impact and Effort; at least one."""
    *others, last = [name_of(driver) for driver in drivers]
    return f"{', '.join(others)} and {last}" if others else last


def formula_in_names(method: Method) -> str:
    """A method's formula with the drivers' names, such as ``Reach × Impact``."""
    names = {driver.key: driver.name for driver in method.drivers}
    text = _BRACED.sub(lambda found: names.get(found[1], found[0]), method.formula)
    return mrkdwn(text, 700)


def formula_in_numbers(page: ScorePage) -> str:
    """The formula with the estimates that count, and what it gives; empty without a score."""
    if page.score.value is None or not _BRACED.search(page.method.formula):
        return ""
    shown = {
        term.driver.key: format_estimate(term.driver, term.estimate) for term in page.score.terms
    }
    text = _BRACED.sub(lambda found: shown.get(found[1], found[0]), page.method.formula)
    return f"{mrkdwn(text, 700)} = *{score_in_words(page.score)}*"


def score_in_words(score: Score) -> str:
    """A score as people read it; a dash while there is none."""
    if score.value is None:
        return "–"
    return score.label or told(score.value)


def place_in_words(page: ScorePage) -> str:
    """Where an idea stands, and where it stood before a change."""
    if page.place is None:
        return ""
    if page.idea.status.is_closed:
        return f"{page.idea.status.label.lower()}, so it is not ranked"
    where = f"place *{page.place:,}* of {max(page.total, page.place):,}"
    if page.place_before is not None and page.place_before != page.place:
        where += f" (was {page.place_before:,})"
    return where


def what_is_missing(score: Score) -> str:
    """What keeps an idea from having a score, as a sentence; empty when nothing does."""
    if score.trouble:
        return mrkdwn(score.trouble.replace("\n", " "), 400)
    if not score.missing:
        return ""
    verb = "is" if len(score.missing) == 1 else "are"
    return f"No score yet: {names_of(score.missing)} {verb} missing."


def who_gave(driver: Driver, opinion: Opinion, now: datetime) -> str:
    """Who estimated a driver, what and when, and the median when there are several."""
    noted = _oldest(opinion, now) if opinion.has_faded(now) else ""
    people = [_one(driver, one, now, noted) for one in opinion.given[:_NAMED_PEOPLE]]
    more = len(opinion.given) - len(people)
    text = ", ".join(people) + (f" and {more:,} more" if more > 0 else "")
    if len(opinion.given) > 1:
        text += f" → median *{format_estimate(driver, opinion.value)}*"
    if opinion.replaced:
        since = counted(len(opinion.replaced), "earlier estimate")
        text += f" (in place of {since})"
    return text


def faded_note(driver: Driver, opinion: Opinion, now: datetime) -> str:
    """A note on an estimate that is older than half a year; empty for a fresh one."""
    if not opinion.has_faded(now):
        return ""
    return f"_{name_of(driver)} estimated {_oldest(opinion, now)}_"


def age(moment: datetime, now: datetime) -> str:
    """How long ago something was, such as ``7 months ago``."""
    days = max((now - moment).days, 0)
    if days == 0:
        return "today"
    if days < 14:
        return f"{counted(days, 'day')} ago"
    if days < 60:
        return f"{days // 7} weeks ago"
    months = round(days / _MONTH_DAYS)
    if months < 24:
        return f"{months} months ago"
    return f"{round(days / 365.25)} years ago"


def asked_in_words(asked: Asked, links: Mapping[int, str] | None = None) -> str:
    """Who asked for an idea, with the numbers of what they said; empty when nobody did.

    ``links`` lead to those messages, by number.
    """
    if not asked.pieces:
        return ""
    who = [counted(asked.customers, "customer")] if asked.customers else []
    if asked.people:
        who.append(counted(asked.people, "person", "people"))
    leads = links or {}
    said = ", ".join(link(leads.get(number, ""), f"F-{number}") for number in asked.numbers)
    more = asked.pieces - len(asked.numbers)
    said += f" and {more:,} more" if more > 0 else ""
    return f"{' and '.join(who) or 'Somebody'} asked for it ({said})"


def _oldest(opinion: Opinion, now: datetime) -> str:
    return age(opinion.given[0].given_at, now)


def _one(driver: Driver, one: Estimate, now: datetime, noted: str) -> str:
    when = age(one.given_at, now)
    shown = f" _{when}_" if one.is_faded(now) else f" {when}"
    who = _round(driver, one.outcome) if one.outcome is not None else mention(one.user_id)
    # The note on what has faded says the same age for all of it.
    return f"{who} *{format_estimate(driver, one.value)}*{shown if when != noted else ''}"


def _round(driver: Driver, found: Outcome) -> str:
    """A round as a giver of estimates: its number, how many took part, and how far apart."""
    who = counted(found.people, "person", "people")
    apart = ""
    if found.low != found.high:
        low, high = (format_estimate(driver, one) for one in (found.low, found.high))
        apart = f", {low} to {high}"
    return f"*R-{found.round_number}* ({who}{apart})"
