"""The history: what was announced on one day, by whom, and what became of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request
from flask_babel import format_date
from flask_login import login_required

from web_console.house import house, reader
from web_console.state_words import state_words
from web_console.who import the_store

history = Blueprint("history", __name__)


@history.get("/history")
@login_required
def page() -> str:
    """One day of the venue, today unless `?day=2026-11-24` asks for another."""
    zone = ZoneInfo(house().read_venue().timezone)
    today = house().live.now().astimezone(zone).date()
    day = min(_day(request.args.get("day"), today), today)
    start = datetime.combine(day, time(), zone)
    lines = the_store().history.between(start, datetime.combine(day + timedelta(days=1), time(), zone))
    return render_template(
        "history/history.html",
        day=day,
        day_words=format_date(day, "full"),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
        lines=[(line, state_words(line.state, reader(), reason=line.reason)) for line in lines],
        heard=sum(line.state == "spoken" for line in lines),
        reader=reader(),
    )


def _day(given: str | None, today: date) -> date:
    if not given:
        return today
    try:
        return max(date.fromisoformat(given), date(2000, 1, 1))
    except ValueError:
        abort(404)
