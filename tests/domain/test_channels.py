"""A channel's own questions as people type them."""

import pytest

from domain.channels import MOST_CHOICES, TypedQuestion, read_questions
from domain.core.errors import InvalidInput


def test_questions_are_read_without_the_empty_ones() -> None:
    found = read_questions(
        [
            TypedQuestion("  Which   plan? ", "Free\n\n Team \r\nFree", is_required=True),
            TypedQuestion(" "),
            TypedQuestion("Since when?"),
        ]
    )
    assert [(one.text, one.choices, one.is_required) for one in found] == [
        ("Which plan?", ("Free", "Team"), True),
        ("Since when?", (), False),
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ([TypedQuestion("", "Free\nTeam")], "choices_1"),
        ([TypedQuestion("Plan?", "Free")], "choices_1"),
        ([TypedQuestion("Plan?"), TypedQuestion("plan?")], "question_2"),
        ([TypedQuestion("x" * 151)], "question_1"),
        ([TypedQuestion("Plan?", "Free\n" + "x" * 76)], "choices_1"),
        (
            [TypedQuestion("Plan?", "\n".join(str(one) for one in range(MOST_CHOICES + 1)))],
            "choices_1",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_beside_its_field(
    typed: list[TypedQuestion], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_questions(typed)
    assert refused.value.field == field
