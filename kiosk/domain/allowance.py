"""What the etiquette would answer at this moment, for whoever is about to ask."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What may be announced now; an emergency always may."""

    refuses: str | None = None
    """Why an announcement would be refused now, as a reason: `closed`, `quiet-hours`, `silence-budget`, `muted`;
    null when it would be made. `clock-unset` refuses routine announcements only, `fire-alarm` emergencies too."""
    until: datetime | None = None
    """When that is over, where it can be known."""
    left: int | None = None
    """How many more may be asked for in this hour; null when the house sets no limit."""
    free_at: datetime | None = None
    """When one more may be asked for, where none is left."""
