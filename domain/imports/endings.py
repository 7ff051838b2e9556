"""The status of an idea by all columns that tell whether and how work on it ended."""

from datetime import datetime

from domain.ideas.model import Status
from domain.imports.cells import Cells
from domain.imports.choices import is_only_closed, status_of
from domain.imports.fields import Field
from domain.imports.mapping.profiles import profile_of
from domain.text.folding import fold


def status_of_row(cells: Cells) -> tuple[Status, datetime | None]:
    """Return the status of an idea, and since when it is shipped.

    A status that is only *closed*, unknown or missing is decided by the columns that tell how and
    when work ended. What is done stays done, also where the column of statuses is left out.
    """
    plan = cells.plan
    meaning = profile_of(plan.origin).closed_means
    cell = cells.get(Field.STATUS)
    named = status_of(cell, plan.statuses, closed_means=meaning) if cell else None
    if Field.STATUS not in plan.columns:
        hint = status_of(cells.at(plan.status_hint), plan.statuses, closed_means=meaning)
        named = hint if hint and hint.is_closed else None
    done, dropped = cells.ended(Field.DONE_ON), cells.ended(Field.DROPPED_ON)
    how = status_of(cells.get(Field.RESOLUTION), closed_means=meaning)
    is_vague = named is None or (is_only_closed(cell) and fold(cell) not in plan.statuses)
    found = named
    if is_vague and how is not None and how.is_closed:
        found = how
    elif dropped and not (named and named.is_closed and not is_vague):
        found = Status.DECLINED
    elif is_vague and done:
        found = Status.SHIPPED
    if found is None:
        found = plan.unknown_status if cell else Status.OPEN
        if cell:
            cells.remarks.append(f"Status “{cell[:40]}” isn't known, so it became {found.label}.")
    at = done if isinstance(done, datetime) and found is Status.SHIPPED else None
    return found, at
