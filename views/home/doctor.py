"""The doctor's report."""

from collections.abc import Sequence
from datetime import timedelta

from domain.home.health import PERMISSIONS, Finding, JobRun, Report, State
from views.blockkit.blocks import context, section
from views.blockkit.message import Message
from views.blockkit.text import channel_link, mrkdwn, slack_date

_LATE = timedelta(minutes=2)
_SIGNS = {
    State.GOOD: ":white_check_mark:",
    State.NOTE: ":information_source:",
    State.WRONG: ":warning:",
}
_WHEN = "{date_short_pretty} {time}"


def font_sentence(scripts: Sequence[str]) -> str:
    """What pictures cannot show, as plain text; empty when they show every script."""
    if not scripts:
        return ""
    named = ", ".join(scripts[:-1]) + (" and " if scripts[1:] else "") + scripts[-1]
    return (
        f"Pictures show {named} as empty boxes: no font on this machine can draw them. "
        "Install one that can, such as Noto Sans CJK, and they appear after a restart. "
        "Messages are not affected."
    )


def doctor_message(report: Report, undrawable: Sequence[str] = ()) -> Message:
    """The private answer to /linchpin doctor: the verdict first, then everything it rests on.

    ``undrawable`` are the scripts that pictures cannot show.
    """
    wrong = _wrong(report)
    verdict = (
        ":white_check_mark: *All is well.*"
        if not wrong
        else f":warning: *{len(wrong)} {'thing needs' if len(wrong) == 1 else 'things need'} you.*"
    )
    blocks = [section("\n".join([verdict, *wrong]))]
    if report.slack:
        blocks.append(section("*Slack*\n" + "\n".join(map(_finding, report.slack))))
    if report.failures:
        blocks.append(section("*Last posts that failed*\n" + "\n".join(_failures(report))))
    if report.job_runs:
        blocks.append(section("*Jobs*\n" + "\n".join(_job(run) for run in report.job_runs)))
    blocks += [section(f"*{note.heading}*\n" + "\n".join(note.lines)) for note in report.notes]
    if undrawable:
        blocks.append(context(font_sentence(undrawable)))
    return Message(text="Linchpin's doctor", blocks=tuple(blocks))


def _wrong(report: Report) -> list[str]:
    found = [f"• {mrkdwn(one.sentence(), 600)}" for one in report.slack if one.state is State.WRONG]
    if report.missing_scopes and not any(one.about.startswith(PERMISSIONS) for one in report.slack):
        scopes = " ".join(f"`{scope}`" for scope in report.missing_scopes[:20])
        found.append(
            f"• Permissions are missing: {scopes}. Reinstall the app from the current manifest."
        )
    found.extend(
        f"• I am not in {channel_link(channel)}. Type `/invite @Linchpin` there."
        for channel in report.outside_channels[:10]
    )
    if report.oldest_due is not None and report.at - report.oldest_due > _LATE:
        since = slack_date(report.oldest_due, _WHEN)
        found.append(f"• Something has been waiting to be posted since {since}.")
    found.extend(
        f"• The job *{run.name}* failed: {mrkdwn(run.error, 200)}"
        for run in report.job_runs
        if run.error
    )
    return found


def _finding(one: Finding) -> str:
    return f"{_SIGNS[one.state]} {mrkdwn(one.sentence(), 600)}"


def _failures(report: Report) -> list[str]:
    return [
        f"• {slack_date(one.finished_at, _WHEN)}  {one.kind.value.replace('_', ' ')}: "
        f"{mrkdwn(one.error, 200)}"
        for one in report.failures
    ]


def _job(run: JobRun) -> str:
    last = slack_date(run.finished_at, _WHEN) if run.finished_at else "never"
    coming = slack_date(run.next_at, _WHEN) if run.next_at else "when the clock runs"
    return f"• *{run.name}*  last {last}, next {coming}"
