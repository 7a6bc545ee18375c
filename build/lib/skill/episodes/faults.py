"""Whatever may go wrong with a database, as one error."""

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError


class DiaryError(Exception):
    """The diary cannot be read or written now; nothing was stored.

    The message says why, and names nobody in it.
    """


class as_diary_errors:  # noqa: N801, used as the words of a `with`
    """Turns every failure of the database, or of its file, into `DiaryError`."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, _type: object, error: BaseException | None, _trace: object
    ) -> None:
        """Raise `DiaryError` in the place of an error of the database."""
        if isinstance(error, SQLAlchemyError | sqlite3.Error | OSError):
            raise DiaryError(_reason_of(error)) from error


def _reason_of(error: BaseException) -> str:
    """Give the error's first line: later ones may quote what was to be stored."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    first, *_ = str(cause).splitlines() or [""]
    return f"diary: {code or type(cause).__name__}: {first}"
