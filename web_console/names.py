"""Short names for topics and requests, made from what an owner wrote; pure."""

import re
import unicodedata
from collections.abc import Collection

from kiosk.domain.words import Words

_MOST_CHARS = 40


def new_id(name: Words, taken: Collection[str], otherwise: str) -> str:
    """An id that nobody has yet: "Objet trouvé" -> "objet-trouve"; `otherwise` where no letter is left."""
    plain = unicodedata.normalize("NFKD", name.fr or name.en).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_MOST_CHARS].strip("-") or otherwise
    number = 2
    unique = slug
    while unique in taken:
        unique = f"{slug}-{number}"
        number += 1
    return unique
