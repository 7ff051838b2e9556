"""The roadmap at another time, in words: what changed, how an idea moved, how often dates held."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from domain.core.changes import SYSTEM, Change
from domain.dates.date_parsing import format_dates
from domain.dates.days import Dates, from_log
from domain.dates.periods import format_day
from domain.ideas.model import Horizon, Idea, Status
from domain.roadmap.dependencies import DependencyWarning
from domain.roadmap.time_travel.slips import Held, Outcome, Share, SlipHistory, Step
from domain.roadmap.time_travel.travel import Kind, Past, PlanChange, Since
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, section, sections
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, local_moment, mention, mrkdwn, slack_date
from views.roadmap.controls import view_controls
from views.roadmap.messages import roadmap_screen, roadmap_summary, see_all
from views.roadmap.plan import early_words

_TITLE_CHARS = 80
_MOST_LINES = 15
_MOST_OF_KIND = 8
_MOST_STEPS = 40
_COMPACT = "%Y%m%dT%H%M%S.%fZ"
"""An instant in 23 characters, as the words of a view follow and an option takes 75 in all."""

_HEADINGS = {
    Kind.SHIPPED: ":rocket: *Shipped*",
    Kind.ADDED: ":heavy_plus_sign: *New on the roadmap*",
    Kind.MOVED: ":arrow_right: *Moved*",
    Kind.DATED: ":calendar: *Dated anew*",
    Kind.REMOVED: ":heavy_minus_sign: *Off the roadmap*",
    Kind.DECLINED: ":no_entry_sign: *Declined*",
    Kind.MERGED: ":twisted_rightwards_arrows: *Merged into another idea*",
}


def past_message(past: Past, *, may_post: bool) -> Message:
    """The private answer to /roadmap as of: the same view as that of today."""
    if past.board.is_empty:
        text = past_note(past)
        return Message(text=text, blocks=(section(text), context("The roadmap was empty then.")))
    moment, view = past.at.astimezone(UTC).strftime(_COMPACT), replace(past.view, is_picture=False)
    value = f"{moment} {view.words}"
    post = [button("Post to channel", ids.PAST_POST, value)] if may_post else []
    send = button("Send me the picture", ids.PAST_PICTURE, value)
    blocks = [context(past_note(past)), *roadmap_screen(past.board, view)]
    if past.view.is_picture:
        blocks.append(context(":white_check_mark: Its picture is on its way to you."))
    blocks.append(view_controls(view, moment))
    blocks.append(actions([*post, *see_all(past.board, view, moment), send]))
    return Message(text=roadmap_summary(past.board, view), blocks=tuple(blocks))


def past_note(past: Past) -> str:
    """What stands above the board of the past, as mrkdwn."""
    if past.begins_at is None or past.at < past.begins_at:
        return ":hourglass: *Nothing was written down yet at that time.*" + (
            f" The log begins on {local_moment(past.begins_at, past.zone)}."
            if past.begins_at
            else ""
        )
    return f":hourglass: *As it stood on {_instant(past.at, past.zone)}*"


def since_message(since: Since) -> Message:
    """The private answer to /roadmap changes since."""
    text = f"Changes on the roadmap since {_instant(since.since, since.zone)}"
    blocks: list[Block] = [section(f"*{text}*")]
    for kind in Kind:
        lines = [_change_line(one) for one in since.changes if one.kind is kind]
        if lines:
            blocks += sections([_HEADINGS[kind], *_clipped(lines, _MOST_OF_KIND)])
    if not since.changes:
        blocks.append(section("Nothing moved: it stands as it stood then."))
    notes = [f"{counted(since.filed, 'new idea')} filed"] if since.filed else []
    notes.append("What was changed back since then is left out.")
    blocks.append(context(" · ".join(notes)))
    return Message(text=text, blocks=tuple(blocks))


def slips_message(slips: SlipHistory) -> Message:
    """The private answer to /idea I-12 history."""
    idea = slips.idea
    text = f"How {idea.reference} moved"
    buttons = actions([button("Details", ids.IDEA_OPEN, str(idea.number))])
    return Message(text=text, blocks=(*_slip_blocks(slips), buttons))


def slips_modal(slips: SlipHistory) -> dict[str, Any]:
    """The same in a modal."""
    return modal(f"How {slips.idea.reference} moved"[:24], _slip_blocks(slips))


def held_message(held: Held) -> Message:
    """The private answer to /roadmap dates: how often dates held, and how that was counted."""
    text = "How often dates held"
    blocks: list[Block] = [section(f"*{text}*\nIdeas shipped since {format_day(held.since)}")]
    if not held.outcomes:
        blocks.append(
            section(
                "No idea that had an end date was shipped in that time, so there is nothing to "
                "count yet. Give one a date: `/idea I-12 by 2026-12-15 likely`"
            )
        )
    else:
        blocks += sections(_held_lines(held))
        blocks += sections(["*Counted*", *_clipped([_outcome_line(one) for one in held.outcomes])])
    if held.overdue:
        late = [
            f"• {_named(one)}, due {format_day(one.ends_on)}" for one in held.overdue if one.ends_on
        ]
        blocks += sections(["*Past their date and not shipped, so not counted*", *_clipped(late)])
    blocks.append(context(_how_counted(held)))
    return Message(text=text, blocks=tuple(blocks))


def early_message(warnings: tuple[DependencyWarning, ...]) -> Message:
    """The private answer to /roadmap needs: what stands earlier than what it needs."""
    text = "Ideas that stand earlier than what they need"
    lines = [f":warning: {early_words(one)}" for one in warnings]
    if not lines:
        lines = [":white_check_mark: None: everything planned stands after what it needs."]
    return Message(text=text, blocks=tuple(sections([f"*{text}*", *_clipped(lines)])))


def step_words(step: Step) -> str:
    """One move of an idea's place or dates, as mrkdwn."""
    change = step.change
    if change.field == "dates":
        return dates_words(change.before, change.after, step.days)
    if change.field == "status":
        before = Status(change.before).label if change.before else "nothing"
        return f"{before} → *{Status(change.after).label}*"
    was, place = (Horizon(one).label if one else "off" for one in (change.before, change.after))
    return f"{was} → *{place}*"


def dates_words(before: Any, after: Any, days: int | None = None) -> str:
    """A change of dates as the log keeps it, as mrkdwn; ``days`` is how far the end moved."""
    was, now = format_dates(from_log(before)), format_dates(from_log(after))
    if not now:
        return f"dates taken away (was {was})"
    if not was:
        return f"dated *{now}*"
    return f"{was} → *{now}*{_shift(days)}"


def _slip_blocks(slips: SlipHistory) -> list[Block]:
    idea = slips.idea
    head = f"*{idea.reference}* {mrkdwn(idea.title, _TITLE_CHARS)}\n{_verdict(slips)}"
    shown = slips.steps[-_MOST_STEPS:]
    lines = [
        f"{slack_date(at)}  {', '.join(step_words(one) for one in together)}{_by(actor)}"
        for (at, actor), together in groupby(shown, key=lambda one: _occasion(one.change))
    ]
    hidden = len(slips.steps) - len(shown)
    if hidden:
        lines.insert(0, f"… {hidden:,} earlier moves")
    return [section(head), *sections(lines)] if lines else [section(head)]


def _occasion(change: Change) -> tuple[datetime, str]:
    return change.at, change.actor


def _verdict(slips: SlipHistory) -> str:
    if not slips.steps:
        return "It never moved: no dates, and not on the roadmap."
    if slips.first_end is None:
        return "It never had an end date."
    said = f"First said: {format_day(slips.first_end)}."
    if slips.idea.ends_on is None:
        return f"{said} It has no end date now."
    if not slips.moved:
        return f"{said} That has not moved."
    times = "once" if slips.moved == 1 else f"{slips.moved:,} times"
    return f"{said} It moved {times}{_shift(slips.slipped) or ', and is back where it was'}."


def _shift(days: int | None) -> str:
    if not days:
        return ""
    return f", {counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _change_line(one: PlanChange) -> str:
    facts = []
    if one.kind in (Kind.ADDED, Kind.MOVED):
        facts.append(f"{one.was.label} → *{_place(one)}*")
    if one.kind in (Kind.REMOVED, Kind.DECLINED, Kind.SHIPPED, Kind.MERGED):
        facts.append(f"was {one.was.label}")
    if one.was_dated != one.idea.dates:
        facts.append(dates_words(_log(one.was_dated), _log(one.idea.dates), one.days))
    elif one.idea.dates.are_set:
        facts.append(format_dates(one.idea.dates))
    return f"• {_named(one.idea)}  {' · '.join(facts)}"


def _place(one: PlanChange) -> str:
    idea = one.idea
    label = idea.horizon.label if idea.horizon else idea.status.label
    return label if label != one.was.label else idea.status.label


def _log(dates: Dates) -> Any:
    return dates.logged()


def _held_lines(held: Held) -> list[str]:
    lines = [
        f"{_share(held.at_first)} by the end date they were first given",
        f"{_share(held.before)} by the end date they had {counted(held.days, 'day')} before "
        "they shipped",
    ]
    if held.median_late is not None:
        way = "late" if held.median_late > 0 else "early"
        half = counted(abs(held.median_late), "day")
        typical = f"{half} {way}" if held.median_late else "on the day"
        lines.append(f"In the middle of them, one is *{typical}* against its first date")
    for confidence, share in held.by_confidence:
        lines.append(f"First said {confidence or 'without saying how sure'}: {_share(share)}")
    return lines


def _share(share: Share) -> str:
    if share.percent is None:
        return "*None to count*"
    return f"*{share.percent} %* ({share.held:,} of {share.counted:,})"


def _outcome_line(one: Outcome) -> str:
    late = one.days_late
    how = (
        "on the day"
        if not late
        else f"{counted(abs(late), 'day')} {'late' if late > 0 else 'early'}"
    )
    return (
        f"• {_named(one.idea)}  shipped {format_day(one.shipped_on)}, "
        f"first said {format_dates(one.first)}: {how}"
    )


def _how_counted(held: Held) -> str:
    parts = ["Held means shipped on the last day or before, by the change log alone."]
    if held.undated:
        parts.append(f"{counted(held.undated, 'idea')} shipped without any end date left out.")
    parts.append("Another number of days: `/roadmap dates 60`")
    return " ".join(parts)


def _named(idea: Idea) -> str:
    return f"*{idea.reference}* {mrkdwn(' '.join(idea.title.split()), _TITLE_CHARS)}"


def _clipped(lines: list[str], most: int = _MOST_LINES) -> list[str]:
    hidden = len(lines) - most
    return [*lines[:most], *([f"… and {hidden:,} more"] if hidden > 0 else [])]


def _instant(at: datetime, zone: str) -> str:
    return f"{local_moment(at, zone)} ({zone})"


def _by(actor: str) -> str:
    return "" if actor == SYSTEM else f" by {mention(actor)}"
