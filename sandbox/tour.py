"""A guided tour of the seeded workspace: five steps that the page offers until somebody leaves."""

from sandbox.world.model import Json

STEPS: tuple[Json, ...] = (
    {
        "title": "Vote on an idea",
        "text": "Each card is an idea. Point at one and choose 👍. Its count follows in seconds.",
        "channel": "product-ideas",
        "as": "priya",
    },
    {
        "title": "Save what a customer said",
        "text": "Point at a message and choose 📥. It's saved as feedback and marked ✅.",
        "channel": "support",
        "as": "priya",
    },
    {
        "title": "Plan it and share the roadmap",
        "text": "Plan an idea with /idea I-9 next. Type /roadmap, then choose Post to channel.",
        "channel": "product-ideas",
        "as": "priya",
    },
    {
        "title": "See what became of it",
        "text": "You're Sam from support now. Home says what became of the feedback you gave.",
        "app": "home",
        "as": "sam",
    },
    {
        "title": "Read the digest",
        "text": "Type /digest preview. To post it, choose the clock at the top, then Next digest.",
        "channel": "product",
        "as": "priya",
    },
)
