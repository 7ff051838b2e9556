"""Rankings and score maps as messages."""

from typing import Any

from domain.scoring.ranking import Ranking
from domain.scoring.score_map import ScoreMap
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from services.outbox.payloads import unpack
from views.scoring.ranking import ranking_message, score_map_message
from views.scoring.score_map import score_map_alt_text, score_map_svg


def _ranking(data: dict[str, Any]) -> Post:
    return Post(ranking_message(unpack(Ranking, data)))


def _score_map(data: dict[str, Any]) -> Post:
    shown = unpack(ScoreMap, data["map"])
    message = score_map_message(shown, data["posted_by"])
    return Post(message, score_map_svg(shown), score_map_alt_text(shown), 1, "Value and effort")


PART = ScheduledPart(
    templates={
        "ranking": _ranking,
        "score_map": _score_map,
    },
)
