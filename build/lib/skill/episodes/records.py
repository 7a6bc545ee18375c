"""What a turn asks to be stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from skill.episodes.episode import Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where she is in a relief; outlives a session that died."""

    run: str
    """Id of the relief that runs."""
    step: str
    """Id of the step the last reply began with."""
    started_at: datetime
    """First word of the relief, aware."""
    sent_at: datetime
    """When the last reply was sent, aware; 15 minutes later the place is void."""
    leg: str | None = None
    """left, right or both; None: she did not say."""
    place: str | None = None
    """calf, foot, toes or thigh; None: she did not say."""
    clot: str | None = None
    """Answer to the clot question; None: not asked."""


@dataclass(frozen=True, slots=True)
class Begin:
    """A relief began.

    An episode that still goes on, begun within 15 minutes, goes on instead.
    """

    episode: Episode


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The skill was opened for a question: the relief begun at that moment was none."""

    started_at: datetime


@dataclass(frozen=True, slots=True)
class End:
    """The cramp eased: ends the newest episode of the last hour, where open."""

    at: datetime
    helped: str | None = None
    """Id of the step that ran; None: not known."""


@dataclass(frozen=True, slots=True)
class Log:
    """She told of a cramp.

    Within 15 minutes of a relief nobody has logged yet, that one is meant,
    unless the legs differ: it is completed, and no second one stored.
    """

    episode: Episode


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes back a correction just made, else the newest episode of 24 hours."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Redo:
    """Brings back the episode, or else the correction, taken back last."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Correct:
    """Changes the newest episode noted within 24 hours."""

    at: datetime
    changes: Mapping[str, Any]
    """Field to new value, see `episode.corrected`."""


@dataclass(frozen=True, slots=True)
class Change:
    """Changes one episode of hers, however old."""

    id: str
    changes: Mapping[str, Any]
    """Field to new value, see `episode.corrected`."""


@dataclass(frozen=True, slots=True)
class Remove:
    """Takes one episode of hers out; for 24 hours `Redo` brings it back."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Restore:
    """Brings back one episode of hers that was taken out within 24 hours."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """Her answer to being asked about a log; no also forgets what she told."""

    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepPlace:
    """Where she is now; at most one for each person."""

    place: Place


@dataclass(frozen=True, slots=True)
class DropPlace:
    """The relief is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """What she told of herself; kept only with her consent."""

    due_on: date | None = None
    """When the baby is due; None: as it was."""
    cautions: frozenset[str] | None = None
    """Ids of cautions, all of them; None: as they were."""


@dataclass(frozen=True, slots=True)
class Unremember:
    """Forgets what she told of herself, but not her cramps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakSo:
    """How she wants to be spoken to; it tells nothing of her health."""

    voice: str | None = None
    """whisper; None: the usual."""
    rate: str | None = None
    """slower or faster; None: the usual."""


@dataclass(frozen=True, slots=True)
class Disclaimed:
    """She was told that these are tips, no medical advice; kept where she is known."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Sign:
    """A warning sign was answered in the relief begun at that moment."""

    started_at: datetime
    sign: str
    """Id such as RF03; it is added to those answered before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """She is asked in the morning about a night; never twice about the same."""

    night: date


@dataclass(frozen=True, slots=True)
class Stretched:
    """She did her bedtime stretch before a night; kept only with her consent."""

    night: date


@dataclass(frozen=True, slots=True)
class Pair:
    """She said the digits a browser shows, see `Diary.pairing`; wrong ones count."""

    code: str
    at: datetime
    zone: str | None = None
    """Time zone of the speaker, for what the browser will show; None: not known."""


@dataclass(frozen=True, slots=True)
class SignOut:
    """Signs out every browser of hers."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Deletes all that is kept of her."""


Record = (
    Begin
    | Withdraw
    | End
    | Log
    | Undo
    | Redo
    | Correct
    | Change
    | Remove
    | Restore
    | Consent
    | KeepPlace
    | DropPlace
    | Remember
    | Unremember
    | SpeakSo
    | Disclaimed
    | Sign
    | Asked
    | Stretched
    | Pair
    | SignOut
    | Forget
)
"""Anything a turn may ask to be stored."""
