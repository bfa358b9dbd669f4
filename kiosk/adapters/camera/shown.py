"""How a source may be named in the log, the status and on a page."""

from urllib.parse import urlsplit


def source_shown(source: str) -> str:
    """The source as it may be shown and logged: an address loses its user, password and query."""
    if "://" not in source:
        return source
    parts = urlsplit(source)
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}{parts.path}"
