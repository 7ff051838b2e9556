"""A local Slack that speaks Slack's own protocol."""

from sandbox.actions import ActionError
from sandbox.actor import Actor
from sandbox.box import Hooks, Sandbox, Settings
from sandbox.clock import SandboxClock
from sandbox.interact import Reply
from sandbox.team import Team

__all__ = [
    "ActionError",
    "Actor",
    "Hooks",
    "Reply",
    "Sandbox",
    "SandboxClock",
    "Settings",
    "Team",
]
