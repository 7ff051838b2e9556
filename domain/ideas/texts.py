"""What people write of an idea, made ready to store: title, description, reason."""

from domain.core.errors import InvalidInput
from domain.ideas.model import MAX_TITLE_CHARS, Idea, Status
from domain.text.words import check_text

MAX_DESCRIPTION_CHARS = 3000
_MAX_REASON_CHARS = 1000


def clean_title(typed: str) -> str:
    """A title on one line; raises InvalidInput bound to ``title`` when it is empty or too long."""
    title = " ".join(check_text(typed, what="title", field="title").split())
    if len(title) > MAX_TITLE_CHARS:
        raise InvalidInput(
            f"A title has at most {MAX_TITLE_CHARS} characters; this one has {len(title)}. "
            "Keep the point here and put the rest into the description.",
            field="title",
        )
    return title


def clean_public_title(typed: str | None) -> str | None:
    """The title for customers on one line, None for none; raises as `clean_title` does."""
    if not typed or not typed.strip():
        return None
    field = "public_title"
    title = " ".join(check_text(typed, what="title for customers", field=field).split())
    if len(title) > MAX_TITLE_CHARS:
        raise InvalidInput(
            f"A title has at most {MAX_TITLE_CHARS} characters; this one has {len(title)}.",
            field=field,
        )
    return title


def clean_description(typed: str) -> str:
    """A description, empty for none; raises InvalidInput bound to ``description``."""
    description = typed
    if typed.strip():
        description = check_text(typed, what="description", field="description")
    if len(description) > MAX_DESCRIPTION_CHARS:
        raise InvalidInput(
            f"A description has at most {MAX_DESCRIPTION_CHARS:,} characters.",
            field="description",
        )
    return description.strip()


def clean_reason(before: Idea, status: Status, typed: str | None) -> str | None:
    """Why an idea is declined: as typed, else as said before; None for every other status.

    Raises InvalidInput bound to ``reason``.
    """
    if status is not Status.DECLINED:
        return None
    if not typed or not typed.strip():
        return before.decline_reason
    if len(typed) > _MAX_REASON_CHARS:
        raise InvalidInput(
            f"A reason has at most {_MAX_REASON_CHARS:,} characters.", field="reason"
        )
    return check_text(typed, what="reason", field="reason")
