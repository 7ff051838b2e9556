"""Forms that change while they are filled in, and never take the place of what came after them."""

from typing import Any

from slack_sdk.errors import SlackApiError

from handlers.visit import Visit

_GONE_ON = frozenset({"hash_conflict", "not_found"})


def renew(visit: Visit, view: dict[str, Any]) -> None:
    """Show the open form anew, unless the person has sent or closed it meanwhile.

    Slack gives a view another ``hash`` with every change and refuses one that names an older hash.
    Without it, a renewal that is late would put the form back in the place of the answer to it.
    Who types quickly sends the next words before knowing of the last renewal: those follow each
    other here.
    """
    form = visit.body["view"]
    form_id, known = str(form["id"]), str(form["hash"])
    with visit.front.renewals.turn(form_id) as renewals:
        latest = renewals.latest(form_id, known)
        try:
            answer = visit.client.views_update(view_id=form_id, hash=latest, view=view)
        except SlackApiError as refused:
            if refused.response["error"] not in _GONE_ON:
                raise
            return
        renewals.note(form_id, latest, str(answer["view"]["hash"]))
