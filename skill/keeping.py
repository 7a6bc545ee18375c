"""Commands that take the log elsewhere and bring it back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from skill.drafts import draft_of
from skill.episodes.episode import Episode
from skill.episodes.records import Consent
from skill.exports.wording import About
from skill.settings import Settings, SettingsError
from skill.whose import EVER, diary_at, home_of, whose, zone_named


def export(kind: str, out: Path | None, options: Mapping[str, Any]) -> None:
    """Write one person's log; `options` are those of the command.

    Raises:
        SettingsError: it cannot be read or written, or an option cannot be used.

    """
    from intents.catalogue import load
    from skill.exports.names import names_of

    settings = Settings.from_environment()
    zone = zone_named(options["zone"], settings)
    with diary_at(options["database"], settings) as diary:
        person = whose(diary, options["person"])
        episodes = diary.within(person, *span_named(options, zone))
    now = datetime.now(UTC)
    if kind in ("html", "pdf"):
        nights = _nights(options, episodes, now.astimezone(zone))
        about = About(
            person=person,
            first=nights[0],
            last=nights[1],
            zone=zone,
            made_at=now,
            names=names_of(load()),
        )
        _give(_reported(kind, episodes, about), out)
    else:
        _give(_drawn(kind, episodes, person), out)


def take(file: Path, options: Mapping[str, Any]) -> None:
    """Take in a CSV file, all of it or nothing; `options` are those of the command.

    Raises:
        SettingsError: the diary cannot be written, or not for this person.

    """
    from skill.episodes.intake import NotHers, take_in
    from skill.exports.csv import RowsInvalid, from_csv

    now = datetime.now(UTC)
    settings, dry_run = Settings.from_environment(), options["dry_run"]
    try:
        told = from_csv(file.read_bytes().decode("utf-8"), now)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: expected UTF-8") from error
    except RowsInvalid as error:
        raise click.ClickException(f"nothing was taken from {file}\n{error}") from error
    with diary_at(options["database"], settings) as diary:
        hers = whose(diary, options["person"], otherwise=home_of(settings))
        if diary.person(hers, now).consent is False:
            raise SettingsError("she said no to a log, so nothing was taken")
        if not dry_run:
            diary.apply(hers, [Consent(True, now)], now)
        try:
            taken = take_in(diary.connections, hers, told, dry=dry_run)
        except NotHers as error:
            raise SettingsError(f"nothing was taken: {error}") from error
    would = "would be taken in" if dry_run else "taken in"
    click.echo(f"{taken.new} cramps {would}, {taken.known} known already.")


def span_named(options: Mapping[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give the first moment of `--since` and the first after `--until`."""
    from skill.episodes.nights import bounds_of

    first: date | None = options["since"] and options["since"].date()
    last: date | None = options["until"] and options["until"].date()
    if first and last and last < first:
        raise SettingsError("--until: expected no night before --since")
    since = bounds_of(first, zone)[0] if first else EVER[0]
    return since, bounds_of(last, zone)[1] if last else EVER[1]


def _nights(
    options: Mapping[str, Any], episodes: Sequence[Episode], now: datetime
) -> tuple[date, date]:
    """Give the nights of a report: those asked for, else from her first to tonight."""
    from skill.episodes.nights import night_of

    zone = now.tzinfo or UTC
    last = options["until"].date() if options["until"] else night_of(now, zone)
    if options["since"]:
        return options["since"].date(), last
    first = night_of(episodes[0].started_at, zone) if episodes else last
    return min(first, last), last


def _reported(kind: str, episodes: Sequence[Episode], about: About) -> bytes:
    if kind == "html":
        from skill.exports.report import as_html

        return as_html(episodes, about).encode()
    from skill.exports.pdf import as_pdf

    return as_pdf(episodes, about)


def _drawn(kind: str, episodes: Any, person: str) -> bytes:
    if kind == "csv":
        from skill.exports.csv import as_csv

        return as_csv(episodes).encode()
    if kind == "json":
        from skill.exports.json import as_json

        return as_json(episodes).encode()
    from skill.exports.fhir import as_fhir

    return as_fhir(episodes, person, datetime.now(UTC)).encode()


def _give(content: bytes, out: Path | None) -> None:
    if out is None:
        click.echo(content, nl=False)
    else:
        with draft_of(out) as draft:
            draft.write_bytes(content)
        click.echo(out)
