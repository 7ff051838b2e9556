"""The fields of a digest with sections and filters of its own."""

from collections.abc import Iterable

from domain.digests.audience import CHANNEL_SECTIONS, Filters, Section
from domain.ideas.model import Horizon
from views.blockkit import ids
from views.blockkit.blocks import input_block, plain_object
from views.blockkit.message import Block
from views.blockkit.text import plain

_NAME_CHARS = 75
MOST_VOTES = 10_000


def custom_fields(filters: Filters) -> list[Block]:
    """What it tells, and what that is narrowed to; an empty filter lets everything through."""
    votes: Block = {
        "type": "number_input",
        "action_id": ids.DIGEST_MINIMUM_VOTES,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(MOST_VOTES),
    }
    if filters.minimum_votes:
        votes["initial_value"] = str(filters.minimum_votes)
    return [
        input_block("sections", "Sections", _sections(filters.sections)),
        input_block(
            "areas", "Only these areas", _names(ids.DIGEST_AREAS, filters.areas), optional=True
        ),
        input_block(
            "customers",
            "Only what these customers asked for",
            _names(ids.DIGEST_CUSTOMERS, filters.customers),
            optional=True,
        ),
        input_block(
            "horizons",
            "Only these columns of the roadmap",
            _horizons(filters.horizons),
            optional=True,
            hint="What was shipped or declined has left its column and is always told.",
        ),
        input_block("minimum_votes", "Only with at least so many votes", votes, optional=True),
    ]


def name_option(name: str) -> Block:
    """A customer or an area as an option of a select; the value is the whole name."""
    return {"text": plain_object(plain(name, _NAME_CHARS)), "value": name[:150]}


def _sections(chosen: Iterable[Section]) -> Block:
    options = {one: _option(one.label, one.value) for one in CHANNEL_SECTIONS}
    select: Block = {
        "type": "multi_static_select",
        "action_id": ids.DIGEST_SECTIONS,
        "options": list(options.values()),
        "placeholder": plain_object("Choose what it tells"),
    }
    return _with_initial(select, [options[one] for one in chosen if one in options])


def _names(action_id: str, chosen: Iterable[str]) -> Block:
    select: Block = {
        "type": "multi_external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": plain_object("All"),
    }
    return _with_initial(select, [name_option(one) for one in chosen])


def _horizons(chosen: Iterable[str]) -> Block:
    options = {one.value: _option(one.label, one.value) for one in Horizon}
    select: Block = {
        "type": "multi_static_select",
        "action_id": ids.DIGEST_HORIZONS,
        "options": list(options.values()),
        "placeholder": plain_object("All"),
    }
    return _with_initial(select, [options[one] for one in chosen if one in options])


def _option(label: str, value: str) -> Block:
    return {"text": plain_object(label), "value": value}


def _with_initial(select: Block, chosen: list[Block]) -> Block:
    return {**select, "initial_options": chosen} if chosen else select
