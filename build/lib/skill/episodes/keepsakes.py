"""How what is kept of a person besides her episodes is written and read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Select,
    String,
    Table,
    and_,
    bindparam,
    cast,
    func,
    select,
    update,
)

from skill.episodes.entries import Page, write
from skill.episodes.prepared import first_of, stored
from skill.episodes.records import (
    Asked,
    Consent,
    Disclaimed,
    DropPlace,
    Forget,
    KeepPlace,
    Place,
    Remember,
    SpeakSo,
    Stretched,
    Unremember,
)
from skill.episodes.rows import (
    LIVE,
    PLACE_COLUMNS,
    PLACE_FIELDS,
    putting_into,
    values_of,
)
from skill.episodes.schema import PERSONAL, episodes, people, places, voices

PLACE_VALID_FOR = timedelta(minutes=15)
"""How long after the last reply she is taken to be at the same step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of a person besides her episodes."""

    consent: bool | None = None
    """Whether she wants a log; None: never asked, or never answered."""
    place: Place | None = None
    """Where she is in a relief; None: in none, or 15 minutes have passed."""
    due_on: date | None = None
    """When the baby is due; None: she did not say."""
    cautions: frozenset[str] = frozenset()
    """Ids of cautions she told of."""
    voice: str | None = None
    """whisper; None: the usual voice."""
    rate: str | None = None
    """slower or faster; None: the usual pace."""
    disclaimed_at: datetime | None = None
    """When she was last told that these are tips; None: never."""
    asked_night: date | None = None
    """The night she was last asked about in the morning; None: never."""
    stretched_night: date | None = None
    """The last night before which she did her stretch; None: none that is known."""
    newest_at: datetime | None = None
    """When the cramp that began last began; None: there is none."""


@write.register
def _consent(record: Consent, page: Page) -> None:
    told = {"consent": record.given, "consent_at": record.at}
    if not record.given:
        told |= {"due_on": None, "cautions": None}
    _put(page, people, told)


@write.register
def _keep_place(record: KeepPlace, page: Page) -> None:
    _put(page, places, values_of(record.place))


@write.register
def _drop_place(record: DropPlace, page: Page) -> None:
    page.drop(places)


@write.register
def _remember(record: Remember, page: Page) -> None:
    told: dict[str, Any] = {}
    if record.due_on is not None:
        told["due_on"] = record.due_on
    if record.cautions is not None:
        told["cautions"] = " ".join(sorted(record.cautions))
    if told:
        _change(page, told)


@write.register
def _unremember(record: Unremember, page: Page) -> None:
    hers = people.c.person == page.person
    page.connection.execute(
        update(people).where(hers), {"due_on": None, "cautions": None}
    )


@write.register
def _speak_so(record: SpeakSo, page: Page) -> None:
    _put(page, voices, {"voice": record.voice, "rate": record.rate})


@write.register
def _disclaimed(record: Disclaimed, page: Page) -> None:
    hers = people.c.person == page.person
    page.connection.execute(update(people).where(hers), {"disclaimed_at": record.at})


@write.register
def _asked(record: Asked, page: Page) -> None:
    _change(page, {"asked_night": record.night})


@write.register
def _stretched(record: Stretched, page: Page) -> None:
    _change(page, {"stretched_night": record.night})


def _change(page: Page, values: dict[str, Any]) -> None:
    """Change what is kept of somebody who agreed to a log."""
    hers = (people.c.person == page.person, people.c.consent)
    page.connection.execute(update(people).where(*hers), values)


@write.register
def _forget(record: Forget, page: Page) -> None:
    page.drop(*PERSONAL)


ONE = select(cast(bindparam("asked"), String).label("person")).subquery()
"""A row whoever is asked for, known or not."""
NEWEST_AT = (
    select(func.max(episodes.c.started_at))
    .where(LIVE, episodes.c.person == ONE.c.person)
    .scalar_subquery()
    .label("newest_at")
)
KEPT_COLUMNS = (
    people.c.consent,
    people.c.due_on,
    people.c.disclaimed_at,
    people.c.asked_night,
    people.c.stretched_night,
    voices.c.voice,
    voices.c.rate,
    NEWEST_AT,
)
"""What a `Person` has as it is stored."""
KEPT_FIELDS = tuple(column.name for column in KEPT_COLUMNS)


def _asked_of_person() -> Select[Any]:
    valid = places.c.sent_at >= bindparam("oldest", type_=places.c.sent_at.type)
    return (
        select(people.c.cautions, *KEPT_COLUMNS, *PLACE_COLUMNS)
        .select_from(ONE)
        .outerjoin(people, people.c.person == ONE.c.person)
        .outerjoin(voices, voices.c.person == ONE.c.person)
        .outerjoin(places, and_(places.c.person == ONE.c.person, valid))
    )


ASKED_OF_PERSON = _asked_of_person()


def person_of(page: Page) -> Person:
    """Give what is known of a person at a moment, in one question."""
    asked = {"asked": page.person, "oldest": page.now - PLACE_VALID_FOR}
    cautions, *found = first_of(page.connection, ASKED_OF_PERSON, asked) or ()
    kept = dict(zip(KEPT_FIELDS, found, strict=False))
    place = dict(zip(PLACE_FIELDS, found[len(kept) :], strict=True))
    return Person(
        cautions=frozenset((cautions or "").split()),
        place=None if place["run"] is None else Place(**place),
        **kept,
    )


def _put(page: Page, table: Table, values: dict[str, Any]) -> None:
    """Store the one row a person has in a table, over what she had."""
    putting = putting_into(table, tuple(values), page.dialect)
    stored(page.connection, putting, values | {"person": page.person})
