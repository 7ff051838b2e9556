"""An idea's page: a modal with everything that is known of it."""

from itertools import groupby
from typing import Any

from domain.core.changes import SYSTEM, Change
from domain.feedback.privacy import WITHHELD
from domain.idea_page.page import Evidence, IdeaPage
from domain.ideas.model import Horizon, Idea, Status
from domain.scoring.drivers import told
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, plain_object, section
from views.blockkit.message import Block
from views.blockkit.text import link, mention, mrkdwn, plain, quote, slack_date
from views.feedback.messages import where_said, who_said, words
from views.idea_page.ties import tie_blocks
from views.ideas.backers import behind_blocks
from views.ideas.lines import evidence_words, place_words, votes_words
from views.ideas.origin import IdeaOrigin
from views.merging.forms import asked_blocks, merged_blocks
from views.roadmap.plan import plan_blocks
from views.roadmap.time_travel import dates_words

_TITLE_CHARS = 150
_DESCRIPTION_CHARS = 2900
_QUOTE_CHARS = 400
_NAME_CHARS = 150
_REASON_CHARS = 1000


def idea_modal(page: IdeaPage, origin: IdeaOrigin, *, note: str = "") -> dict[str, Any]:
    """The page of an idea. ``note`` is one line of mrkdwn about what was just done."""
    idea = page.idea
    blocks = [
        *([context(note)] if note else []),
        *asked_blocks(page),
        {"type": "header", "text": plain_object(plain(idea.title, _TITLE_CHARS))},
        context(_standing_line(page)),
        *_outside(page),
        *_description(idea),
        actions(_buttons(page, origin)),
        *(plan_blocks(idea, page.plan) if page.shows("roadmap") else []),
        *tie_blocks(page),
        *(merged_blocks(page) if page.shows("merging") else []),
        {"type": "divider"},
        *(behind_blocks(idea, page.behind) if page.shows("customers") else []),
        *_evidence(page),
        {"type": "divider"},
        *_history(page),
    ]
    return modal(idea.reference, blocks, metadata=origin.packed())


def _standing_line(page: IdeaPage) -> str:
    idea = page.idea
    parts = [f"*{place_words(idea)}*", f":{page.vote_emoji}: *{votes_words(idea)}*"]
    if idea.owner_id:
        parts.append(f"Owner {mention(idea.owner_id)}")
    if idea.area:
        parts.append(mrkdwn(idea.area, _NAME_CHARS))
    if idea.shipped_at is not None:
        parts.append(f"shipped {slack_date(idea.shipped_at)}")
    addresses = [card.permalink for card in page.cards if card.permalink]
    if addresses:
        parts.append(link(addresses[-1], "Open the card"))
    return " · ".join(parts)


def _outside(page: IdeaPage) -> list[Block]:
    """That some votes are of people outside Slack: no reaction on the card stands for them."""
    count, names = page.outside
    if not count:
        return []
    told = [mrkdwn(name, _NAME_CHARS) for name in names]
    rest = count - len(told)
    if told and rest:
        told.append(f"{rest:,} more")
    whom = f": {', '.join(told)}" if told else ""
    votes = "1 of the votes is" if count == 1 else f"{count:,} of the votes are"
    return [context(f"{votes} from outside Slack and came with an import{whom}")]


def _description(idea: Idea) -> list[Block]:
    blocks = []
    if idea.decline_reason:
        blocks.append(section(f"*Declined because*\n{quote(idea.decline_reason, _REASON_CHARS)}"))
    if idea.description:
        blocks.append(section(mrkdwn(idea.description, _DESCRIPTION_CHARS)))
    return blocks


def _buttons(page: IdeaPage, origin: IdeaOrigin) -> list[Block]:
    number = str(page.idea.number)
    buttons = [
        button("Add evidence", ids.IDEA_EVIDENCE, number),
        button("Score", ids.SCORE_OPEN, number),
        button("Why this rank?", ids.SCORE_WHY, number),
    ]
    if page.may_edit:
        buttons.append(button("Edit", ids.IDEA_EDIT, number))
    if page.may_move:
        buttons.append(button("Move…", ids.IDEA_MOVE, number))
        buttons.append(button("Merge into…", ids.MERGE_OPEN, number))
    if origin.channel_id is not None and not origin.channel_id.startswith("D"):
        buttons.append(button("Show card here", ids.IDEA_SHOW_CARD, number))
    return buttons


def _evidence(page: IdeaPage) -> list[Block]:
    blocks = [section(f"*Evidence*  {evidence_words(page.idea)}")]
    for one in page.evidence:
        blocks.append(_quoted(one, page.idea))
    hidden = page.idea.evidence - len(page.evidence)
    if hidden > 0:
        blocks.append(context(f"and {hidden:,} more, all of them counted"))
    return blocks


def _quoted(one: Evidence, idea: Idea) -> Block:
    said = one.feedback
    facts = [f"*{said.reference}*"]
    if one.is_withheld:
        facts.append(f"_{WITHHELD}_")
        text = " · ".join(facts)
    else:
        who = who_said(said)
        facts += [f"said by {who}"] if who else []
        facts += [mrkdwn(said.customer, _NAME_CHARS)] if said.customer else []
        facts += [said.importance.label] if said.importance else []
        facts += where_said(said)
        text = f"{words(said, _QUOTE_CHARS)}\n{' · '.join(facts)}"
    menu: Block = {
        "type": "overflow",
        "action_id": ids.IDEA_UNLINK,
        "options": [
            {
                "text": plain_object(f"Remove {said.reference} from {idea.reference}"),
                "value": f"{idea.number} {said.number}",
            }
        ],
    }
    return section(text, menu)


def _history(page: IdeaPage) -> list[Block]:
    lines = [
        f"{slack_date(at)}  {', '.join(reversed([_told(one) for one in told]))}{_by(actor)}"
        for (at, actor), told in groupby(page.history, key=lambda one: (one.at, one.actor))
    ]
    blocks = [section("*History*")]
    return [*blocks, context("\n".join(lines))] if lines else []


def _told(change: Change) -> str:
    before, after = change.before, change.after
    if change.field == "created":
        return "filed"
    if change.field == "status":
        return f"{Status(before).label} → *{Status(after).label}*"
    if change.field == "horizon":
        return f"{_horizon(before)} → *{_horizon(after)}*"
    if change.field == "owner":
        return f"owner is {mention(after)}" if after else "has no owner any more"
    if change.field == "evidence":
        return f"F-{after} added" if after else f"F-{before} removed"
    if change.field == "area":
        return f"area is {mrkdwn(after, 100)}" if after else "has no area any more"
    if change.field == "title":
        return f"was called “{mrkdwn(str(before), 100)}”"
    if change.field in _OTHERS:
        return _OTHERS[change.field](change)
    return f"{change.field.replace('_', ' ')} changed"


def _tied(change: Change) -> str:
    before, after = change.before, change.after
    if change.field == "objective":
        return f"serves *O-{after}*" if after else f"no longer serves O-{before}"
    return f"decided in *D-{after}*" if after else f"no longer part of D-{before}"


def _scored(change: Change) -> str:
    before, after = change.before or {}, change.after or {}
    if change.field == "round":
        return f"scored together in *R-{after['round']}*"
    if not after:
        return "has no score any more"
    moved = before and before["place"] != after["place"]
    was = f" (was {before['place']:,})" if moved else ""
    return f"scores *{told(after['value'])}*, place {after['place']:,}{was}"


def _announced(change: Change) -> str:
    return "announced" if change.after else "announcement called off"


def _announcement(change: Change) -> str:
    planned = "announcement changed" if change.before else "announcement planned"
    return planned if change.after else "announcement called off"


def _planned(change: Change) -> str:
    before, after = change.before, change.after
    if change.field == "dates":
        return dates_words(before, after)
    if change.field == "needs":
        return f"needs *I-{after}*" if after else f"no longer needs I-{before}"
    if change.field == "public_title":
        return "title for customers set" if after else "title for customers taken away"
    if after is None:
        return f"promise *P-{before['number']}* went over with the merge"
    state = after["state"]
    if before is None:
        return f"promised to a customer: *P-{after['number']}*"
    if before["state"] != state:
        return f"promise P-{after['number']} is *{'open again' if state == 'open' else state}*"
    return f"promise P-{after['number']} corrected"


def _merged(change: Change) -> str:
    before, after = change.before, change.after
    if change.field == "merged":
        return f"merged into *I-{after}*" if after else f"no longer part of I-{before}"
    if change.field == "apart":
        return f"not the same as I-{after}"
    return f"*I-{after}* merged into it" if after else f"I-{before} is apart again"


_OTHERS = {
    "merged": _merged,
    "absorbed": _merged,
    "apart": _merged,
    "dates": _planned,
    "needs": _planned,
    "public_title": _planned,
    "promise": _planned,
    "score": _scored,
    "round": _scored,
    "objective": _tied,
    "decision": _tied,
    "announced": _announced,
    "announcement": _announcement,
}


def _horizon(value: str | None) -> str:
    return Horizon(value).label if value else "off the roadmap"


def _by(actor: str) -> str:
    return "" if actor == SYSTEM else f" by {mention(actor)}"
