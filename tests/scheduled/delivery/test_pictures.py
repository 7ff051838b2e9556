"""What the files of pictures are called."""

import pytest

from scheduled.delivery.tasks.pictures import file_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Roadmap", "roadmap.png"),
        ("Value and effort", "value-and-effort.png"),
        ("O-2 Fewer calls / week", "o-2-fewer-calls-week.png"),
        ("../../etc/passwd", "etc-passwd.png"),
        ("目標", "目標.png"),
        ("🎉", "picture.png"),
        ("x" * 300, f"{'x' * 60}.png"),
    ],
)
def test_a_picture_is_named_after_what_it_shows(words: str, name: str) -> None:
    assert file_name(words) == name
