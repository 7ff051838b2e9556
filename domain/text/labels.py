"""Names of customers and areas: typed by people, found again in any spelling."""

import unicodedata
from enum import StrEnum

from domain.core.errors import InvalidInput
from domain.text.words import check_text

MAX_NAME_CHARS = 60
"""Short enough to stand whole in a select, where Slack takes 75 characters."""


class LabelKind(StrEnum):
    """What a label names."""

    CUSTOMER = "customer"
    AREA = "area"


def fold_name(name: str) -> str:
    """Return the key under which all spellings of a name are one: ``ACME  corp`` and ``Acme Corp``.

    Case, width variants, runs of white space and what no database stores do not matter; accents
    do.
    """
    storable = name.replace("\0", "").encode(errors="ignore").decode()
    folded = unicodedata.normalize("NFKC", storable).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def clean_name(name: str, kind: LabelKind) -> str:
    """Return a typed name on one line, ready to store.

    Raises InvalidInput, bound to the field named like the kind, when it is empty, cannot be
    stored or has more than 60 characters.
    """
    clean = " ".join(check_text(name, what=f"{kind} name", field=kind.value).split())
    if len(clean) > MAX_NAME_CHARS:
        raise InvalidInput(
            f"A {kind} name has at most {MAX_NAME_CHARS} characters; this one has {len(clean)}. "
            "Please shorten it.",
            field=kind.value,
        )
    return clean
