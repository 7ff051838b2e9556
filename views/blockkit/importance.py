"""The select of importance, which several forms share."""

from domain.core.importance import Importance
from views.blockkit import ids
from views.blockkit.blocks import plain_object
from views.blockkit.message import Block
from views.blockkit.text import plain


def importance_select(known: Importance | None) -> Block:
    """The select of importance; the chosen option's value is the importance's."""
    options = {
        one: {"text": plain_object(plain(one.label, 75)), "value": one.value} for one in Importance
    }
    block: Block = {
        "type": "static_select",
        "action_id": ids.FEEDBACK_IMPORTANCE,
        "placeholder": plain_object("From nice to have to blocker"),
        "options": list(options.values()),
    }
    return block if known is None else {**block, "initial_option": options[known]}
