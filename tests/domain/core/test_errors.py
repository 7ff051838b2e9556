import pytest

from domain.core.errors import InvalidInput, NotAllowed, NotFound, Unavailable, UserError


@pytest.mark.parametrize("kind", [NotFound, NotAllowed, InvalidInput, Unavailable])
def test_every_refusal_is_a_sentence_that_can_name_a_form_field(kind: type[UserError]) -> None:
    refusal = kind("The title is empty. Write something.", field="title")
    assert isinstance(refusal, UserError)
    assert str(refusal) == refusal.message == "The title is empty. Write something."
    assert refusal.field == "title"


def test_a_refusal_belongs_to_no_field_unless_it_says_so() -> None:
    assert NotAllowed("Only the owner may do this.").field is None
