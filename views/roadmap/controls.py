"""The selects and buttons that change the view of the roadmap without typing.

Each option holds the words of the whole view that it leads to, so that a click needs nothing else.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain.roadmap.commands import Lanes, Reader, RoadmapView, Shape
from views.blockkit import ids
from views.blockkit.blocks import actions, plain_object
from views.blockkit.message import Block

_PRESENT = (ids.ROADMAP_SHAPE, ids.ROADMAP_LANES, ids.ROADMAP_READER)
_PAST = (ids.PAST_SHAPE, ids.PAST_LANES, ids.PAST_READER)


def view_controls(view: RoadmapView, moment: str = "") -> Block:
    """The row of selects: the layout, the lanes, and who is to read it.

    ``moment`` is the instant of a roadmap of the past, which the options then name first.
    """
    view = replace(view, is_picture=False)
    shapes = [(one.label, replace(view, shape=one, is_list=False)) for one in Shape]
    shapes.append(("List", replace(view, is_list=True)))
    shape = shapes[-1] if view.is_list else next(one for one in shapes if one[1] == view)
    lanes = [(one.label, other) for one in Lanes if (other := view.of_lanes(one)) is not None]
    readers = [(one.label, view.of_reader(one)) for one in Reader]
    chosen = (shape, (view.lanes.label, view), (view.reader.label, view))
    rows = zip(
        _PAST if moment else _PRESENT,
        ("Layout", "Lanes", "Readers"),
        (shapes, lanes, readers),
        chosen,
        strict=True,
    )
    return actions([_select(*row, moment) for row in rows])


def view_options() -> tuple[list[Block], list[Block], list[Block]]:
    """The options of forms that ask for a view: layouts, lanes and readers by their values."""
    return (
        [option(one.label, one.value) for one in Shape],
        [option(one.label, one.value) for one in Lanes],
        [option(one.label, one.value) for one in Reader],
    )


def option(label: str, value: str) -> Block:
    """One choice of a select."""
    return {"text": plain_object(label), "value": value}


def _select(
    action_id: str,
    placeholder: str,
    choices: Sequence[tuple[str, RoadmapView]],
    chosen: tuple[str, RoadmapView],
    moment: str,
) -> Block:
    def value(other: RoadmapView) -> str:
        return f"{moment} {other.words}".strip()

    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_object(placeholder),
        "options": [option(label, value(other)) for label, other in choices],
        "initial_option": option(chosen[0], value(chosen[1])),
    }
