"""`cramp-relief check`."""


def run(coverage: bool, calm: bool) -> None:
    """Check."""
