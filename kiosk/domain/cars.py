"""What the announcer knows of the cars that announcements are about."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.incidents import Incident, IncidentState

MOST_REMINDERS = 3
"""Discreet, courteous, last: after the last reminder a person goes and looks, or insists."""
_REMEMBERED = 200
_OVER: dict[IncidentState, str] = {"left": "car-left", "dismissed": "dismissed"}


@dataclass(kw_only=True)
class _Car:
    """One incident, as it was last told."""

    at: datetime
    over: str | None = None
    announced: int = 0
    prepared: int = -1
    """For which reminder the sentence was prepared."""


class Cars:
    """Follows the incidents."""

    def __init__(self) -> None:
        self._cars: dict[str, _Car] = {}

    def tell(self, incident: Incident) -> bool:
        """Takes in what the watcher says; returns whether it is news, and not the same message once more."""
        before = self._cars.pop(incident.id, None)
        car = self._cars[incident.id] = before or _Car(at=incident.at)
        news = before is None or before.at != incident.at
        car.at, car.over, car.announced = incident.at, _OVER.get(incident.state), incident.announced
        if len(self._cars) > _REMEMBERED:
            del self._cars[next(iter(self._cars))]
        return news

    def over(self, incident: str | None) -> str | None:
        """Why an announcement about it is not needed any more, as a reason; None while it may be."""
        car = self._cars.get(incident or "")
        return car.over if car is not None else None

    def reminded(self, incident: str | None) -> bool:
        """Whether its driver was asked as often as is polite."""
        car = self._cars.get(incident or "")
        return car is not None and car.announced >= MOST_REMINDERS

    def due_to_prepare(self, incident: Incident) -> bool:
        """Whether its next sentence should be prepared; says so once for each reminder."""
        car = self._cars[incident.id]
        if incident.state not in ("raised", "announced") or car.prepared == incident.announced:
            return False
        car.prepared = incident.announced
        return True
