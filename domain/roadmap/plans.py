"""Plans of ideas: what a form sets, what speaks against it, and what an idea's page shows of it."""

from dataclasses import dataclass, replace

from domain.dates.days import Dates
from domain.ideas.model import Idea
from domain.roadmap.dependencies import DependencyWarning
from domain.roadmap.promises import Breach, Promised
from domain.roadmap.time_travel.slips import SlipHistory


@dataclass(frozen=True, slots=True)
class Plan:
    """The part of an idea's form that is about its plan."""

    dates: Dates
    public_title: str | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """What speaks against a plan: promises it breaks, and ideas that stand too early.

    ``knows_customers`` is False for a reader who may not see customers' names.
    """

    breaches: tuple[Breach, ...] = ()
    early: tuple[DependencyWarning, ...] = ()
    knows_customers: bool = False

    def after(self, change: "Caution") -> "Caution":
        """The same with the promises that a change broke, each named once."""
        known = {one.promise.id for one in self.breaches}
        broken = tuple(one for one in change.breaches if one.promise.id not in known)
        return replace(self, breaches=(*self.breaches, *broken))


@dataclass(frozen=True, slots=True)
class IdeaPlan:
    """The plan of one idea as its page shows it to one person.

    ``needs`` and ``needed_by`` are other ideas; ``may_plan`` says whether to offer changes.
    """

    needs: tuple[Idea, ...] = ()
    needed_by: tuple[Idea, ...] = ()
    promised: tuple[Promised, ...] = ()
    early: tuple[DependencyWarning, ...] = ()
    slips: SlipHistory | None = None
    may_plan: bool = False
