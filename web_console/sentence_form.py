"""From what an owner typed on the Templates page to a template, and everything that is wrong with it; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from kiosk.domain.requests import Priority
from kiosk.domain.templates import mistakes_in
from kiosk.domain.venue import Template
from kiosk.domain.words import LANGUAGES, Language, Words

MAX_NAME_CHARS = 50
MAX_VARIANTS = 12
MAX_TEMPLATES = 60
_SPACES = re.compile(r"[\s\u200b]+")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What the form carried, as it will be shown again when it is not right."""

    name: Words
    priority: str
    fr: tuple[str, ...]
    en: tuple[str, ...]

    def in_language(self, language: Language) -> tuple[str, ...]:
        """The wordings in `language`."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake: `where` is `name`, `priority`, `sentences`, or a language and an index, such as `fr-0`."""

    where: str
    words: Words


def typed(name_fr: str, name_en: str, priority: str, fr: Sequence[str], en: Sequence[str]) -> Typed:
    """What was typed, with single spaces and without empty wordings."""
    return Typed(
        name=Words(fr=_clean(name_fr), en=_clean(name_en)),
        priority=priority,
        fr=tuple(filter(None, map(_clean, fr))),
        en=tuple(filter(None, map(_clean, en))),
    )


def mistakes_of_form(form: Typed) -> list[Mistake]:
    """Everything that must be put right before the template can be kept; empty when it can."""
    found = []
    if not form.name.fr and not form.name.en:
        found.append(_mistake("name", "Donnez un nom à cette phrase.", "Give this sentence a name."))
    if any(len(name) > MAX_NAME_CHARS or not name.isprintable() for name in (form.name.fr, form.name.en)):
        found.append(_mistake("name", f"Le nom est trop long : {MAX_NAME_CHARS} caractères au plus.",
                              f"The name is too long: at most {MAX_NAME_CHARS} characters."))  # fmt: skip
    if form.priority not in get_args(Priority):
        found.append(_mistake("priority", "Choisissez une urgence de la liste.", "Choose an urgency of the list."))
    if not form.fr and not form.en:
        found.append(_mistake("sentences", "Il n'y a rien à dire : écrivez au moins une phrase.",
                              "There is nothing to say: write at least one sentence."))  # fmt: skip
    if max(len(form.fr), len(form.en)) > MAX_VARIANTS:
        found.append(_mistake("sentences", f"Il y a trop de formulations : {MAX_VARIANTS} au plus par langue.",
                              f"There are too many wordings: at most {MAX_VARIANTS} a language."))  # fmt: skip
    for language in LANGUAGES:
        for index, sentence in enumerate(form.in_language(language)):
            told = zip(mistakes_in(sentence, "fr"), mistakes_in(sentence, "en"), strict=True)
            found += [_mistake(f"{language}-{index}", fr, en) for fr, en in told]
    return found


def template_of(form: Typed, before: Template) -> Template:
    """The next version of `before`, as the form wants it."""
    return replace(
        before, name=form.name, priority=form.priority, fr=form.fr, en=form.en, version=before.version + 1
    )  # fmt: skip


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _mistake(where: str, fr: str, en: str) -> Mistake:
    return Mistake(where=where, words=Words(fr=fr, en=en))
