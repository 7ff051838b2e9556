"""What in a stretch of the change log is one person's own: for the digest that they alone get."""

from collections.abc import Collection, Mapping, Sequence

from domain.core.changes import MERGING, Change
from domain.digests.model import Answer, Mine
from domain.feedback.model import FeedbackState
from domain.ideas.model import Idea
from storage.database.engine import Session
from storage.digests import facts as digest_facts
from storage.ideas import queries as ideas


def mine(
    session: Session,
    workspace_id: int,
    user_id: str,
    told: Sequence[Change],
    found: Mapping[int, Idea],
) -> Mine:
    """What the person said for, voted for and owns of the ``found`` ideas, and what they hear
    back on their own feedback."""
    said = digest_facts.said_for(session, workspace_id, user_id, found)
    return Mine(
        said={idea_id: tuple(sorted(numbers)) for idea_id, numbers in said.items()},
        voted=ideas.voted_ids(session, workspace_id, user_id, found),
        owned=frozenset(one.id for one in found.values() if one.owner_id == user_id),
        answers=tuple(_answers(session, (workspace_id, user_id), told, found, said)),
    )


def _answers(
    session: Session,
    who: tuple[int, str],
    told: Sequence[Change],
    found: Mapping[int, Idea],
    said: Mapping[int, Collection[int]],
) -> list[Answer]:
    """Each piece of the person's feedback that became part of an idea or was put aside."""
    linked = {
        change.after: change.subject_id
        for change in told
        if change.field == "evidence"
        and change.door != MERGING  # it was part of the merged idea before
        and change.after in said.get(change.subject_id, ())
    }
    aside = {
        change.subject_id
        for change in told
        if change.subject_kind == "feedback" and change.after == FeedbackState.DISMISSED
    }
    own = digest_facts.own_feedback(session, *who, numbers=linked, ids=aside)
    return [
        Answer(one.number, one.text, found[linked[one.number]] if one.number in linked else None)
        for one in own
        if one.number in linked or one.state is FeedbackState.DISMISSED
    ]
