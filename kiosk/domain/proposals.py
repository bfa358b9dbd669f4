"""Which sentence the desk proposes for an incident, and with which values."""

from kiosk.domain.incidents import Incident
from kiosk.domain.requests import Value

_REMINDERS = ("car-badly-parked", "car-badly-parked-second", "car-badly-parked-last")


def proposal_for(announced: int) -> str:
    """The template id for a car that was announced `announced` times already."""
    return _REMINDERS[min(max(announced, 0), len(_REMINDERS) - 1)]


def values_for(incident: Incident) -> dict[str, Value]:
    """The values of a request about `incident`; a colour the machine is not sure of is left out."""
    values: dict[str, Value] = {"place": incident.place, "kind": incident.kind}
    if incident.colour:
        values["colour"] = incident.colour
    return values
