"""What the selects of a digest's form offer."""

from domain.dates.time_zones import zones_matching
from domain.text.labels import LabelKind
from handlers.slack.interaction import Interaction
from services.feedback import pages as feedback_pages
from views.blockkit import ids
from views.digests.custom_fields import name_option
from views.digests.form import zone_option

_MOST_ZONES = 30


LABELS = {ids.DIGEST_AREAS: LabelKind.AREA, ids.DIGEST_CUSTOMERS: LabelKind.CUSTOMER}


def suggest_zones(interaction: Interaction) -> None:
    """Answer the zone select with zones whose name holds what was typed."""
    found = zones_matching(str(interaction.payload.get("value") or ""), _MOST_ZONES)
    interaction.ack(options=[zone_option(zone) for zone in found])


def suggest_names(interaction: Interaction) -> None:
    """Answer the selects of areas and customers with the names that hold what was typed."""
    kind = LABELS[str(interaction.payload.get("action_id"))]
    words = str(interaction.payload.get("value") or "")
    found = feedback_pages.suggest_labels(
        interaction.database, interaction.request("options"), kind, words
    )
    interaction.ack(options=[name_option(name) for name in found])
