"""What people type, and what only many rows or other times would show: to begin exploring with."""

from typing import Any

from tests.support.asking import HERE, Ask
from views.blockkit import ids

COMMANDS = {
    "/feedback": ("", "help", "F-1", "it hangs", "F-3"),
    "/idea": (
        *("Exports that are fast", "I-1", "I-1 next", "I-1 promise Zephyrine 2026-12-24", "I-2"),
        *("I-1 needs I-3", "I-1 history", "I-3 merge I-1", "I-1 owner <@UMEMBER>"),
    ),
    "/ideas": ("", "by revenue", "exports", "customer:Zephyrine", "export csv"),
    "/score": (
        *("", "I-1", "map", "ranking", "rounds", "R-1", "round I-1", "I-1 reach 8"),
        *("method", "rubric", "rubrics", "model"),
    ),
    "/roadmap": (
        *("", "timeline", "by area", "list", "promises", "as of yesterday", "as of 2026-11-23"),
        *("changes", "share", "shares", "export", "for customers", "dates", "announce"),
        *("announce I-3", "dependencies", "promises mine"),
    ),
    "/digest": (
        *("", "mon 09:00", "preview", "now", "pause", "list", "me", "me preview", "me fri 15:00"),
    ),
    "/linchpin": (
        *("", "settings", "doctor", "round", "rounds", "channel", "channels", "inbox", "triage"),
        *("import", "forget", "forget <@UMEMBER>", "objectives", "coverage", "decide We use it"),
        *("decisions", "token", "token new Desk feedback:write", "search hazelnut", "search"),
        *("customers", "customers doubles", "customer Zephyrine", "rates", "O-1", "D-1", "R-1"),
    ),
}

_SAID = {"type": "message", "user": "UMEMBER", "text": "too slow"}
_MESSAGE = {
    "message": _SAID | {"ts": "1700000009.000100"},
    "channel": {"id": HERE, "name": "team"},
}
_SAVED_BEFORE = {
    "message": _SAID | {"ts": "1700000001.000100"},
    "channel": {"id": "C9", "name": "sales"},
}


def _button(action_id: str, value: str) -> Ask:
    return Ask("action", action_id, {"type": "button", "action_id": action_id, "value": value})


def _chosen(action_id: str, value: str) -> Ask:
    option = {"text": {"type": "plain_text", "text": "-"}, "value": value}
    given = {"type": "static_select", "action_id": action_id, "selected_option": option}
    return Ask("action", action_id, given)


def beginnings() -> list[Ask]:
    """Every command with words, the shortcuts, and buttons that are seldom shown."""
    typed = [Ask("command", name, {"text": one}) for name, many in COMMANDS.items() for one in many]
    shortcuts: list[tuple[str, dict[str, Any]]] = [
        (ids.NEW_FEEDBACK, {}),
        (ids.SAVE_FEEDBACK, _MESSAGE),
        (ids.SAVE_FEEDBACK, _SAVED_BEFORE),
        (ids.RECORD_DECISION, _MESSAGE),
    ]
    return [
        *typed,
        *(Ask("shortcut", name, given) for name, given in shortcuts),
        *(_button(name, value) for name, value in SELDOM.items()),
        _chosen(ids.IDEA_MOVE_MENU, "1 later"),
        *(
            Ask("options", name, {"value": "", "action_id": name})
            for name in (ids.DIGEST_AREAS, ids.DIGEST_CUSTOMERS)
        ),
    ]


SELDOM: dict[str, str] = {
    ids.ALIKE_LINK: "3 I-1",
    ids.DECISION_KEEP: "1",
    ids.DECISION_LATER: "1",
    ids.FEEDBACK_NOTES: "1:0",
    ids.HOME_VOTED_OPEN: "1",
    ids.PAST_ALL: "2026-11-23T12:00:00+00:00 board",
    ids.ROADMAP_ALL: "",
    ids.ROADMAP_REVOKE: "1",
    ids.ROADMAP_SHARES: "all",
    ids.ROUND_WHY: "1",
    ids.CUSTOMER_PAGE: "1 0",
    ids.CUSTOMERS_PAGE: "0",
    ids.DECISIONS_PAGE: "0 ",
    ids.IDEAS_PAGE: "0 ",
    ids.OBJECTIVES_PAGE: "0 ",
    ids.RANKING_PAGE: "0 ",
    ids.RANKING_POST: "top ",
    ids.SEARCH_PAGE: "0 hazelnut",
    ids.DIGEST_MORE: '{"channel": "C1", "section": "shipped"}',
    ids.DIGEST_THREAD: HERE,
    ids.IMPORT_BEGIN: "1",
    ids.IMPORT_CANCEL: "1",
    ids.IMPORT_COLUMNS: "1",
    ids.TRIAGE_OPEN: "3",
    ids.ANNOUNCE_OPEN: "3",
    ids.WELCOME_CHANNEL: HERE,
    ids.WELCOME_CHANNEL_SELECT: HERE,
    ids.WELCOME_DIGEST: "0",
    ids.WELCOME_EMOJI: "0",
    ids.WELCOME_LOOK: "0",
    ids.WELCOME_MANAGERS: "admins",
}
