"""Interactive elements and images."""

from sandbox.blockkit.normal import normalised_value
from sandbox.blockkit.objects import (
    ALT_TEXT,
    CONFIRM,
    DISPATCH_CONFIG,
    FILTER,
    ID,
    IMAGE_SOURCE,
    OPTION,
    OPTION_GROUP,
    PLACEHOLDER,
    WORKFLOW,
    option,
    plain,
)
from sandbox.blockkit.rich_text import RICH_TEXT_VALUE
from sandbox.blockkit.schema import (
    Check,
    Json,
    Report,
    anything,
    array,
    boolean,
    exactly_one,
    integer,
    one_of,
    pattern,
    record,
    string,
    typed,
)

DATE = pattern(r"\d{4}-\d{2}-\d{2}", "a date as YYYY-MM-DD")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")
NUMBER = pattern(r"-?\d+(\.\d+)?", "a number in a string")
_LABEL = string(75)
_STYLE = one_of("primary", "danger")
_USER_IDS = array(string(), 0)


def _element(required: dict[str, Check], optional: dict[str, Check], *rules: object) -> Check:
    base: dict[str, Check] = {"action_id": ID}
    return record({"type": anything, **required}, base | optional, *rules)  # type: ignore[arg-type]


_CONFIRM: dict[str, Check] = {"confirm": CONFIRM}
_FOCUS: dict[str, Check] = {"focus_on_load": boolean}
_HOLDER: dict[str, Check] = {"placeholder": PLACEHOLDER, **_FOCUS}
_CHOICE: dict[str, Check] = {**_CONFIRM, **_HOLDER}
_TYPING: dict[str, Check] = {**_HOLDER, "dispatch_action_config": DISPATCH_CONFIG}
_MANY: dict[str, Check] = {**_CHOICE, "max_selected_items": integer(1)}


def _offered(element: Json) -> list[object]:
    groups = element.get("option_groups")
    grouped = [
        one
        for group in (groups if isinstance(groups, list) else [])
        if isinstance(group, dict)
        for one in group.get("options", [])
    ]
    options = element.get("options")
    return [
        normalised_value(o) for o in [*(options if isinstance(options, list) else []), *grouped]
    ]


def _initial_is_offered(element: Json, at: str, report: Report) -> None:
    """initial_option(s) must equal an offered option exactly."""
    offered = _offered(element)
    if "initial_option" in element and normalised_value(element["initial_option"]) not in offered:
        report.add(f"{at}/initial_option", "must be one of the options provided")
    many = element.get("initial_options")
    for index, one in enumerate(many if isinstance(many, list) else []):
        if normalised_value(one) not in offered:
            report.add(f"{at}/initial_options/{index}", "must be one of the options provided")


def _length_order(element: Json, at: str, report: Report) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        report.add(at, "`min_length` must not be more than `max_length`")


def _value_order(element: Json, at: str, report: Report) -> None:
    try:
        low, high = (float(element[k]) for k in ("min_value", "max_value"))
    except (KeyError, TypeError, ValueError):
        return
    if low > high:
        report.add(at, "`min_value` must not be more than `max_value`")


_STATIC = {"options": array(OPTION, 1, 100), "option_groups": array(OPTION_GROUP, 1, 100)}
_ONE_SOURCE = exactly_one("options", "option_groups")
_BUTTON = _element(
    {"text": plain(75)},
    {
        "url": string(3000),
        "value": string(2000),
        "style": _STYLE,
        "accessibility_label": _LABEL,
        "agent_prompt": string(4000),
        "visible_to_user_ids": _USER_IDS,
        **_CONFIRM,
    },
)
IMAGE = record(
    {"type": anything, "alt_text": ALT_TEXT},
    IMAGE_SOURCE,
    exactly_one("image_url", "slack_file"),
)
_FEEDBACK_BUTTON = record(
    {"text": plain(75), "value": string(2000)}, {"accessibility_label": _LABEL}
)


def _picker(initial: str, form: Check) -> Check:
    return _element({}, {initial: form, **_CHOICE})


def _select(initial: str) -> dict[str, Check]:
    single = _element({}, {initial: string(), **_CHOICE, "response_url_enabled": boolean})
    several = _element({}, {f"{initial}s": array(string(), 1), **_MANY})
    return {"one": single, "many": several}


def _conversations(name: str, several: bool) -> Check:
    initial = {name + "s": array(string(), 1)} if several else {name: string()}
    more: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}
    if not several:
        more["response_url_enabled"] = boolean
    return _element({}, {**initial, **more, **(_MANY if several else _CHOICE)})


_MIN_QUERY: dict[str, Check] = {"min_query_length": integer(0)}
SELECTS: dict[str, Check] = {
    "static_select": _element(
        {}, {**_STATIC, "initial_option": OPTION, **_CHOICE}, _ONE_SOURCE, _initial_is_offered
    ),
    "multi_static_select": _element(
        {},
        {**_STATIC, "initial_options": array(OPTION, 1, 100), **_MANY},
        _ONE_SOURCE,
        _initial_is_offered,
    ),
    "external_select": _element({}, {**_MIN_QUERY, "initial_option": OPTION, **_CHOICE}),
    "multi_external_select": _element(
        {}, {**_MIN_QUERY, "initial_options": array(OPTION, 1, 100), **_MANY}
    ),
    "users_select": _select("initial_user")["one"],
    "multi_users_select": _select("initial_user")["many"],
    "channels_select": _select("initial_channel")["one"],
    "multi_channels_select": _select("initial_channel")["many"],
    "conversations_select": _conversations("initial_conversation", several=False),
    "multi_conversations_select": _conversations("initial_conversation", several=True),
}
_BOX_OPTION = option(markdown=True)
CHOICES: dict[str, Check] = {
    "checkboxes": _element(
        {"options": array(_BOX_OPTION, 1, 10)},
        {"initial_options": array(_BOX_OPTION, 1, 10), **_CONFIRM, **_FOCUS},
        _initial_is_offered,
    ),
    "radio_buttons": _element(
        {"options": array(_BOX_OPTION, 1, 10)},
        {"initial_option": _BOX_OPTION, **_CONFIRM, **_FOCUS},
        _initial_is_offered,
    ),
    "datepicker": _picker("initial_date", DATE),
    "timepicker": _element({}, {"initial_time": TIME, "timezone": string(), **_CHOICE}),
    "datetimepicker": _element(
        {},
        {"initial_date_time": integer(1_000_000_000, 9_999_999_999), **_CONFIRM, **_FOCUS},
    ),
}
BUTTONS: dict[str, Check] = {
    "button": _BUTTON,
    "overflow": _element({"options": array(option(url=True), 1, 5)}, _CONFIRM),
    "workflow_button": _element(
        {"text": plain(75), "workflow": WORKFLOW},
        {"style": _STYLE, "accessibility_label": _LABEL},
    ),
}
CONTEXT_BUTTONS: dict[str, Check] = {
    "feedback_buttons": _element(
        {"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON}, {}
    ),
    "icon_button": _element(
        {"icon": one_of("trash"), "text": plain(75)},
        {
            "value": string(2000),
            "accessibility_label": _LABEL,
            "visible_to_user_ids": array(string(), 1, 10),
            **_CONFIRM,
        },
    ),
}
_RICH_INPUT = _element(
    {},
    {
        "initial_value": RICH_TEXT_VALUE,
        "min_lines": integer(1, 100),
        "max_lines": integer(1, 100),
        **_TYPING,
    },
)
INPUTS: dict[str, Check] = {
    "plain_text_input": _element(
        {},
        {
            "initial_value": string(3000, least=0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
            **_TYPING,
        },
        _length_order,
    ),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        {"initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER, **_TYPING},
        _value_order,
    ),
    "email_text_input": _element({}, {"initial_value": string(), **_TYPING}),
    "url_text_input": _element({}, {"initial_value": string(), **_TYPING}),
    "rich_text_input": _RICH_INPUT,
    "file_input": _element({}, {"filetypes": array(string(), 1), "max_files": integer(1, 10)}),
    **SELECTS,
    **CHOICES,
}
ACTION_ELEMENT = typed({**SELECTS, **CHOICES, **BUTTONS, "rich_text_input": _RICH_INPUT})
ACCESSORY = typed({**SELECTS, **CHOICES, **BUTTONS, "image": IMAGE})
INPUT_ELEMENT = typed(INPUTS)
BUTTON_ONLY = typed({"button": _BUTTON})
CONTEXT_BUTTON = typed(CONTEXT_BUTTONS)
IMAGE_ONLY = typed({"image": IMAGE})
