"""A connection to PostgreSQL that does not wait for a server that stands still.

The server's own limits do not help where the server itself is frozen, and TCP's do not
where its machine still acknowledges.
"""

import time
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

PATIENCE_SECONDS = 2.5
"""Longest wait for one answer; statements are given up by the server before that."""
Result = TypeVar("Result")


class PatientConnection(Connection[TupleRow]):
    """Closes itself when an answer takes too long."""

    def wait(self, gen: PQGen[Result], *args: Any, **kwargs: Any) -> Result:
        """Wait for the server, as psycopg does; raises OperationalError in time."""
        return super().wait(self._limited(gen), *args, **kwargs)

    def _limited(self, gen: PQGen[Result]) -> PQGen[Result]:
        until = time.monotonic() + PATIENCE_SECONDS
        try:
            awaited = next(gen)
            while True:
                # psycopg looks up every tenth of a second, also when nothing came.
                ready = yield awaited
                if time.monotonic() > until:
                    self.pgconn.finish()
                    raise OperationalError("no answer in time")
                awaited = gen.send(ready)
        except StopIteration as done:
            result: Result = done.value
            return result
