"""Coverage: which planned work serves which objective, and where the effort goes."""

from typing import Any

from domain.objectives.coverage import Coverage, Share
from domain.scoring.drivers import told
from views.blockkit import ids
from views.blockkit.blocks import button, context, modal, section
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, mention, mrkdwn
from views.ideas.lines import place_words, votes_words
from views.ideas.origin import IdeaOrigin
from views.objectives.lines import measure_words

_TITLE_CHARS = 120
_LISTED = 6
_SHARES = 8
_STEPS = 10
_FIRST_STEP = (
    "Nothing is planned yet, so there is nothing to cover. Move an idea onto the roadmap: "
    "`/idea I-12 next`"
)


def coverage_message(shown: Coverage) -> Message:
    """The private answer to /linchpin coverage."""
    return Message(coverage_summary(shown), tuple(_blocks(shown)))


def coverage_modal(shown: Coverage) -> dict[str, Any]:
    """The same in a modal."""
    return modal("Coverage", _blocks(shown), metadata=IdeaOrigin().packed())


def coverage_summary(shown: Coverage) -> str:
    """Coverage in one line: ``7 of 10 planned ideas serve an objective``."""
    serve = "serves" if shown.serving == 1 else "serve"
    return (
        f"{shown.serving} of {counted(shown.planned, 'planned idea')} {serve} an objective"
        if shown.planned
        else "Nothing is planned yet"
    )


def computed_from(shown: Coverage) -> str:
    """What shares are computed from, in a sentence."""
    if not shown.is_by_effort:
        return "Shares count ideas, as no planned idea has an effort yet"
    whole = f"{told(shown.effort)} {shown.unit}"
    if shown.estimated == shown.planned:
        return f"Shares are of {whole} of estimated effort"
    without = counted(shown.planned - shown.estimated, "planned idea")
    return f"Shares are of {whole} of estimated effort; {without} without effort left out"


def share_line(share: Share, *, is_by_effort: bool) -> str:
    """One share in one line; ideas that nobody estimated have none."""
    name = mrkdwn(share.name, _TITLE_CHARS)
    amount = "1 idea" if share.ideas == 1 else f"{told(share.ideas)} ideas"
    if is_by_effort and not share.effort:
        return f"{'▱' * _STEPS}  {name} · {amount}, no effort yet"
    full = round(share.share * _STEPS)
    drawn = "▰" * full + "▱" * (_STEPS - full)
    return f"{drawn}  *{share.share:.0%}*  {name} · {amount}"


def _blocks(shown: Coverage) -> list[Block]:
    if not shown.planned and not shown.objectives:
        return [section("*Coverage*"), section(_FIRST_STEP)]
    blocks: list[Block] = [section(f"*Coverage*\n{coverage_summary(shown)}")]
    if not shown.objectives:
        blocks.append(
            section("There are no open objectives yet. Managers set them: `/linchpin objectives`")
        )
    if shown.planned:
        blocks += _shares("By objective", shown.by_objective, shown)
        blocks += _shares("By area", shown.by_area, shown)
        blocks.append(context(_note(shown)))
    blocks += _unserving(shown)
    blocks += _idle(shown)
    return blocks


def _shares(title: str, shares: tuple[Share, ...], shown: Coverage) -> list[Block]:
    lines = [share_line(one, is_by_effort=shown.is_by_effort) for one in shares[:_SHARES]]
    rest = shares[_SHARES:]
    if rest:
        part = sum(one.share for one in rest)
        lines.append(f"and {len(rest)} more with *{part:.0%}* together")
    return [section(f"*{title}*\n" + "\n".join(lines))]


def _note(shown: Coverage) -> str:
    several = "An idea that serves several objectives counts for each in equal parts."
    is_split = any(one.ideas != int(one.ideas) for one in shown.by_objective)
    return f"{computed_from(shown)}." + (f" {several}" if is_split else "")


def _unserving(shown: Coverage) -> list[Block]:
    if not shown.unserving or not shown.objectives:
        return []
    blocks = [section(f":compass: *Planned, and serves no objective*  {len(shown.unserving)}")]
    for idea in shown.unserving[:_LISTED]:
        facts = f"{place_words(idea)} · {votes_words(idea)}"
        text = f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)}\n{facts}"
        blocks.append(section(text, button("Serves…", ids.OBJECTIVE_OF_IDEA, str(idea.number))))
    more = len(shown.unserving) - _LISTED
    return [*blocks, context(f"and {more:,} more")] if more > 0 else blocks


def _idle(shown: Coverage) -> list[Block]:
    if not shown.idle:
        return []
    blocks = [section(f":zzz: *Objectives that no planned work serves*  {len(shown.idle)}")]
    for one in shown.idle[:_LISTED]:
        text = (
            f"*{one.reference}*  {mrkdwn(one.title, _TITLE_CHARS)}\n"
            f"{measure_words(one.measure)} · {mention(one.owner_id)}"
        )
        blocks.append(section(text, button("Add ideas", ids.OBJECTIVE_ADD_IDEAS, str(one.number))))
    more = len(shown.idle) - _LISTED
    return [*blocks, context(f"and {more:,} more")] if more > 0 else blocks


def digest_lines(shown: Coverage) -> list[str]:
    """Coverage as a digest keeps it: one line in sum, the largest shares, what is left alone."""
    lines = [f"{coverage_summary(shown)} · {computed_from(shown)}"]
    lines += [share_line(one, is_by_effort=shown.is_by_effort) for one in shown.by_objective]
    if shown.by_area:
        areas = [f"{mrkdwn(one.name, 40)} {one.share:.0%}" for one in shown.by_area]
        lines.append(f"By area: {', '.join(areas)}")
    if shown.unserving:
        named = ", ".join(one.reference for one in shown.unserving)
        more = shown.unserving_count - len(shown.unserving)
        tail = f" and {more} more" if more > 0 else ""
        lines.append(f"Serves no objective: {named}{tail}")
    if shown.idle:
        lines.append(f"Without planned work: {', '.join(one.reference for one in shown.idle)}")
    return lines
