"""What her log shows when she asks: leg, hour, longest, trend, and what helped."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from intents.times import MonthDay
from skill.dialogue.closing import closed, nothing_there
from skill.dialogue.telling import told
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.episode import Episode
from skill.episodes.nights import BEGINNING, NOON, night_of
from skill.episodes.report import (
    BOUNDS,
    OFTEN_NIGHTS,
    REMEMBERED,
    Most,
    Period,
    count_of,
    hours_of,
    longest_of,
    most_of,
    trend_of,
)

LAST_NIGHT = "last_night"
"""A period as she names it: until noon it is the night that has not ended."""
TELL_MIDWIFE = Line("diary.tell_midwife")
STANDING = ("sit_up", "press_heel", "step_back", "step_back_again")
METHODS: Mapping[str, str] = {
    **dict.fromkeys(("wall", "wall_again"), "pushing"),
    **dict.fromkeys(("towel", "towel_again"), "towel"),
    **dict.fromkeys(STANDING, "standing"),
    **dict.fromkeys(("partner", "partner_again"), "partner"),
    **dict.fromkeys(("thigh_back", "thigh_back_again", "thigh_front"), "thigh"),
    "rub": "rubbing",
    "circles": "walking",
    "warmth": "warmth",
    "check": "waiting",
}
"""Step during which it eased -> what she did; any other step is pulling the toes up."""
PULLING = "pulling"


def _of_log(say: Callable[[Turn, tuple[Episode, ...]], Line]) -> Callable[..., Reply]:
    """Give a handler that tells one thing of the period she named, or of the log."""

    def handle(turn: Turn, world: World) -> Reply:
        episodes = tuple(world.diary.within(turn.user, *_bounds(turn)))
        if not episodes:
            return closed(turn, (nothing_there(world),))
        return closed(turn, (say(turn, episodes),))

    return handle


def _bounds(turn: Turn) -> tuple[datetime, datetime]:
    named = turn.slots.get("period")
    if named is None:
        return BEGINNING, turn.heard_at + timedelta(days=1)
    period, now = period_of(turn, named)
    return BOUNDS[period](now, ZoneInfo(turn.zone))


def period_of(turn: Turn, named: str) -> tuple[Period, datetime]:
    """Give the period she names, and the moment within it to count from."""
    if named != LAST_NIGHT:
        return Period(named), turn.heard_at
    local = turn.heard_at.astimezone(ZoneInfo(turn.zone))
    back = timedelta(hours=NOON.hour if local.hour >= NOON.hour else 0)
    return Period.TONIGHT, turn.heard_at - back


def _leg(turn: Turn, episodes: tuple[Episode, ...]) -> Line:
    del turn
    return _most("leg", most_of(e.leg for e in episodes))


def _helped(turn: Turn, episodes: tuple[Episode, ...]) -> Line:
    del turn
    steps = (e.helped for e in episodes)
    return _most("helped", most_of(s and METHODS.get(s, PULLING) for s in steps))


def _most(what: str, most: Most) -> Line:
    values: dict[str, str | int] = {
        what: "|".join(most.names),
        "count": most.count,
        "told": most.told,
    }
    if not most.told:
        return Line(f"diary.{what}.unknown")
    if most.told == most.count:
        return Line(f"diary.{what}.{'only' if most.told == 1 else 'all'}", values)
    return Line(f"diary.{what}.{'most' if len(most.names) == 1 else 'even'}", values)


def _hour(turn: Turn, episodes: tuple[Episode, ...]) -> Line:
    hours = hours_of(episodes, ZoneInfo(turn.zone))
    if hours is None:
        return Line("diary.hour.few")
    values = {"hour": hours.first, "count": hours.count, "told": hours.told}
    usual = 2 * hours.count >= hours.told and hours.count > 1
    return Line(f"diary.hour.{'usual' if usual else 'any'}", values)


def _longest(turn: Turn, episodes: tuple[Episode, ...]) -> Line:
    found = longest_of(episodes)
    return (
        told("diary.longest", turn, found) if found else Line("diary.longest.unknown")
    )


which_leg = _of_log(_leg)
usual_hour = _of_log(_hour)
longest = _of_log(_longest)
what_helped = _of_log(_helped)


def did_i_stretch(turn: Turn, world: World) -> Reply:
    """Say whether a stretch is noted for this night, and before how many cramps."""
    if not (world.person and world.person.consent):
        return closed(turn, (nothing_there(world),))
    tonight = night_of(turn.heard_at, ZoneInfo(turn.zone))
    noted = "yes" if world.person.stretched_night == tonight else "no"
    says = [Line(f"diary.stretched.{noted}")]
    episodes = world.diary.within(turn.user, *_bounds(turn))
    if count := sum(1 for e in episodes if e.stretched):
        values = {"count": count, "told": len(episodes)}
        says.append(Line("diary.stretched.count", values))
    return closed(turn, tuple(says))


def better_or_worse(turn: Turn, world: World) -> Reply:
    """Compare the last seven days with the seven before; say when it is too little."""
    since = turn.heard_at - REMEMBERED
    until = turn.heard_at + timedelta(minutes=1)
    episodes = world.diary.within(turn.user, since, until)
    if not episodes and not (world.person and world.person.consent):
        return closed(turn, (nothing_there(world),))
    trend, report = trend_of(episodes, turn.heard_at, ZoneInfo(turn.zone))
    values = {"count": report.now.episodes, "before": report.before.episodes}
    says = [Line(f"diary.trend.{trend}", values)]
    if report.now.nights >= OFTEN_NIGHTS:
        says.append(TELL_MIDWIFE)
    return closed(turn, tuple(says))


def since_of(turn: Turn) -> date | None:
    """Give the past date she counts from, None: she named none."""
    today = turn.heard_at.astimezone(ZoneInfo(turn.zone)).date()
    if isinstance(named := turn.slots.get("date"), MonthDay):
        return _past(named, today)
    day = turn.slots.get("day")
    if day is None:
        return None
    if day.kind == "back":
        return today - timedelta(day.days)
    if day.kind == "weekday":
        return today - timedelta((today.weekday() - day.days) % 7 or 7)
    first = day.first or today
    return _past(MonthDay(first.month, first.day), today) if first > today else first


def _past(named: MonthDay, today: date) -> date:
    """Give the last time a date of the calendar came; 29 February gives 1 March."""
    for year in (named.year or today.year, today.year - 1):
        leap = (named.month, named.day) == (2, 29)
        try:
            found = date(year, named.month, named.day)
        except ValueError:
            found = date(year, 3, 1) if leap else today
        if found <= today:
            return found
    return today


def count_since(turn: Turn, world: World, since: date) -> Reply:
    """Say how many since a date, from its midnight on."""
    zone = ZoneInfo(turn.zone)
    midnight = datetime.combine(since, time(), zone).astimezone(UTC)
    bounds = midnight, turn.heard_at + timedelta(minutes=1)
    episodes = world.diary.within(turn.user, *bounds)
    if not episodes and not (world.person and world.person.consent):
        return closed(turn, (nothing_there(world),))
    now = count_of(episodes, bounds, zone)
    kind = {0: "none", 1: "one"}.get(now.episodes, "other")
    if now.episodes > 1 and now.nights == 1:
        kind = "same_night"
    values: dict[str, str | int] = {
        "count": now.episodes,
        "nights": now.nights,
        "since": since.isoformat(),
        "today": turn.heard_at.astimezone(zone).date().isoformat(),
    }
    says = [Line(f"diary.since.{kind}", values)]
    if is_often(episodes, turn.heard_at, zone):
        says.append(TELL_MIDWIFE)
    return closed(turn, tuple(says))


def is_often(episodes: Iterable[Episode], now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether three nights of the last seven days had a cramp."""
    week = now - timedelta(days=7)
    nights = {night_of(e.started_at, zone) for e in episodes if e.started_at >= week}
    return len(nights) >= OFTEN_NIGHTS
