"""What people type after /ideas top."""

import re
from dataclasses import dataclass

from domain.core.amounts import Amount
from domain.core.errors import InvalidInput
from domain.core.money import read_amount
from domain.ideas.commands import parse_target
from domain.ideas.model import Horizon, Status
from domain.scoring.ranking import Order
from domain.text.words import check_length, nearest, straighten

_MOST_CHARS = 500
_ORDERS = {
    **dict.fromkeys(("score", "scores", "rank"), Order.SCORE),
    **dict.fromkeys(("votes", "vote"), Order.VOTES),
    **dict.fromkeys(("customers", "customer"), Order.CUSTOMERS),
    **dict.fromkeys(("asked", "feedback", "evidence", "requests"), Order.ASKED),
    **dict.fromkeys(("revenue", "money", "arr", "value"), Order.REVENUE),
}
_FILTERS = ("area", "status", "horizon", "owner", "customer", "tier", "revenue")
_FILTER = re.compile(
    r"(?P<name>[A-Za-z]+)\s*[:=]\s*(?P<value>\"[^\"]+\"|'[^']+'|\S+)", re.IGNORECASE
)
_KNOWN = "There are area:, status:, horizon:, owner:, customer:, tier: and revenue:."
_PICTURE = frozenset({"picture", "map", "2x2", "chart", "image"})


@dataclass(frozen=True, slots=True)
class RankingQuery:
    """What is to be ranked and how; ``owner`` is a name, ``me``, or a user id of Slack.

    ``revenue`` is the least that those who asked bring, as typed, with or without a currency, and
    ``least`` the sum that it names.
    ``wants_picture`` asks for the picture of value against effort.
    """

    order: Order = Order.SCORE
    area: str | None = None
    status: Status | None = None
    horizon: Horizon | None = None
    owner: str | None = None
    customer: str | None = None
    tier: str | None = None
    revenue: str | None = None
    least: Amount | None = None
    wants_picture: bool = False


def parse_top(text: str) -> RankingQuery:
    """The wish that the words after *top* spell, such as ``by votes area:Mobile status:open``.

    Raises InvalidInput for an order or a filter that there is not.
    """
    check_length(text, _MOST_CHARS, "/ideas top by votes area:Mobile")
    typed = straighten(text).strip()
    found: dict[str, str] = {}
    for match in _FILTER.finditer(typed):
        name = match["name"].casefold()
        if name not in _FILTERS:
            near = nearest(name, _FILTERS)
            hint = f" Did you mean {near}:?" if near else ""
            raise InvalidInput(f"There is no filter {name}:.{hint} {_KNOWN}")
        found[name] = match["value"].strip("\"'")
    words = [word.casefold() for word in _FILTER.sub(" ", typed).split()]
    wants_picture = any(word in _PICTURE for word in words)
    rest = [word for word in words if word not in _PICTURE and word not in ("by", "as")]
    revenue = found["revenue"].lstrip(">=≥ ") if "revenue" in found else None
    return RankingQuery(
        order=_order(rest),
        area=found.get("area"),
        status=_status(found["status"]) if "status" in found else None,
        horizon=_horizon(found["horizon"]) if "horizon" in found else None,
        owner=found.get("owner"),
        customer=found.get("customer"),
        tier=found.get("tier"),
        revenue=revenue,
        least=read_amount(revenue) if revenue is not None else None,
        wants_picture=wants_picture,
    )


def _order(words: list[str]) -> Order:
    if not words:
        return Order.SCORE
    order = _ORDERS.get(words[0])
    if order is None or len(words) > 1:
        unknown = words[0] if order is None else words[1]
        near = nearest(unknown, _ORDERS)
        hint = f" Did you mean {near}?" if near else ""
        raise InvalidInput(
            f"Ideas cannot be ranked by “{unknown[:40]}”.{hint} "
            "Try /ideas top by score, votes, customers, revenue or asked, or a filter such as "
            "/ideas top area:billing status:planned. To find ideas by their "
            "words, begin with another one than top."
        )
    return order


def _status(value: str) -> Status:
    target = parse_target(value)
    if not isinstance(target, Status):
        known = ", ".join(status.label.lower() for status in Status.settable())
        raise InvalidInput(f"There is no status “{value[:40]}”. There are {known}.")
    return target


def _horizon(value: str) -> Horizon:
    target = parse_target(value)
    if not isinstance(target, Horizon):
        raise InvalidInput(f"There is no horizon “{value[:40]}”. There are now, next and later.")
    return target
