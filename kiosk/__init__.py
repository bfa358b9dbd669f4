"""The kiosk: watches a street, proposes a courtesy, and says it well."""

__version__ = "0.1.0"
