"""A request in words: as it is shown on a screen, and as it is given to the voice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.announcements import Utterance
from kiosk.domain.manners import Pronunciation
from kiosk.domain.recorded import Part
from kiosk.domain.requests import MAX_TEXT_CHARS, Request
from kiosk.domain.spoken import MAX_SPOKEN_CHARS, is_heard, spoken_text
from kiosk.domain.templates import BadValue, MissingValue, choose_variant, compose
from kiosk.domain.venue import Template
from kiosk.domain.words import LANGUAGES, Language, Words

LIVE = Words(fr="En direct", en="Live")
"""What stands where the text would: nobody knows what will be said."""
LastVariants = Mapping[tuple[str, Language], int]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What will be said: as it is shown, as it is spoken, and which variants were chosen."""

    text: Words
    speech: tuple[Utterance, ...]
    variants: dict[Language, int]


class Unspeakable(Exception):  # noqa: N818 - it is an answer to a person, not an error of ours
    """The request cannot be put into words; `reason` is a code of `kiosk.domain.reasons`, `text` what was meant."""

    def __init__(self, reason: str, text: Words | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.text = text or Words()


def worded(
    request: Request,
    templates: Mapping[str, Template],
    last: LastVariants,
    pronunciations: Sequence[Pronunciation] = (),
) -> Wording:
    """The request in words; `last` holds the variant heard last, by template and language.

    Raises:
        Unspeakable: template unknown, a value missing or bad, text empty or too long.
    """
    if request.live:
        return Wording(text=LIVE, speech=(), variants={})
    if request.text is not None:
        return _free(request, request.text, pronunciations)
    template = templates.get(request.template or "")
    if template is None:
        raise Unspeakable("unknown-template")
    try:
        return _from_template(request, template, last, pronunciations)
    except MissingValue as error:
        raise Unspeakable("missing-value") from error
    except BadValue as error:
        raise Unspeakable("bad-value") from error


def _free(request: Request, text: Words, pronunciations: Sequence[Pronunciation]) -> Wording:
    shown = {language: getattr(text, language).strip() for language in _languages(request)}
    _check_length(shown)
    spoken = {language: spoken_text(words, language, pronunciations) for language, words in shown.items()}
    heard = [language for language in shown if is_heard(spoken[language])]
    if not heard:
        raise Unspeakable("empty-text", Words(**shown))
    return _wording({one: shown[one] for one in heard}, {one: spoken[one] for one in heard}, {}, {})


def _from_template(
    request: Request, template: Template, last: LastVariants, pronunciations: Sequence[Pronunciation]
) -> Wording:
    shown: dict[Language, str] = {}
    spoken: dict[Language, str] = {}
    variants: dict[Language, int] = {}
    parts: dict[Language, tuple[Part, ...]] = {}
    for language in _languages(request):
        if getattr(template, language):
            chosen = _variant(request, template, language, last.get((template.id, language)))
            sentence = compose(template, request.values, language, chosen, pronunciations)
            shown[language], spoken[language], variants[language] = sentence.shown, sentence.spoken, chosen
            parts[language] = sentence.parts
    if not shown:
        raise Unspeakable("empty-text")
    _check_length(shown)
    return _wording(shown, spoken, variants, parts)


def _variant(request: Request, template: Template, language: Language, last: int | None) -> int:
    """The one the person saw, unless it was heard last or does not fit any more; else the next in turn."""
    wanted = request.variant
    if wanted is not None and wanted != last:
        try:
            compose(template, request.values, language, wanted)
        except (MissingValue, BadValue):
            pass
        else:
            return wanted
    return choose_variant(template, request.values, language, last)


def _check_length(shown: dict[Language, str]) -> None:
    if any(len(words) > MAX_TEXT_CHARS for words in shown.values()):
        beginnings = {language: words[:MAX_TEXT_CHARS] for language, words in shown.items()}
        raise Unspeakable("text-too-long", Words(**beginnings))


def _wording(
    shown: dict[Language, str],
    spoken: dict[Language, str],
    variants: dict[Language, int],
    parts: dict[Language, tuple[Part, ...]],
) -> Wording:
    if any(len(words) > MAX_SPOKEN_CHARS for words in spoken.values()):  # ninety numbers, say
        raise Unspeakable("text-too-long", Words(**shown))
    speech = tuple(Utterance(language=one, text=words, parts=parts.get(one, ())) for one, words in spoken.items())
    return Wording(text=Words(**shown), speech=speech, variants=variants)


def _languages(request: Request) -> tuple[Language, ...]:
    """Each language once, in the order asked for."""
    return tuple(dict.fromkeys(language for language in request.languages if language in LANGUAGES))
