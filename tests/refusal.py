"""Which check refused, for assertions."""

from skill.channels.alexa.rejection import RequestRejected


def refusal(check, *arguments):
    """Give the name of the check that refused, or None; other errors get through."""
    try:
        check(*arguments)
    except RequestRejected as rejected:
        return rejected.check
    return None
