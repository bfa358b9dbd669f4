"""The simulated street: drawn scenes with known truth."""

from kiosk.street.layout import demo_zones
from kiosk.street.street import Street, empty_street

__all__ = ["Street", "demo_zones", "empty_street"]
