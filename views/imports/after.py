"""What can be done with an import that has ended: undo it, or update what reads otherwise."""

from domain.imports.runs import Import, Offer, State
from views.blockkit import ids
from views.blockkit.blocks import actions, button, plain_object, section
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn

_MOST_LISTED = 10


def after_blocks(offer: Offer) -> list[Block]:
    """The buttons below an import that has ended; none where it brought nothing."""
    run, deeds = offer.run, list[Block]()
    blocks: list[Block] = []
    if offer.changed and run.state is State.DONE:
        rows = "1 row says" if offer.changed == 1 else f"{offer.changed:,} rows say"
        blocks.append(
            section(
                f"{rows} something else than when you imported them before, and were left as they "
                "are here. The file with the rows that weren't imported lists both versions."
            )
        )
        what = "1 row" if offer.changed == 1 else f"{offer.changed:,} rows"
        deeds.append(button(f"Update {what}", ids.IMPORT_UPDATE, str(run.id)))
    if run.counts.added or run.counts.votes:
        deeds.append(_undo_button(run))
    return [*blocks, actions(deeds)] if deeds else blocks


def undo_message(run: Import) -> Message:
    """An import that is being undone, or was."""
    done, name = run.undone, mrkdwn(run.name, 100)
    removed = f"{done.removed:,}" if done else "0"
    if run.state is State.UNDOING:
        text = f"Undoing the import of {name}: {removed} entries taken back so far"
        return Message(text, (section(text),))
    text = f"The import of {name} was undone: {removed} entries taken back."
    if done is not None and done.kept:
        listed = "\n".join(f"> {mrkdwn(one, 200)}" for one in done.built[:_MOST_LISTED])
        text += f" {done.kept:,} stay, because people built on them meanwhile:\n{listed}"
    return Message(text, (section(text),))


def _undo_button(run: Import) -> Block:
    undo = button("Undo import", ids.IMPORT_UNDO, str(run.id))
    undo["confirm"] = {
        "title": plain_object("Undo this import?"),
        "text": plain_object(
            "Everything that this import brought is removed, and what it changed is as before. "
            "If people have built on it, nothing is removed, and you see what they built."
        ),
        "confirm": plain_object("Undo import"),
        "deny": plain_object("Keep it"),
    }
    return undo
