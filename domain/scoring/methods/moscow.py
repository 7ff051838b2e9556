"""MoSCoW: must, should, could, and won't for now."""

from domain.scoring.common import stepped
from domain.scoring.methods.base import Amounts, Method

MOSCOW = stepped(
    "moscow",
    "MoSCoW",
    "For the time that we are planning: must, should, could or won't?",
    (
        (3, "Must have", "Without it there is no point in releasing at all"),
        (2, "Should have", "Important, though we could release without it"),
        (1, "Could have", "Welcome when there is time left"),
        (0, "Won't have", "Not this time, as agreed"),
    ),
    span=(0, 3),
    is_named=True,
)


def value(amounts: Amounts) -> float:
    """3 for must, 2 for should, 1 for could, 0 for won't; the median may lie between.

    The order is that of the method (Dai Clegg; DSDM): M before S before C before W. Worked
    example: a password reset is a must, a dark mode a should, seasonal graphics a could, alerts
    by SMS a won't (okt.inf.szte.hu, Projektmunka, MoSCoW).
    """
    return amounts["moscow"]


def label(score: float) -> str:
    """The category of a score: the nearest one, the more urgent of two."""
    nearest = MOSCOW.nearest_choice(score)
    return nearest.label if nearest else ""


MOSCOW_METHOD = Method(
    key="moscow",
    name="MoSCoW",
    drivers=(MOSCOW,),
    formula="must, should, could, or won't for now",
    value=value,
    worth=value,
    worth_name="Must, should, could, won't",
    worth_keys=("moscow",),
    label=label,
)
