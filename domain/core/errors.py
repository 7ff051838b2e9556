"""Refusals that a person reads, named for what happened."""


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


class InvalidInput(UserError):
    """What was typed cannot be used as it is."""


class Unavailable(UserError):
    """The database or Slack is out of reach at the moment; trying again later may help."""


class NotConnected(Unavailable):
    """A workspace has no token that could be used; installing the app there again helps."""
