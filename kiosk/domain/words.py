"""A text in the two languages of the house."""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, kw_only=True)
class Words:
    """The same text in French and in English; either may be empty where it is not needed."""

    fr: str = ""
    en: str = ""

    def in_language(self, language: Language) -> str:
        """The text in `language`, or in the other one where that is empty."""
        return (self.fr or self.en) if language == "fr" else (self.en or self.fr)
