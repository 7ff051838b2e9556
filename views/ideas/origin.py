"""Where an idea's modal came from, carried through Slack in its private metadata."""

import json
from dataclasses import dataclass

_VERSION = 1


@dataclass(frozen=True, slots=True)
class IdeaOrigin:
    """The channel a modal was opened in, the idea or feedback it is about, and the private answer
    (``answer_url``) that is renewed when it is done. ``confirmed`` names the broken promises that
    the person has read of and saves nevertheless; ``promise`` is the number of the one edited,
    ``seen`` the newest change of the idea that the form shows."""

    channel_id: str | None = None
    number: int | None = None
    feedback_number: int | None = None
    answer_url: str | None = None
    confirmed: str | None = None
    promise: int | None = None
    seen: int = 0

    def packed(self) -> str:
        """The origin as ``private_metadata``."""
        return json.dumps(
            {
                "v": _VERSION,
                "channel": self.channel_id,
                "idea": self.number,
                "feedback": self.feedback_number,
                "answer": self.answer_url,
                "confirmed": self.confirmed,
                "promise": self.promise,
                "seen": self.seen,
            }
        )


def unpacked(metadata: str | None) -> IdeaOrigin:
    """The origin of ``private_metadata``; that of another version or modal is empty."""
    try:
        facts = json.loads(metadata or "{}")
    except ValueError:
        facts = {}
    if not isinstance(facts, dict) or facts.get("v") != _VERSION or "idea" not in facts:
        return IdeaOrigin()
    known = (facts["channel"], facts["idea"], facts["feedback"], facts["answer"])
    return IdeaOrigin(*known, facts.get("confirmed"), facts.get("promise"), facts.get("seen") or 0)
