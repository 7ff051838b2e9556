"""Which view draws which message of the outbox, by the template's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.announcements import Release
from domain.core.delivery_failures import Setback
from domain.decisions import Decision, DecisionList
from domain.digests.model import Digest
from domain.feedback.model import Feedback
from domain.idea_page.page import Filed, Shortlist
from domain.ideas.model import Idea
from domain.imports.runs import Offer
from domain.objectives.model import Objective
from domain.objectives.pages import Ask, Course, ObjectiveList
from domain.roadmap.board import Board
from domain.roadmap.commands import RoadmapView, parse_view
from domain.roadmap.promises import Breach
from domain.roadmap.time_travel.travel import Past
from domain.rounds.ballots import Count
from domain.rounds.model import Asking, OwnerNote, Round
from domain.rounds.results import Result, Talk
from domain.scoring.ranking import Ranking
from domain.scoring.score_map import ScoreMap
from domain.similarity.suggestions import Question
from scheduled.merging import MERGING_MESSAGES
from scheduled.triage import TRIAGE_MESSAGES
from services.outbox.payloads import unpack
from views.announcements import announcement_message, told_message
from views.blockkit.message import Message
from views.blockkit.notices import notice_message
from views.channels.messages import DOOR_MESSAGES
from views.decisions.pages import decisions_message, review_message, reviewed_message
from views.digests.answers import back_message, setback_message
from views.digests.messages import digest_message, picture_at, thread_message
from views.erasure import forgotten_message
from views.feedback.messages import captured_message, refused_message
from views.idea_page.messages import (
    card_refused_message,
    card_stands_message,
    filed_message,
    linked_message,
    list_message,
)
from views.imports import offer_message
from views.objectives.pages import objectives_message
from views.objectives.progress import ask_message, closed_message, course_message, kept_message
from views.objectives.progress_chart import course_alt_text, course_svg
from views.roadmap.drawing.picture import roadmap_alt_text, roadmap_svg
from views.roadmap.messages import picture_answer, posted_answer, roadmap_message, roadmap_post
from views.roadmap.plan import breach_words
from views.roadmap.promises import broken_message
from views.roadmap.time_travel import past_message
from views.rounds import messages as round_messages
from views.rounds.ballots import count_message
from views.scoring.ranking import ranking_message, score_map_message
from views.scoring.score_map import score_map_alt_text, score_map_svg
from views.similarity import question_message


@dataclass(frozen=True, slots=True)
class Post:
    """A message with an optional picture.

    ``picture_svg`` is drawn and uploaded when the message is sent, and stands before the block
    with the index ``picture_at``. A picture that fails is left out; the message never waits for it.
    ``picture_name`` is what its file is called, in words.
    """

    message: Message
    picture_svg: str | None = None
    picture_alt: str = ""
    picture_at: int = 0
    picture_name: str = "Roadmap"

    def with_picture(self, file_id: str | None) -> Message:
        """The message as sent: with the uploaded picture in its place, or without one."""
        if file_id is None:
            return self.message
        image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": self.picture_alt}
        blocks = list(self.message.blocks)
        blocks.insert(self.picture_at, image)
        return replace(self.message, blocks=tuple(blocks))


Template = Callable[[dict[str, Any]], Post]
Templates = Mapping[str, Template]


_SIMPLE = DOOR_MESSAGES | MERGING_MESSAGES | TRIAGE_MESSAGES
"""Messages without a picture, drawn from the data of their errands alone."""


def templates() -> Templates:
    """The template of every message that a service may ask for."""
    return {
        "announcement": _announcement,
        "announcement_told": _announcement_told,
        **_of_what_comes_in(),
        **{name: _drawn(draw) for name, draw in _SIMPLE.items()},
        **_of_what_is_alike(),
        **_of_ideas(),
        "course": _course,
        "decision_review": _decision_review,
        "decision_reviewed": _decision_reviewed,
        "decisions": _decisions,
        "digest": _digest,
        "digest_thread": _digest_thread,
        "objective_ask": _objective_ask,
        "objective_closed": _objective_closed,
        "objectives": _objectives,
        "progress_kept": _progress_kept,
        "promise_broken": _promise_broken,
        "ranking": _ranking,
        "roadmap": _roadmap,
        "roadmap_posted": _roadmap_posted,
        "roadmap_pictured": _roadmap_pictured,
        "roadmap_turned": _roadmap_turned,
        "past_turned": _past_turned,
        "round_asked": _asking(round_messages.asked_message),
        "round_reminder": _asking(round_messages.reminder_message),
        "round_moved": _asking(round_messages.moved_message),
        "round_cancelled": _asking(round_messages.cancelled_message),
        "round_note": _round_note,
        "round_result": _round_result,
        "round_why": _round_why,
        "round_sentence": _round_sentence,
        "ballot_result": _ballot_result,
        "score_map": _score_map,
        "setback": _setback,
        "channel_back": _channel_back,
    }


def _announcement(data: dict[str, Any]) -> Post:
    return Post(announcement_message(unpack(Release, data)))


def _announcement_told(data: dict[str, Any]) -> Post:
    return Post(told_message(unpack(Release, data)))


def _feedback_saved(data: dict[str, Any]) -> Post:
    feedback, asks = unpack(Feedback, data["feedback"]), data.get("asks", 0)
    return Post(captured_message(feedback, is_new=data["is_new"], viewer=data["viewer"], asks=asks))


def _forgotten(data: dict[str, Any]) -> Post:
    return Post(forgotten_message(data["number"], data["counts"]))


def _sentence(data: dict[str, Any]) -> Post:
    return Post(notice_message(data["sentence"]))


def _feedback_refused(data: dict[str, Any]) -> Post:
    return Post(refused_message(data["refusal"], data["channel"]))


def _drawn(draw: Callable[[dict[str, Any]], Message]) -> Template:
    return lambda data: Post(draw(data))


def _of_ideas() -> Templates:
    return {
        "card_stands": _card_stands,
        "ideas_list": _ideas_list,
        "card_refused": _card_refused,
    }


def _of_what_comes_in() -> Templates:
    return {
        "feedback_saved": _feedback_saved,
        "feedback_refused": _feedback_refused,
        "forgotten": _forgotten,
        "import_offer": lambda data: Post(offer_message(unpack(Offer, data))),
        "import_refused": _sentence,
        "aside": _sentence,
    }


def _of_what_is_alike() -> Templates:
    return {
        "alike_question": _alike_question,
        "idea_filed": _idea_filed,
        "idea_joined": _idea_joined,
    }


def _alike_question(data: dict[str, Any]) -> Post:
    return Post(question_message(unpack(Question, data)))


def _idea_filed(data: dict[str, Any]) -> Post:
    return Post(filed_message(unpack(Filed, data)))


def _idea_joined(data: dict[str, Any]) -> Post:
    return Post(linked_message(unpack(Idea, data["idea"]), data["feedback"]))


def _card_stands(data: dict[str, Any]) -> Post:
    return Post(card_stands_message(unpack(Filed, data)))


def _ideas_list(data: dict[str, Any]) -> Post:
    return Post(list_message(unpack(Shortlist, data)))


def _card_refused(data: dict[str, Any]) -> Post:
    return Post(card_refused_message(unpack(Idea, data["idea"]), data["channel"], data["reason"]))


def _digest(data: dict[str, Any]) -> Post:
    message = digest_message(unpack(Digest, data["digest"]))
    if "board" not in data:
        return Post(message)
    return _with_board(message, data["board"], picture_at(message))


def _digest_thread(data: dict[str, Any]) -> Post:
    return Post(thread_message(unpack(Digest, data["digest"])))


def _roadmap(data: dict[str, Any]) -> Post:
    view = _view(data)
    past = {name: data.get(name, "") for name in ("as_of", "moment")}
    message = roadmap_post(unpack(Board, data["board"]), data["posted_by"], view, **past)
    return Post(message) if view.is_list else _with_board(message, data["board"], 1, view)


def _roadmap_posted(data: dict[str, Any]) -> Post:
    return Post(posted_answer(unpack(Board, data["board"]), _view(data)))


def _roadmap_pictured(data: dict[str, Any]) -> Post:
    return Post(picture_answer(unpack(Board, data["board"]), _view(data)))


def _roadmap_turned(data: dict[str, Any]) -> Post:
    place = {"is_outside": data["is_outside"], "may_post": data["may_post"]}
    return Post(roadmap_message(unpack(Board, data["board"]), _view(data), **place))


def _past_turned(data: dict[str, Any]) -> Post:
    return Post(past_message(unpack(Past, data["past"]), may_post=data["may_post"]))


def _view(data: dict[str, Any]) -> RoadmapView:
    return parse_view(data.get("view", ""))


def _promise_broken(data: dict[str, Any]) -> Post:
    breach = unpack(Breach, data["breach"])
    sentence = breach_words(breach, knows_customers=True)
    return Post(broken_message(breach.idea, sentence, data["by"]))


def _ranking(data: dict[str, Any]) -> Post:
    return Post(ranking_message(unpack(Ranking, data)))


def _score_map(data: dict[str, Any]) -> Post:
    shown = unpack(ScoreMap, data["map"])
    message = score_map_message(shown, data["posted_by"])
    return Post(message, score_map_svg(shown), score_map_alt_text(shown), 1, "Value and effort")


def _asking(draw: Callable[[Asking], Message]) -> Template:
    return lambda data: Post(draw(unpack(Asking, data)))


def _round_note(data: dict[str, Any]) -> Post:
    return Post(round_messages.note_message(unpack(OwnerNote, data)))


def _round_result(data: dict[str, Any]) -> Post:
    return Post(round_messages.result_message(unpack(Result, data)))


def _round_why(data: dict[str, Any]) -> Post:
    found, talk = unpack(Round, data["round"]), unpack(Talk, data["talk"])
    return Post(round_messages.why_message(found, talk, data["side"]))


def _round_sentence(data: dict[str, Any]) -> Post:
    found, talk = unpack(Round, data["round"]), unpack(Talk, data["talk"])
    return Post(round_messages.sentence_message(found, talk, data["side"]))


def _ballot_result(data: dict[str, Any]) -> Post:
    return Post(count_message(unpack(Count, data)))


def _objectives(data: dict[str, Any]) -> Post:
    return Post(objectives_message(unpack(ObjectiveList, data)))


def _objective_ask(data: dict[str, Any]) -> Post:
    return Post(ask_message(unpack(Ask, data)))


def _objective_closed(data: dict[str, Any]) -> Post:
    return Post(closed_message(unpack(Objective, data)))


def _progress_kept(data: dict[str, Any]) -> Post:
    return Post(kept_message(unpack(Objective, data["objective"])))


def _course(data: dict[str, Any]) -> Post:
    course = unpack(Course, data["course"])
    message = course_message(course, data["posted_by"])
    name = f"{course.objective.reference} {course.objective.title}"
    return Post(message, course_svg(course), course_alt_text(course), 1, name)


def _decisions(data: dict[str, Any]) -> Post:
    return Post(decisions_message(unpack(DecisionList, data)))


def _decision_review(data: dict[str, Any]) -> Post:
    return Post(review_message(unpack(Decision, data["decision"])))


def _decision_reviewed(data: dict[str, Any]) -> Post:
    return Post(reviewed_message(unpack(Decision, data["decision"]), data["result"]))


def _setback(data: dict[str, Any]) -> Post:
    return Post(setback_message(unpack(Setback, data)))


def _channel_back(data: dict[str, Any]) -> Post:
    return Post(back_message(data["channel"]))


def _with_board(
    message: Message, data: dict[str, Any], place: int, view: RoadmapView | None = None
) -> Post:
    board, view = unpack(Board, data), view or RoadmapView()
    if board.is_empty:
        return Post(message)
    return Post(message, roadmap_svg(board, view), roadmap_alt_text(board, view), place)
