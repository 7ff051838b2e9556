"""What an operator does from the command line. Data goes to stdout, talk to stderr."""

import json
import math
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bot.app import Linchpin, create_app, utc_now
from bot.commands.keys import locked_sentence
from bot.commands.roadmap_exports import export_roadmap
from bot.commands.search_exports import export_search
from bot.server.private_files import readable_by_others
from bot.settings import Settings
from bot.store import open_store
from domain.core.errors import DatabaseUnavailable
from domain.digests.subscriptions import Delivery
from domain.home.health import State
from services.api import tokens
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.home import export as exports
from services.workspace import installations, secret_keys
from services.workspace import jobs as upkeep
from storage.database import migrate as migrations
from views.api import attention_sentence
from views.digests.messages import digest_message
from views.drawing.system_fonts import scripts_without_font
from views.home.doctor import font_sentence

_GONE_WRONG = frozenset({"failed", "unknown"})


def migrate(settings: Settings, _args: Namespace) -> int:
    """Bring the database's schema up to date."""
    database = open_store(settings.database_url)
    try:
        migrations.upgrade(database)
    finally:
        database.dispose()
    _talk("The database is up to date.")
    return 0


def doctor(settings: Settings, _args: Namespace) -> int:
    """Say what is wrong; 1 when something is."""
    linchpin = _opened(settings)
    wrong = upkeep.database_problems(linchpin.database)
    _talk_of_files(settings)
    try:
        wrong += _check(linchpin)
        wrong += _talk_of_slack(linchpin)
        _talk_of_tokens(linchpin)
    except DatabaseUnavailable as refused:
        if refused.cause not in wrong:
            wrong.append(refused.cause)
    finally:
        linchpin.database.dispose()
    _talk_of_fonts()
    for sentence in wrong:
        _talk(sentence)
    if not wrong:
        _talk("All is well.")
    return 1 if wrong else 0


def export(settings: Settings, args: Namespace) -> int:
    """Write everything that was ever entered to a file, or as a table what a search finds."""
    linchpin = _opened(settings)
    try:
        if args.filter is not None:
            rows = export_search(linchpin, args)
            _talk(f"Wrote {args.out}: {rows} {'result' if rows == 1 else 'results'}.")
            return 0
        counts = exports.write(linchpin.database, Path(args.out), utc_now())
    finally:
        linchpin.database.dispose()
    _talk(f"Wrote {args.out}: " + ", ".join(f"{n} {kind}" for kind, n in counts.items() if n))
    return 0


def roadmap_export(settings: Settings, args: Namespace) -> int:
    """Write the roadmap to a file in one of its formats."""
    ideas, withheld = export_roadmap(settings, args)
    _talk(f"Wrote {args.out}: {ideas} {'idea' if ideas == 1 else 'ideas'}.")
    if withheld:
        _talk(
            f"Left out, as their titles name a customer or a person: {', '.join(withheld)}. "
            "A public title brings them back."
        )
    return 0


def digest_run(settings: Settings, args: Namespace) -> int:
    """Queue and deliver what is due at an instant (now unless ``--at``); 1 when one failed."""
    linchpin = _opened(settings)
    try:
        now = linchpin.now()
        at: datetime = args.at or now
        queued = digest_runs.run_due(linchpin.database, at, now)
        deliver(linchpin)
        found = digests.deliveries(linchpin.database, limit=queued) if queued else []
    finally:
        linchpin.database.dispose()
    _talk(_run_words(found, at))
    return 1 if any(one.result in _GONE_WRONG for one in found) else 0


def deliver(linchpin: Linchpin, patience_s: float = 60.0) -> None:
    """Say everything that is due, keeping to Slack's pace.

    What has to wait for longer than ``patience_s`` is left to the bot.
    """
    while True:
        linchpin.dispatcher.run_due()
        due = linchpin.dispatcher.next_due()
        wait_s = (due - linchpin.now()).total_seconds() if due else math.inf
        if wait_s > patience_s:
            return
        time.sleep(max(wait_s, 0.05))


def digest_preview(settings: Settings, args: Namespace) -> int:
    """Print the digest that a channel would get now, as Slack would get it (one JSON object)."""
    linchpin = _opened(settings)
    try:
        workspace_id, channel_id = digests.subscribed_channel(linchpin.database, args.channel)
        found = digests.preview(linchpin.database, workspace_id, channel_id, utc_now())
    finally:
        linchpin.database.dispose()
    message = digest_message(found.digest)
    shown = {"text": message.text, "blocks": list(message.blocks)}
    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
    return 0


def deliveries(settings: Settings, args: Namespace) -> int:
    """Print the latest deliveries as JSON lines, or queue the one with an id again."""
    linchpin = _opened(settings)
    try:
        if args.retry is not None:
            digest_runs.retry(linchpin.database, args.retry, utc_now())
            _talk(f"Delivery {args.retry} is queued again; the running bot posts it.")
            return 0
        for one in digests.deliveries(linchpin.database, failed_only=args.failed):
            sys.stdout.write(json.dumps(asdict(one), default=str) + "\n")
    finally:
        linchpin.database.dispose()
    return 0


def _run_words(found: Sequence[Delivery], at: datetime) -> str:
    """How many were due and what became of them."""
    results = Counter(one.result for one in found)
    told = ", ".join(f"{count} {result}" for result, count in results.most_common())
    what = "digest was" if len(found) == 1 else "digests were"
    return f"{len(found)} {what} due at {at.isoformat()}{': ' + told if told else ''}."


def _opened(settings: Settings) -> Linchpin:
    linchpin = create_app(settings)
    linchpin.prepare()
    return linchpin


def _check(linchpin: Linchpin) -> list[str]:
    wrong = [
        f"The job {run.name} failed: {run.error}"
        for run in upkeep.job_runs(linchpin.database)
        if run.error
    ]
    locked = secret_keys.check(linchpin.database, linchpin.tokens.seal).locked
    if locked:
        wrong.append(locked_sentence(locked))
    if not installations.with_stopped(linchpin.database) and not linchpin.settings.bot_token:
        wrong.append("No workspace is installed. Set SLACK_BOT_TOKEN, or install over OAuth.")
    return wrong


def _talk_of_slack(linchpin: Linchpin) -> list[str]:
    """Say what Slack answers; the sentences about what is wrong are returned instead."""
    found = linchpin.checks.of_program()
    for one in found:
        if one.state is not State.WRONG:
            _talk(one.sentence())
    return [one.sentence() for one in found if one.state is State.WRONG]


def _talk_of_files(settings: Settings) -> None:
    """Say which files others can read: someone may want it so, and nothing is broken."""
    open_to_others = readable_by_others(settings.database_url)
    if open_to_others:
        names = " ".join(str(path) for path in open_to_others)
        _talk(f"Other users of this machine can read the database. To stop that: chmod 600 {names}")


def _talk_of_fonts() -> None:
    """Say which scripts pictures cannot show: a lack of the machine, and nothing that is broken."""
    sentence = font_sentence(scripts_without_font())
    if sentence:
        _talk(sentence)


def _talk_of_tokens(linchpin: Linchpin) -> None:
    """Say which tokens of the API end soon or were never used: a reminder, nothing is broken."""
    now = linchpin.now()
    for workspace in installations.every(linchpin.database):
        for token in tokens.attention(linchpin.database, workspace.id, now):
            _talk(f"{workspace.name}: {attention_sentence(token, now)}")


def _talk(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
