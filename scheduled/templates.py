"""Which view draws which message of the outbox, by the template's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.announcements import Release
from domain.board import Board
from domain.digest import Digest
from domain.feedback import Feedback
from domain.idea_pages import Filed, Shortlist
from domain.ideas import Idea
from domain.scoring.ranking import Ranking
from domain.scoring.score_map import ScoreMap
from domain.setbacks import Setback
from services.packing import unpack
from views.announcements import announcement_message, told_message
from views.digest_answers import back_message, setback_message
from views.digests import digest_message, picture_at, thread_message
from views.drawing.board import board_alt_text, board_svg
from views.drawing.score_map import score_map_alt_text, score_map_svg
from views.feedback import captured_message, refused_message
from views.ideas import card_refused_message, card_stands_message, list_message
from views.message import Message
from views.ranking import ranking_message, score_map_message
from views.roadmap import posted_answer, roadmap_post


@dataclass(frozen=True, slots=True)
class Post:
    """A message with an optional picture.

    ``picture_svg`` is drawn and uploaded when the message is sent, and stands before the block
    with the index ``picture_at``. A picture that fails is left out; the message never waits for it.
    """

    message: Message
    picture_svg: str | None = None
    picture_alt: str = ""
    picture_at: int = 0

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


def templates() -> Templates:
    """The template of every message that a service may ask for."""
    return {
        "announcement": _announcement,
        "announcement_told": _announcement_told,
        "feedback_saved": _feedback_saved,
        "feedback_refused": _feedback_refused,
        "card_stands": _card_stands,
        "ideas_list": _ideas_list,
        "card_refused": _card_refused,
        "digest": _digest,
        "digest_thread": _digest_thread,
        "ranking": _ranking,
        "roadmap": _roadmap,
        "roadmap_posted": _roadmap_posted,
        "score_map": _score_map,
        "setback": _setback,
        "channel_back": _channel_back,
    }


def _announcement(data: dict[str, Any]) -> Post:
    return Post(announcement_message(unpack(Release, data)))


def _announcement_told(data: dict[str, Any]) -> Post:
    return Post(told_message(unpack(Release, data)))


def _feedback_saved(data: dict[str, Any]) -> Post:
    feedback = unpack(Feedback, data["feedback"])
    return Post(captured_message(feedback, is_new=data["is_new"], viewer=data["viewer"]))


def _feedback_refused(data: dict[str, Any]) -> Post:
    return Post(refused_message(data["refusal"], data["channel"]))


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
    message = roadmap_post(unpack(Board, data["board"]), data["posted_by"])
    return _with_board(message, data["board"], 1)


def _roadmap_posted(data: dict[str, Any]) -> Post:
    return Post(posted_answer(unpack(Board, data["board"])))


def _ranking(data: dict[str, Any]) -> Post:
    return Post(ranking_message(unpack(Ranking, data)))


def _score_map(data: dict[str, Any]) -> Post:
    shown = unpack(ScoreMap, data["map"])
    message = score_map_message(shown, data["posted_by"])
    return Post(message, score_map_svg(shown), score_map_alt_text(shown), 1)


def _setback(data: dict[str, Any]) -> Post:
    return Post(setback_message(unpack(Setback, data)))


def _channel_back(data: dict[str, Any]) -> Post:
    return Post(back_message(data["channel"]))


def _with_board(message: Message, data: dict[str, Any], place: int) -> Post:
    board = unpack(Board, data)
    if board.is_empty:
        return Post(message)
    return Post(message, board_svg(board), board_alt_text(board), place)
