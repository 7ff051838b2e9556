"""Imports: files fetched from Slack, rows stored, messages renewed, refused rows sent back."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx

from domain.core.outbox import Kind, Task
from domain.imports.runs import MOST_BYTES, Offer, State, problem_table
from scheduled.clock.scheduler import NIGHTLY, Job
from scheduled.delivery.api_errors import (
    CALL_ERRORS,
    NOT_SLACK,
    NotSlack,
    Undeliverable,
    Unexplained,
    Verdict,
    diagnose,
    is_slacks,
    tls,
)
from scheduled.delivery.document import Document
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.tasks.files import share
from scheduled.delivery.template import Post
from scheduled.delivery.worker import TaskContext, TaskHandlers
from services.imports import offers as import_offers
from services.imports import runs as imports
from services.imports import undo as import_undo
from services.imports.problems import refused_rows, remarked_rows
from services.outbox import delivery
from services.outbox.payloads import unpack
from storage.database.engine import Database
from views.blockkit.blocks import notice_message
from views.blockkit.limits import check_message
from views.imports.messages import offer_message, problems_words, remarks_words

_SLACK = ("slack.com", "slack-gov.com")
FILE_HOSTS = frozenset({*_SLACK, *(f"files.{one}" for one in _SLACK)})
"""Where Slack keeps files; the token goes nowhere else."""

_TIMEOUT_S = 30.0
_GONE = frozenset({"file_not_found", "file_deleted"})


class Tables:
    """The task handler that fetches tables. ``slack_api_url`` may be a local Slack, whose host is
    allowed."""

    def __init__(self, slack_api_url: str) -> None:
        self._own = _origin(slack_api_url)

    def read(self, task: Task, context: TaskContext) -> None:
        """Fetch the file that somebody dropped, and offer to import it or say why not."""
        try:
            name, content = self._found(context, task.payload["file"])
        except CALL_ERRORS as error:
            problem = context.diagnose(error)
            if problem.verdict is not Verdict.GIVE_UP:
                raise
            import_offers.refuse(context.database, task, _why(problem.code), context.now())
            return
        if content is None:
            import_offers.refuse(
                context.database, task, import_offers.too_large(name), context.now()
            )
            return
        import_offers.offer(context.database, task, name, content, context.now())

    def _found(self, context: TaskContext, file_id: str) -> tuple[str, bytes | None]:
        """Name and content of a file, without its content when it is too large."""
        facts = context.web_api.call("files.info", file=file_id)["file"]
        name = str(facts.get("name") or "The file")
        if int(facts.get("size") or 0) > MOST_BYTES:
            return name, None
        return name, self._fetch(context, str(facts.get("url_private_download") or ""))

    def _fetch(self, context: TaskContext, url: str) -> bytes | None:
        """The content of a file, None when it is larger than what is taken.

        Slack answers who may not read a file with a page to sign in.
        """
        if not self.is_slack(url):
            raise Undeliverable("foreign_file_url")
        with _opened(url, str(context.web_api.client.token)) as answer:
            _check(answer)
            parts, size = [], 0
            for part in answer.iter_bytes():
                size += len(part)
                if size > MOST_BYTES:
                    return None
                parts.append(part)
        return b"".join(parts)

    def is_slack(self, url: str) -> bool:
        """Whether a file at this address is Slack's, so that the token may go there."""
        scheme, host, _port = _origin(url)
        return (scheme == "https" and host in FILE_HOSTS) or _origin(url) == self._own


def run_import(task: Task, context: TaskContext) -> None:
    """Store some more rows of a file, or take some more of an import back."""
    found = imports.get(context.database, task.workspace_id, int(task.payload["import"]))
    if found is not None and found[0].state is State.UNDOING:
        import_undo.run_slice(context.database, task, found[0], context.now())
        return
    imports.run_slice(context.database, task, context.now())


def show_import(task: Task, context: TaskContext) -> None:
    """Make the message of an import show how it stands."""
    offer = import_offers.shown(context.database, task, context.now())
    said = None
    if offer is not None and offer.run.message_key is not None:
        said = delivery.said_under(context.database, task, offer.run.message_key)
    if offer is None or said is None or said.ts is None:
        delivery.done(context.database, task, context.now())
        return
    opened = context.web_api.call("conversations.open", users=said.payload["user"])
    message = check_message(offer_message(offer))
    try:
        context.web_api.call(
            "chat.update",
            channel=opened["channel"]["id"],
            ts=said.ts,
            text=message.text,
            blocks=list(message.blocks),
        )
    except CALL_ERRORS as error:
        if diagnose(error).code != "message_not_found":
            raise
    delivery.done(context.database, task, context.now())


def send_problems(task: Task, context: TaskContext) -> None:
    """Send the rows that could not be imported, as a file to fix and drop again, or those that
    were imported with something changed."""
    share(task, context, lambda: _document(task, context))


def _document(task: Task, context: TaskContext) -> Document:
    found = imports.get(context.database, task.workspace_id, int(task.payload["import"]))
    if found is None:
        raise Undeliverable("unknown_import")
    run, plan = found
    what = task.payload.get("rows", "problems")
    if what == "remarks":
        rows = remarked_rows(context.database, run)
        words = remarks_words(run, len(rows))
    else:
        rows = refused_rows(context.database, run)
        words = problems_words(run, len(rows))
    name = f"{run.name.rpartition('.')[0] or run.name}-{what}.csv"
    content = "".join(problem_table(plan.headers, rows, plan.delimiter)).encode()
    return Document(content, name, name, words)


@contextmanager
def _opened(url: str, token: str) -> Iterator[httpx.Response]:
    with httpx.stream(
        "GET",
        url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=_TIMEOUT_S,
        follow_redirects=False,
        verify=tls(),
    ) as answer:
        yield answer


def _check(answer: httpx.Response) -> None:
    """Raise what an answer means that is not a file. A page without Slack's headers may be that of
    a proxy, so the file is asked for again for some minutes."""
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    if answer.status_code == httpx.codes.OK and not is_page:
        return
    if is_slacks(answer.headers):
        raise Undeliverable("missing_scope" if is_page else "file_refused")
    if answer.is_server_error:
        raise NotSlack(answer.status_code)
    raise Unexplained(NOT_SLACK)


def _why(code: str) -> str:
    if code in _GONE:
        return "The file was deleted before I could read it. Drop it here again."
    if code == "missing_scope":
        return "I lack the permission to read files. Ask an admin to reinstall Linchpin."
    if code == NOT_SLACK:
        return (
            "I got a web page instead of the file. Either I lack the permission to read files, or "
            "a proxy answered in place of Slack. Ask your Linchpin admin, then drop it here again."
        )
    return f"Slack does not let me read the file ({code})."


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port


def _import_offer(data: dict[str, Any]) -> Post:
    return Post(offer_message(unpack(Offer, data)))


def _sentence(data: dict[str, Any]) -> Post:
    return Post(notice_message(data["sentence"]))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("imports", NIGHTLY, partial(import_offers.forget_offers, database)),)


def _tasks(wiring: Wiring) -> TaskHandlers:
    return {
        Kind.READ_TABLE: Tables(wiring.slack_api_url).read,
        Kind.IMPORT: run_import,
        Kind.SHOW_IMPORT: show_import,
        Kind.SEND_PROBLEMS: send_problems,
    }


PART = ScheduledPart(
    jobs=_jobs,
    tasks=_tasks,
    templates={
        "import_offer": _import_offer,
        "import_refused": _sentence,
    },
)
