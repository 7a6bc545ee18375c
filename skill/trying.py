"""Trying the skill at a keyboard: `say`, `log`."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import click
from rich.console import Console as Screen
from rich.table import Table

from intents.catalogue import Catalogue, load
from intents.recogniser import Recogniser
from skill.channels.console import SILENCE, Console, Exchange
from skill.channels.transcript import as_json, as_text, in_silence
from skill.conversation import Conversation
from skill.dialogue.turn import Turn
from skill.episodes.people import key_of
from skill.episodes.store import Diary, DiaryError
from skill.exports.names import STEPS, named, part_of
from skill.settings import Settings, SettingsError
from skill.whose import EVER, HOME, opened, secret_of, zone_named

CRAMP = "my calf is cramping"
"""First turn of `--in-cramp`."""


@dataclass(frozen=True)
class Bench:
    """What a conversation at the keyboard needs, made once."""

    catalogue: Catalogue
    diary: Diary
    secret: bytes
    locale: str
    zone: str
    at: datetime

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Bench":
        """Read the options of `say`; each line of `--each` has a log for itself.

        Raises:
            SettingsError: the database, zone or secret cannot be used.

        """
        catalogue = load()
        settings = Settings.from_environment()
        apart = options.get("each") and not options["database"]
        secret = b"" if apart else secret_of(settings)
        database = "sqlite://" if apart else options["database"]
        usual = catalogue.locale(options["locale"]).zone
        return cls(
            catalogue=catalogue,
            diary=opened(database, settings, secret, _keep(options["at"], settings)),
            secret=secret,
            locale=options["locale"],
            zone=zone_named(options["zone"], settings, usual).key,
            at=options["at"],
        )

    @cached_property
    def conversation(self) -> Conversation:
        """Give the conversation all consoles share."""
        return Conversation(self.catalogue, self.diary)

    @cached_property
    def recogniser(self) -> Recogniser:
        """Give the recogniser, learned at first use."""
        return Recogniser.of(self.catalogue.language(self.locale))

    def console(self, person: str = HOME) -> Console:
        """Give a new session of a person."""
        opening = Turn(
            user=key_of(self.secret, person),
            locale=self.locale,
            heard_at=self.at,
            intent=None,
            id=uuid.uuid4().hex,
            zone=self.zone,
        )
        return Console(self.conversation, lambda: self.recogniser, opening)


def _keep(at: datetime, settings: Settings) -> timedelta | None:
    """Give how long cramps stay; by a made-up clock nothing is deleted for its age."""
    is_now = abs(at - datetime.now(UTC)) < timedelta(days=1)
    return timedelta(settings.keep_days) if is_now else None


def once(bench: Bench, text: str, bare: bool) -> Iterator[Exchange]:
    """Say one thing; for a person the silence after it is shown too."""
    exchange = bench.console().say(text)
    yield exchange
    if not bare:
        for line in in_silence(exchange.spoken):
            click.echo(line)


def each(bench: Bench, lines: Iterable[str], in_cramp: bool) -> Iterator[Exchange]:
    """Say each line in a fresh session, as a person nobody knows."""
    for line in lines:
        console = bench.console(uuid.uuid4().hex)
        if in_cramp:
            console.say(CRAMP)
        yield console.say(line)


def conversation(bench: Bench, lines: Iterable[str]) -> Iterator[Exchange]:
    """Say the lines as one session; `+90s` lets time pass."""
    console = bench.console()
    for line in lines:
        if (seconds := _passing(line)) is not None:
            console.wait(seconds)
        else:
            yield console.say(line)


def talk(bench: Bench, first: str) -> Iterator[Exchange]:
    """Talk until Ctrl-D; an empty line is silence."""
    console = bench.console()
    line = first or "open cramp relief"
    while True:
        if (seconds := _passing(line)) is not None:
            console.wait(seconds)
        else:
            yield console.say(line)
        try:
            line = input("> ").strip() or SILENCE
        except EOFError:
            return


def show(exchanges: Iterable[Exchange], json: bool) -> None:
    """Print exchanges as they come."""
    for exchange in exchanges:
        lines = [as_json(exchange)] if json else as_text(exchange)
        for line in lines:
            click.echo(line)


def table(database: str | None, zone: str | None) -> None:
    """Print every person's episodes."""
    settings = Settings.from_environment()
    local = zone_named(zone, settings)
    diary = opened(database, settings)
    try:
        rows = [(user, e) for user in diary.users() for e in diary.within(user, *EVER)]
    except DiaryError as error:
        raise SettingsError(f"the log cannot be read: {error}") from error
    shown = Table("person", "began", "leg", "pain", "minutes", "helped", "by")
    for user, e in rows:
        shown.add_row(
            user[:6],
            e.started_at.astimezone(local).strftime("%a %d %b %Y %H:%M"),
            part_of(e),
            "" if e.severity is None else str(e.severity),
            "" if e.minutes is None else str(e.minutes),
            named(e.helped, STEPS) if e.helped else "",
            e.channel,
        )
    Screen().print(shown if rows else "No cramps in the log yet.")


def _passing(line: str) -> float | None:
    """Read `+90s` or `+5m`, None for anything else."""
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    if line[:1] != "+" or line[-1:] not in units:
        return None
    try:
        return float(line[1:-1]) * units[line[-1]]
    except ValueError:
        return None
