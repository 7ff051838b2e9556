"""What is like the text that a person is about to save."""

from datetime import timedelta

from domain.core.clocks import is_within
from domain.core.people import Permission, Request, may
from domain.feedback.model import Feedback, FeedbackState
from domain.feedback.privacy import Reader, may_read_feedback, shown
from domain.idea_page.page import Evidence
from domain.ideas.model import Idea
from domain.similarity.closeness import RELATED, Closeness, Degree, Text, closeness, ready
from domain.similarity.suggestions import Alike
from domain.text.folding import query_words
from services.similarity import index as embedding_index
from services.similarity.embedding import embed, model_name
from services.workspace.switches import is_on
from storage import similarity as search_entries
from storage.database import full_text
from storage.database.engine import Database
from storage.feedback import queries as feedback
from storage.ideas import queries as ideas
from storage.workspace import people, readers

MOST_SHOWN = 3
REPEATED_WITHIN = timedelta(minutes=15)
"""The same person saying the same again within this time probably pressed twice."""

_NEAREST = 40
_BY_WORDS = 40
_LEAST_CHARS = 3
_MEANT_ALIKE = 0.40
"""The least cosine at which a select offers an idea that has none of the words typed."""


def alike(
    database: Database,
    request: Request,
    text: str,
    *,
    kinds: tuple[str, ...] = ("idea", "feedback"),
    without: str = "",
) -> list[Alike]:
    """Up to three ideas and pieces of feedback like a text, most alike first, each with its why.

    ``without`` is a reference that is left out, such as the feedback that the text is of. What was
    said in private is found only by those who could have read it there.
    """
    if len(text.strip()) < _LEAST_CHARS or not _takes_part(database, request):
        return []
    embedding_index.catch_up(database, request.workspace_id)
    found: list[tuple[float, Alike]] = []
    if "idea" in kinds:
        found += _ideas_like(database, request.workspace_id, text)
    if "feedback" in kinds:
        found += _feedback_like(database, request, text)
    ranked = sorted(found, key=lambda one: (-one[0], one[1].idea is None, one[1].reference))
    return [one for _score, one in ranked if one.reference != without][:MOST_SHOWN]


def ideas_for(database: Database, request: Request, said: Evidence) -> list[Alike]:
    """The ideas that feedback may be evidence for: up to three alike of which it is none yet.

    None for feedback whose words the person may not read.
    """
    if said.is_withheld:
        return []
    found = alike(database, request, said.feedback.text, kinds=("idea",))
    known = said.feedback.idea_numbers
    return [one for one in found if one.idea is not None and one.idea.number not in known]


def feedback_for(database: Database, request: Request, idea: Idea) -> list[Alike]:
    """The feedback that may be evidence for an idea: up to three alike that is none yet."""
    found = alike(database, request, idea.title, kinds=("feedback",))
    return [one for one in found if one.feedback and idea.number not in one.feedback.idea_numbers]


def same_idea(database: Database, request: Request, title: str) -> Alike | None:
    """An idea that is not closed and says almost the same as a title, or None."""
    for one in alike(database, request, title, kinds=("idea",)):
        if one.degree is Degree.SAME and one.idea is not None and not one.idea.status.is_closed:
            return one
    return None


def meant_by(database: Database, workspace_id: int, words: str, limit: int) -> list[Idea]:
    """The ideas whose meaning is nearest to a few words, when they are near at all."""
    if len(words.strip()) < _LEAST_CHARS:
        return []
    embedding_index.catch_up(database, workspace_id)
    vector = embed([words])[0]
    found = embedding_index.nearest(database, workspace_id, "idea", vector, limit)
    with database.reading() as session:
        near = [row_id for row_id, cosine in found if cosine >= _MEANT_ALIKE]
        return ideas.standing(session, workspace_id, near)


def _takes_part(database: Database, request: Request) -> bool:
    with database.reading() as session:
        if not is_on(session, request.workspace_id, "similarity"):
            return False
        person = people.get(session, request.workspace_id, request.user_id)
    return may(person, Permission.TAKE_PART)


def _ideas_like(database: Database, workspace_id: int, text: str) -> list[tuple[float, Alike]]:
    vector = embed([text])[0]
    near = embedding_index.nearest(database, workspace_id, "idea", vector, _NEAREST)
    with database.reading() as session:
        ids = {row_id for row_id, _cosine in near}
        for words in _asked(text):
            ids |= set(full_text.ideas(session, workspace_id, words, _BY_WORDS))
        found = ideas.in_order(session, workspace_id, sorted(ids))
        merged = {one.merged_into_id for one in found if one.merged_into_id is not None}
        wholes = {one.id: one for one in ideas.in_order(session, workspace_id, sorted(merged))}
        held = search_entries.vectors(session, workspace_id, "idea", model_name(), ids)
    told = [[one.title, f"{one.title}. {one.description}"] for one in found]
    cosines = embedding_index.cosines(vector, [held.get(one.id) for one in found])
    scored = zip(found, _closest(text, told, cosines), strict=True)
    best: dict[int, tuple[float, Alike]] = {}
    for one, close in scored:
        idea = wholes.get(one.merged_into_id or 0, one)
        if close.score >= max(RELATED, best.get(idea.id, (0.0,))[0]):
            best[idea.id] = close.score, Alike(close.degree, close.shared, idea=idea)
    return list(best.values())


def _feedback_like(database: Database, request: Request, text: str) -> list[tuple[float, Alike]]:
    vector = embed([text])[0]
    near = embedding_index.nearest(database, request.workspace_id, "feedback", vector, _NEAREST)
    with database.reading() as session:
        ids = {row_id for row_id, _cosine in near}
        for words in _asked(text):
            ids |= set(full_text.feedback(session, request.workspace_id, words, _BY_WORDS))
        found = feedback.of_ids(session, request.workspace_id, sorted(ids))
        reader = readers.reader(session, request.workspace_id, request.user_id, request.at)
        held = search_entries.vectors(session, request.workspace_id, "feedback", model_name(), ids)
    told = [shown(one, reader) for one in found if _may_read(one, reader)]
    cosines = embedding_index.cosines(vector, [held.get(one.id) for one in told])
    scored = zip(told, _closest(text, [[one.text] for one in told], cosines), strict=True)
    return [
        (near.score, _said_before(one, near, request))
        for one, near in scored
        if near.score >= RELATED
    ]


def _closest(text: str, others: list[list[str]], cosines: list[float]) -> list[Closeness]:
    """The best closeness of a text to each of the others, which come in one or more forms."""
    asked = ready(text)

    def best(forms: list[str], cosine: float) -> Closeness:
        each = [closeness(asked, _ready(form), cosine) for form in forms]
        return max(each, key=lambda one: (one.score, one.sameness))

    return [best(forms, cosine) for forms, cosine in zip(others, cosines, strict=True)]


def _ready(text: str) -> Text:
    return ready(text[:500])


def _said_before(one: Feedback, near: Closeness, request: Request) -> Alike:
    is_recent = is_within(one.created_at, REPEATED_WITHIN, request.at)
    is_own = one.saved_by == request.user_id
    is_repeat = near.degree is Degree.SAME and is_recent and is_own
    return Alike(near.degree, near.shared, feedback=one, is_repeat=is_repeat)


def _may_read(one: Feedback, reader: Reader) -> bool:
    is_here = one.state is not FeedbackState.WITHDRAWN and one.gone is None
    return is_here and may_read_feedback(reader, one)


def _asked(text: str) -> list[list[str]]:
    """The words that are looked up exactly: all of a short text, and each word with a digit."""
    words = query_words(text[:500], limit=40)
    codes = [[word] for word in words if any(char.isdigit() for char in word)][:4]
    return [*([words] if 0 < len(words) <= 6 else []), *codes]
