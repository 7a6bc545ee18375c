"""Why a request is not taken for one of Alexa's: RequestRejected."""

from typing import Literal

Check = Literal[
    "header",
    "certificate url",
    "certificate fetch",
    "chain",
    "certificate dates",
    "signature",
    "body",
    "timestamp",
    "skill id",
]
"""The check that refused, in the order they are made."""


class RequestRejected(Exception):
    """A request that Alexa did not send, or not to this skill, or not now.

    Its text is fit for a log: the check and at most the name of the error behind
    it, never anything the caller sent.
    """

    def __init__(self, check: Check, cause: BaseException | None = None) -> None:
        """Keep the check; a `cause` adds the name of its class to the text."""
        super().__init__(f"{check} ({type(cause).__name__})" if cause else check)
        self.check: Check = check
