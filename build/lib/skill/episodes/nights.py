"""Which night a moment belongs to: nights run from noon to noon, local time.

A night has the date of its first noon. Weeks and months are made of whole
nights: a week begins with Monday's night, a month with the night of the 1st. So
the small hours of a Monday, and that morning until noon, still belong to the
week before, as they do for someone who has not got up yet.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

Bounds = tuple[datetime, datetime]
"""First moment, and first moment after; both UTC."""

NOON = time(12)
BEGINNING = datetime.fromtimestamp(0, UTC)
"""Before any cramp."""
DAY = timedelta(days=1)
NIGHTS_A_WEEK = 7
MONTHS_A_YEAR = 12


def bounds_of(night: date, zone: tzinfo) -> Bounds:
    """Give the noons around a night; 23 or 25 hours apart when clocks change."""
    return _noon_of(night, zone), _noon_of(night + DAY, zone)


def night_of(moment: datetime, zone: tzinfo) -> date:
    """Give the night an aware moment belongs to."""
    night = (moment.astimezone(zone).replace(tzinfo=None) - timedelta(hours=12)).date()
    # A zone that crosses the date line skips or repeats a noon.
    while moment < _noon_of(night, zone):
        night -= DAY
    while moment >= _noon_of(night + DAY, zone):
        night += DAY
    return night


def tonight_bounds(now: datetime, zone: tzinfo, back: int = 0) -> Bounds:
    """Give this night, or the one `back` nights before."""
    return bounds_of(night_of(now, zone) - back * DAY, zone)


def week_bounds(now: datetime, zone: tzinfo, back: int = 0) -> Bounds:
    """Give this week, from Monday noon, or the one `back` weeks before."""
    tonight = night_of(now, zone)
    first = tonight - (tonight.weekday() + NIGHTS_A_WEEK * back) * DAY
    return _noon_of(first, zone), _noon_of(first + NIGHTS_A_WEEK * DAY, zone)


def month_bounds(now: datetime, zone: tzinfo, back: int = 0) -> Bounds:
    """Give this month, from noon on the 1st, or the one `back` months before."""
    tonight = night_of(now, zone)
    month = tonight.year * MONTHS_A_YEAR + tonight.month - 1 - back
    return _noon_of(_first_of(month), zone), _noon_of(_first_of(month + 1), zone)


def _first_of(month: int) -> date:
    """Give the 1st of a month counted from January of the year 0."""
    year, index = divmod(month, MONTHS_A_YEAR)
    return date(year, index + 1, 1)


def _noon_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, NOON, zone).astimezone(UTC)
