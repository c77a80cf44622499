"""Days as stores hold them."""

from datetime import date, datetime, tzinfo


def as_day(value: object, zone: tzinfo | None) -> date | None:
    """Return the day of a date, an instant or an ISO text; None for nothing.

    An instant with a time zone is taken to `zone`; one without is taken as it is written.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo and zone else value).date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])
