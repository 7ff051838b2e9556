"""Emoji names as Slack writes them: aliases, skin tones and what people type in a setting."""

import re

from domain.core.errors import InvalidInput
from domain.text.words import straighten

_OPENING = re.compile(r"^[\s:]+")
_ENDING = re.compile(r"(?:\s|:skin-tone-[2-6](?:-[2-6])?|:)+$")
_FIRST_TONE = re.compile(r"skin-tone-([2-6])")
_NAME = re.compile(r"[\w+'&.-]{1,100}")
_PICTURE_MODIFIERS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")

# The standard emoji that have more than one short name; the canonical one is the first in the
# emoji-data list that Slack names as its source (58 emoji in emoji-datasource 16.0.0).
_CANONICAL = {
    "flag-cn": "cn",
    "flag-de": "de",
    "flag-es": "es",
    "flag-fr": "fr",
    "uk": "gb",
    "flag-gb": "gb",
    "flag-it": "it",
    "flag-jp": "jp",
    "flag-kr": "kr",
    "flag-ru": "ru",
    "flag-us": "us",
    "waxing_gibbous_moon": "moon",
    "sun_small_cloud": "mostly_sunny",
    "sun_behind_cloud": "barely_sunny",
    "sun_behind_rain_cloud": "partly_sunny_rain",
    "lightning_cloud": "lightning",
    "tornado_cloud": "tornado",
    "cooking": "fried_egg",
    "running": "runner",
    "lantern": "izakaya_lantern",
    "honeybee": "bee",
    "lady_beetle": "ladybug",
    "flipper": "dolphin",
    "paw_prints": "feet",
    "punch": "facepunch",
    "thumbsup": "+1",
    "thumbsdown": "-1",
    "tshirt": "shirt",
    "shoe": "mans_shoe",
    "woman_and_man_holding_hands": "man_and_woman_holding_hands",
    "couple": "man_and_woman_holding_hands",
    "men_holding_hands": "two_men_holding_hands",
    "women_holding_hands": "two_women_holding_hands",
    "woman-with-bunny-ears-partying": "women-with-bunny-ears-partying",
    "man-with-bunny-ears-partying": "men-with-bunny-ears-partying",
    "collision": "boom",
    "poop": "hankey",
    "shit": "hankey",
    "open_book": "book",
    "pencil": "memo",
    "knife": "hocho",
    "reversed_hand_with_middle_finger_extended": "middle_finger",
    "satisfied": "laughing",
    "red_car": "car",
    "sign_of_the_horns": "the_horns",
    "hand_with_index_and_middle_fingers_crossed": "crossed_fingers",
    "face_with_one_eyebrow_raised": "face_with_raised_eyebrow",
    "grinning_face_with_star_eyes": "star-struck",
    "grinning_face_with_one_large_and_one_small_eye": "zany_face",
    "face_with_finger_covering_closed_lips": "shushing_face",
    "serious_face_with_symbols_covering_mouth": "face_with_symbols_on_mouth",
    "smiling_face_with_smiling_eyes_and_hand_covering_mouth": "face_with_hand_over_mouth",
    "face_with_open_mouth_vomiting": "face_vomiting",
    "shocked_face_with_exploding_head": "exploding_head",
    "mother_christmas": "mrs_claus",
    "telephone": "phone",
    "staff_of_aesculapius": "medical_symbol",
    "sailboat": "boat",
    "envelope": "email",
    "raised_hand": "hand",
    "heavy_exclamation_mark": "exclamation",
}

_PICTURES = {
    "👍": "+1",
    "👎": "-1",
    "⬆": "arrow_up",
    "⏫": "arrow_double_up",
    "🔼": "arrow_up_small",
    "❤": "heart",
    "🧡": "orange_heart",
    "💚": "green_heart",
    "💙": "blue_heart",
    "💜": "purple_heart",
    "✅": "white_check_mark",
    "✔": "heavy_check_mark",
    "☑": "ballot_box_with_check",
    "🗳": "ballot_box_with_ballot",
    "⭐": "star",
    "🌟": "star2",
    "✨": "sparkles",
    "🔥": "fire",
    "🚀": "rocket",
    "⚡": "zap",
    "👀": "eyes",
    "✋": "hand",
    "🙋": "raising_hand",
    "🙌": "raised_hands",
    "👏": "clap",
    "🙏": "pray",
    "💪": "muscle",
    "👌": "ok_hand",
    "👋": "wave",
    "☝": "point_up",
    "👆": "point_up_2",
    "🤔": "thinking_face",
    "💡": "bulb",
    "📝": "memo",
    "📥": "inbox_tray",
    "📤": "outbox_tray",
    "📫": "mailbox",
    "📬": "mailbox_with_mail",
    "📨": "incoming_envelope",
    "✉": "email",
    "💬": "speech_balloon",
    "🔖": "bookmark",
    "📌": "pushpin",
    "📍": "round_pushpin",
    "🎫": "ticket",
    "🏷": "label",
    "📦": "package",
    "📇": "card_index",
    "📋": "clipboard",
    "🎉": "tada",
    "🎁": "gift",
    "💯": "100",
    "➕": "heavy_plus_sign",
    "➖": "heavy_minus_sign",
    "🎯": "dart",
    "🔨": "hammer",
    "🔧": "wrench",
    "🐛": "bug",
    "⚠": "warning",
    "❓": "question",
    "❗": "exclamation",
    "🔔": "bell",
    "📣": "mega",
    "📢": "loudspeaker",
    "🌱": "seedling",
    "💎": "gem",
    "📊": "bar_chart",
    "📈": "chart_with_upwards_trend",
    "❌": "x",
    "⛔": "no_entry",
    "🔴": "red_circle",
    "🟢": "large_green_circle",
    "🔵": "large_blue_circle",
    "☎": "phone",
    "👂": "ear",
}


def canonical_emoji(name: str) -> str:
    """Return the one name under which all spellings of an emoji count as the same.

    Colons and skin tones fall away, letters become lower case, and an alias becomes the canonical
    short name: `:ThumbsUp::skin-tone-3:` is `+1`. Unknown (custom) names stay.
    """
    bare = _ENDING.sub("", _OPENING.sub("", name.lower()))
    return _CANONICAL.get(bare, bare)


def skin_tone(name: str) -> int | None:
    """Return the skin tone of a raw reaction name, Slack's 2 (lightest) to 6, or None."""
    ending = _ENDING.search(_OPENING.sub("", name.lower()))
    first = _FIRST_TONE.search(ending[0]) if ending else None
    return int(first[1]) if first else None


def parse_emoji_setting(text: str) -> str:
    """Return the canonical name of the emoji a person chose: `:name:`, `name` or a picture.

    Raises InvalidInput when it is not one emoji name. Whether a custom emoji exists is not known
    here.
    """
    typed = straighten(text).strip()
    picture = _PICTURE_MODIFIERS.sub("", typed)
    if picture in _PICTURES:
        return _PICTURES[picture]
    name = canonical_emoji(typed)
    if _NAME.fullmatch(name) and any(char.isalnum() for char in name):
        return name
    raise InvalidInput(
        f"I do not recognise “{typed[:40]}” as one emoji. "
        "Type its name between colons, for example :inbox_tray:."
    )
