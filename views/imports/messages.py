"""A file to import, as its message shows it from the offer to the end."""

from domain.imports.fields import FIELDS, NEEDED, Field, Kind, Origin
from domain.imports.plans import Doubt, Plan
from domain.imports.reading.encodings import encoding_label
from domain.imports.runs import MOST_PROBLEMS, Counts, Import, Offer, Preview, State
from domain.imports.seen import Mapping, Seen
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section, sections
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn
from views.imports.after import after_blocks, undo_message
from views.imports.source import source_button, source_line

_COLUMN_CHARS = 50
_VALUE_CHARS = 24
_MOST_NAMED = 8
_MOST_MAPPED = 10
_MOST_COLUMNS = 16
_BAR = 20

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_WHAT = {
    Kind.FEEDBACK: ("piece of feedback", "pieces of feedback"),
    Kind.IDEAS: ("idea", "ideas"),
    Kind.CUSTOMERS: ("customer", "customers"),
}


def counted(count: int, kind: Kind) -> str:
    """A number of things, such as ``1,204 pieces of feedback``."""
    one, many = _WHAT[kind]
    return f"{count:,} {one if count == 1 else many}"


def offer_message(offer: Offer) -> Message:
    """An import as it stands: what it would bring, how far it has come, or what it brought."""
    run, plan = offer.run, offer.plan
    if run.state is State.OFFERED:
        return _with_source(_offered(run, plan, offer.preview), offer)
    if run.state in (State.UNDOING, State.UNDONE):
        return undo_message(run)
    name = mrkdwn(run.name, 100)
    if run.state is State.CANCELLED:
        rest = _brought(run.counts, plan.kind) if run.done_rows else "Nothing was imported."
        text = f"The import of {name} was cancelled. {rest}"
        return Message(_plain_of(text), (section(text), *after_blocks(offer)))
    if run.state is State.RUNNING:
        text = (
            f"Importing *{name}*: {run.done_rows:,} of {run.total_rows:,} rows\n"
            f"`{_bar(run.percent)}` {run.percent} %"
        )
        stop = button("Stop", ids.IMPORT_CANCEL, str(run.id))
        return Message(f"Importing {name}", (section(text), actions([stop])))
    text = f":white_check_mark: *{name}* is imported. {_brought(run.counts, plan.kind)}"
    more = (context(_next_step(run.counts, plan.kind)), *after_blocks(offer))
    return Message(_plain_of(text), (section(text), *more))


def _with_source(message: Message, offer: Offer) -> Message:
    """The offer with its sheet and the source of its ids, and the button that changes them."""
    *blocks, deeds = message.blocks
    line = context(source_line(offer.run, offer.sheets))
    more = [*deeds["elements"], source_button(offer.run, offer.sheets)]
    return Message(message.text, (*blocks, line, {**deeds, "elements": more}))


def problems_words(run: Import, kept: int) -> str:
    """What comes with the file of refused rows."""
    cut = f" These are the first {kept:,} of them." if run.counts.problems > MOST_PROBLEMS else ""
    rows = "row" if run.counts.problems == 1 else "rows"
    return (
        f"{run.counts.problems:,} {rows} could not be imported; the last column says why.{cut} "
        "Fix them in this file and drop it here again. Rows already imported won't be duplicated."
    )


def remarks_words(run: Import, kept: int) -> str:
    """What comes with the file of rows that were imported with something changed."""
    cut = f" These are the first {kept:,} of them." if run.counts.remarks > kept else ""
    rows = "1 row was" if run.counts.remarks == 1 else f"{run.counts.remarks:,} rows were"
    return f"{rows} imported with something changed; the last column says what.{cut}"


def _offered(run: Import, plan: Plan, found: Preview) -> Message:
    name = mrkdwn(run.name, 100)
    good = found.rows - found.refused
    source = "" if plan.origin is Origin.PLAIN else f", from {plan.origin.label}"
    blocks: list[Block] = [
        section(f"*{name}* holds {found.rows:,} rows, and I read them as *{plan.kind}*{source}."),
        *sections(_columns_told(plan, found.seen)),
    ]
    read = _values_told(plan, found.seen)
    if read:
        blocks += sections(read)
    if found.first:
        lines = "\n".join(f"> {mrkdwn(one, 200)}" for one in found.first)
        blocks.append(section(f"The first rows:\n{lines}"))
    blocks += [section(one) for one in (*_doubts_told(plan), *_problems_told(found))]
    blocks.append(context(f"{_form_told(plan)}. Dropping the same file again adds nothing."))
    deeds = [
        button("Change columns", ids.IMPORT_COLUMNS, str(run.id)),
        button("Cancel", ids.IMPORT_CANCEL, str(run.id)),
    ]
    if good and plan.is_complete:
        what = f"Import {counted(good, plan.kind)}"
        deeds.insert(0, button(what, ids.IMPORT_BEGIN, str(run.id), "primary"))
    blocks.append(actions(deeds))
    text = f"{name}: {counted(good, plan.kind)} to import"
    return Message(text, tuple(blocks))


def _form_told(plan: Plan) -> str:
    parts = [encoding_label(plan.encoding), f"{_DELIMITERS[plan.delimiter]}-separated"]
    if plan.title_lines == 1:
        parts.append("1 line above the table skipped")
    elif plan.title_lines:
        parts.append(f"{plan.title_lines} lines above the table skipped")
    return ", ".join(parts)


def _columns_told(plan: Plan, seen: Seen) -> list[str]:
    """The columns that are imported, each with its first values."""
    used = [
        f"• {mrkdwn(plan.headers[place], _COLUMN_CHARS)} → {one.label}{_values_of(seen, place)}"
        for one in FIELDS[plan.kind]
        for place in plan.places(one)
    ]
    if len(used) > _MOST_COLUMNS:
        used = [*used[:_MOST_COLUMNS], f"• and {len(used) - _MOST_COLUMNS} more columns"]
    if not plan.is_complete:
        needed = NEEDED[plan.kind].label
        used.append(f":warning: No column seems to be *{needed}*. Choose one: _Change columns_")
    if not plan.has_header:
        used.append("There is no header row, so the first line counts as a row.")
    left = plan.left_out
    if left:
        named = ", ".join(mrkdwn(one, _COLUMN_CHARS) for one in left[:_MOST_NAMED])
        more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
        used.append(f"Not imported: {named}{more}")
    return used


def _values_of(seen: Seen, place: int) -> str:
    values = seen.values.get(place, ())
    return f": _{' · '.join(mrkdwn(one, _VALUE_CHARS) for one in values)}_" if values else ""


def _values_told(plan: Plan, seen: Seen) -> list[str]:
    """How dates, statuses and importances are read."""
    told = []
    if seen.date is not None:
        written, read = seen.date
        told.append(f"Dates: {mrkdwn(written, _VALUE_CHARS)} is read as *{mrkdwn(read, 60)}*.")
    for what, mappings in (("Statuses", seen.statuses), ("Importances", seen.importances)):
        if mappings:
            known = [one for one in mappings if one.is_known]
            told.append(f"{what}: {_mapped(known)}" if known else f"{what}:")
            unknown = [one for one in mappings if not one.is_known]
            if unknown:
                told.append(f":warning: Not known: {_mapped(unknown)}. Change it: _Change columns_")
    if plan.status_hint is not None and Field.STATUS not in plan.columns:
        header = mrkdwn(plan.headers[plan.status_hint], _COLUMN_CHARS)
        told.append(f"{header} is left out, but what is shipped or declined there stays so.")
    return told


def _mapped(mappings: list[Mapping]) -> str:
    told = [
        f"{mrkdwn(one.word, _VALUE_CHARS)} ({one.rows:,}) → {one.becomes}"
        for one in mappings[:_MOST_MAPPED]
    ]
    more = len(mappings) - _MOST_MAPPED
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")


def _doubts_told(plan: Plan) -> list[str]:
    told = {
        Doubt.ENCODING: f":warning: The file doesn't say how it is encoded. I read it as "
        f"{encoding_label(plan.encoding)}. Do the rows look wrong? Choose another *Encoding*: "
        "_Change columns_",
        Doubt.DAY_ORDER: ":warning: The dates don't say whether the day or the month comes first. "
        f"I read 03/04 as {'3 April' if plan.day_first else 'March 4'}. Change it: "
        "_Change columns_",
    }
    return [told[one] for one in plan.doubts]


def _problems_told(found: Preview) -> list[str]:
    told = []
    for count, rest, rows in (
        (
            found.refused,
            "can't be imported; you will get them back in a file to fix",
            found.problems,
        ),
        (found.remarked, "will be imported with something changed", found.remarks),
    ):
        if count:
            lines = "\n".join(f"> Line {line}: {mrkdwn(why, 200)}" for line, why in rows)
            told.append(f":warning: {count:,} {'row' if count == 1 else 'rows'} {rest}.\n{lines}")
    return told


def _brought(counts: Counts, kind: Kind) -> str:
    told = [f"{counted(counts.added, kind)} new"]
    if counts.votes:
        told.append(f"{counts.votes:,} {'vote' if counts.votes == 1 else 'votes'} new")
    if counts.known:
        told.append(f"{counts.known:,} there already")
    if counts.problems:
        told.append(f"{counts.problems:,} not imported")
    if counts.remarks:
        told.append(f"{counts.remarks:,} with something changed")
    return f"{', '.join(told)}."


def _next_step(counts: Counts, kind: Kind) -> str:
    if counts.problems:
        return "The rows that were not imported follow as a file, each with the reason."
    if kind is Kind.IDEAS:
        return "See them with `/ideas`. No cards were posted: `/idea I-12` shows one with its card."
    if kind is Kind.CUSTOMERS:
        return "Feedback and ideas that name these customers show their facts from now on."
    return "They're in the triage inbox and already appear in search and among similar feedback."


def _bar(percent: int) -> str:
    full = percent * _BAR // 100
    return "█" * full + "░" * (_BAR - full)


def _plain_of(text: str) -> str:
    return text.replace("*", "").replace(":white_check_mark: ", "")
