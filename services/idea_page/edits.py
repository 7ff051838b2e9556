"""The form of an idea as it comes back, when somebody else may have changed the idea meanwhile."""

from domain.core.edits import merge
from domain.core.people import Request
from domain.idea_page.edits import EditedIdea, by_field, facts_of, plan_in
from domain.ideas.texts import clean_public_title
from domain.roadmap.plans import Plan
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.ideas.permissions import may_plan, require_itself
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.scoring import estimates as scoring


def edit(
    database: Database, request: Request, number: int, new: NewIdea, plan: Plan | None, seen: int
) -> EditedIdea:
    """Change an idea from a form that was opened when ``seen`` was the newest change of it.

    What somebody else changed meanwhile stays, unless both changed it: then nothing is stored and
    the clashes say so. Raises as `services.ideas.edit` does.
    """
    clean = ideas.checked(new)
    with database.transaction() as session:
        scoring.lock_shared(session, request.workspace_id)
        before = ideas.to_edit(session, request, number)
        require_itself(before, number)
        wanted = Plan(before.dates, before.public_title)
        if plan is not None and may_plan(session, request, before):
            wanted = Plan(plan.dates, clean_public_title(plan.public_title))
        subject = ("idea", before.id)
        log = changes.since(session, request.workspace_id, subject, seen, without="vote")
        typed = ideas.as_typed(before, clean, wanted)
        merged = merge(by_field(log), facts_of(before), facts_of(typed))
        if not merged.clashes:
            values = merged.values
            rewritten = NewIdea(
                values["title"], values["description"], values["area"], values["owner"]
            )
            before = ideas.rewrite(session, request, before, rewritten, plan_in(values))
        newest = max([seen, *(change.id for change in log)])
        return EditedIdea(before, merged.clashes, newest)
