"""The moment meant by what was said about when."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from intents.times import NOON, Clock, Day, Part, When, part_hour

HOURS_A_DAY = 24
DAYS_A_WEEK = 7
DAWN = 5
"""Before this hour "last night" still means the evening and night before this one."""
NIGHT_BEGINS, NIGHT_ENDS = 20, 8
"""Hours between which an uncertain clock time is looked for in the night first."""
PART_HOURS: dict[Part, int] = {
    "morning": 7,
    "afternoon": 15,
    "evening": 20,
    "night": 3,
}
"""Hour meant by a part of the day named without a time."""
LONGEST_AGO_DAYS = 366
LONGEST_AGO_SECONDS = LONGEST_AGO_DAYS * 24 * 3600


def resolve(when: When, now: datetime, zone: str) -> datetime:
    """Give the most recent moment meant, aware UTC, never after `now`.

    An unknown `zone` counts as UTC. A time skipped by a clock change is the moment
    after it; of one that came twice, the later past one is meant.
    """
    now = now.astimezone(UTC)
    if when.ago is not None:
        return now - timedelta(seconds=min(max(when.ago, 0), LONGEST_AGO_SECONDS))
    local = now.astimezone(_zone(zone))
    if when.day is None:
        return _latest(when.clock, local) if when.clock else now
    if when.clock is None:
        return _without_clock(when.day, local)
    return _on_day(when.day, when.clock, local)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _latest(clock: Clock, local: datetime) -> datetime:
    times = [
        moment
        for back in range(3)
        for hour in _hours(clock)
        for moment in _past(local, local.date() - timedelta(back), (hour, clock.minute))
    ]
    last_day = local.astimezone(UTC) - timedelta(hours=HOURS_A_DAY)
    recent = [moment for moment in times if moment > last_day]
    if not clock.certain and _in_night(local):
        recent = _night_first(recent, local)
    return max(recent or times)


def _without_clock(day: Day, local: datetime) -> datetime:
    now = local.astimezone(UTC)
    hour = PART_HOURS[day.part] if day.part else local.hour
    minute = 0 if day.part else local.minute
    date_ = _date(day, local, hour)
    if day.kind == "back" and date_ >= local.date() and not day.part:
        return now
    return max(_past(local, date_, (hour, minute)), default=now)


def _on_day(day: Day, clock: Clock, local: datetime) -> datetime:
    if day.part and not clock.certain:
        clock = Clock(part_hour(clock.hour, day.part), clock.minute, certain=True)
    step = DAYS_A_WEEK if day.kind in ("weekday", "date") else 1
    for back in (0, step):
        past = [
            moment
            for hour in _hours(clock)
            for moment in _past(
                local,
                _date(day, local, hour) - timedelta(back),
                (hour, clock.minute),
            )
        ]
        if past:
            return max(past if clock.certain else _night_first(past, local))
    return local.astimezone(UTC)


def _hours(clock: Clock) -> tuple[int, ...]:
    if clock.certain:
        return (clock.hour,)
    return clock.hour % NOON, clock.hour % NOON + NOON


def _past(local: datetime, date_: date, at: tuple[int, int]) -> Iterator[datetime]:
    # Both folds, so that an hour that comes twice gives two moments.
    for fold in (0, 1):
        named = datetime.combine(date_, time(*at, fold=fold), local.tzinfo)
        moment = named.astimezone(UTC)
        if moment.astimezone(local.tzinfo).replace(tzinfo=None) != _bare(named):
            moment = _after_change(named)
        if moment <= local:
            yield moment


def _bare(named: datetime) -> datetime:
    return named.replace(tzinfo=None, fold=0)


def _after_change(skipped: datetime) -> datetime:
    """Give the first moment after the hour that a clock change leaves out."""
    moment = skipped.replace(fold=1).astimezone(UTC)
    before = moment.astimezone(skipped.tzinfo).utcoffset()
    while moment.astimezone(skipped.tzinfo).utcoffset() == before:
        moment += timedelta(minutes=1)
    return moment


def _night_first(moments: list[datetime], local: datetime) -> list[datetime]:
    return [m for m in moments if _in_night(m.astimezone(local.tzinfo))] or moments


def _in_night(local: datetime) -> bool:
    return local.hour >= NIGHT_BEGINS or local.hour < NIGHT_ENDS


def _date(day: Day, local: datetime, hour: int) -> date:
    today = local.date()
    if day.kind == "back":
        back = min(max(day.days, 0), LONGEST_AGO_DAYS)
        named = today - timedelta(back)
        if day.part == "night" and back == 0 and local.hour < NOON:
            named -= timedelta(1)
        calendar_night = back > 0 and local.hour < DAWN
    elif day.kind == "weekday":
        named = today - timedelta((today.weekday() - day.days) % DAYS_A_WEEK)
        calendar_night = False
    else:
        named, calendar_night = _date_of_stretch(day, today), local.hour < DAWN
    # The small hours of a night belong to the day after the one it began on.
    small_hours = day.part == "night" and hour < NOON and not calendar_night
    return named + timedelta(1 if small_hours else 0)


def _date_of_stretch(day: Day, today: date) -> date:
    first = day.first or today
    lengths = {"week": DAYS_A_WEEK, "weekend": 2, "date": 1}
    days = lengths.get(day.kind) or calendar.monthrange(first.year, first.month)[1]
    last = first + timedelta(days - 1)
    if first > today:
        # Alexa takes "monday" as the one to come; a cramp was on the one before.
        soon = day.kind == "date" and first - today <= timedelta(DAYS_A_WEEK)
        return first - timedelta(DAYS_A_WEEK) if soon else today
    return min(last, today)
