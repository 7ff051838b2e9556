"""Refusals that a person reads, named for what happened."""

from domain.core.outages import Trouble


class UserError(Exception):
    """A refusal whose message is a sentence for the person: what happened and what to do.

    `field` names the form field the refusal belongs to, when there is one, so that a modal can
    show it beside that field. The message is plain text and may repeat what was typed: the
    surface that shows it escapes it.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(UserError):
    """The thing that was asked for does not exist, or not in this workspace."""


class NotAllowed(UserError):
    """The person may not do this."""


class SwitchedOff(NotAllowed):
    """The workspace has switched off the feature that the request needs."""


class NotKnownYet(NotAllowed):
    """Slack is being asked who the person is; the same request may succeed in a moment."""


class InvalidInput(UserError):
    """What was typed cannot be used as it is."""


class Unavailable(UserError):
    """The database or Slack is out of reach at the moment; trying again later may help."""


class DatabaseUnavailable(Unavailable):
    """The database cannot do what it was asked.

    The message is for people in Slack. ``cause`` is for the operator: the place, the reason and
    what to do, without anything that people wrote.
    """

    def __init__(self, trouble: Trouble, cause: str) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.cause = cause


class NotConnected(Unavailable):
    """A workspace has no token that could be used; installing the app there again helps."""


class TokenSealed(NotConnected):
    """A workspace's token was sealed with a key that this process does not have.

    It is a matter of this process's settings, so nothing about it is stored.
    """
