"""Speaks a text or one of the house's sentences through the loudspeaker of the settings, or writes it to a WAV file.

kiosk say "Bonjour à tous."
kiosk say --list
kiosk say --template car-badly-parked --value kind=car --value colour=grey --value "place=devant l'entrée" --chime
kiosk say --template order-ready --value number=42 --language en --out order.wav
"""

import argparse
import contextlib
import difflib
import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kiosk.adapters.copies import FileCopies
from kiosk.adapters.recordings import open_recordings
from kiosk.adapters.sound import open_loudspeaker
from kiosk.adapters.sound.chime import chime, silence
from kiosk.adapters.speech import open_speech
from kiosk.adapters.speech.piper_voices import voice_folder
from kiosk.adapters.speech.recorded import MissingRecordings, assembled
from kiosk.adapters.wav import to_wav
from kiosk.amplifier_for_once import amplifier_awake
from kiosk.domain.manners import Pronunciation
from kiosk.domain.requests import MAX_TEXT_CHARS, Value
from kiosk.domain.spoken import spoken_text
from kiosk.domain.starter import STARTER
from kiosk.domain.templates import MissingValue, Sentence, choose_variant, compose, placeholders_of
from kiosk.domain.venue import Template, Templates, Venue
from kiosk.domain.words import LANGUAGES, Language
from kiosk.errors import InputError, SoundError
from kiosk.messages.codec import decode
from kiosk.messages.topics import TEMPLATES, VENUE, Topic
from kiosk.ports import Sound, SpeechEngine
from kiosk.settings import Settings

_NAME = "said"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk say`."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="?", help=f"what to say, at most {MAX_TEXT_CHARS} characters")
    what.add_argument("--template", metavar="ID", help="a sentence of the house, filled with the values given")
    what.add_argument("--list", action="store_true", help="list the sentences of the house and the values they take")
    parser.add_argument("--value", action="append", default=[], metavar="NAME=VALUE", help="a value for the sentence")
    parser.add_argument("--language", choices=LANGUAGES, default="fr", help="language and voice (default: fr)")
    parser.add_argument("--chime", action="store_true", help="the chime first")
    parser.add_argument("--out", type=Path, metavar="FILE.wav", help="write a WAV file, play nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of words")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Lists, writes or speaks; returns 0 when that was done."""
    if given.list:
        _list(_house(settings), given.language, as_json=given.json)
        return 0
    sentence = _sentence(given, settings)
    voice = open_speech(settings.speech, voices=voice_folder(settings), told=_tell)
    try:
        speech = _spoken(sentence, voice, given.language, settings)
    finally:
        voice.close()
    sounds = [chime(speech.rate_hz), speech] if given.chime else [speech]
    if given.out:
        _write(sounds, given.out)
    file = given.out or _play(sounds, settings)
    if given.json:
        told = {"text": sentence.shown, "spoken": sentence.spoken, "language": given.language}
        duration_s = round(sum(sound.duration_s for sound in sounds), 3)
        print(json.dumps({**told, "duration_s": duration_s, "file": str(file) if file else None}, ensure_ascii=False))
    else:
        print(sentence.shown + f"  [{file}]" * (file is not None))
    return 0


def _tell(why: str) -> None:
    """The text is spoken all the same, by another voice."""
    print(f"kiosk: another voice speaks ({why})", file=sys.stderr)


def _spoken(sentence: Sentence, voice: SpeechEngine, language: Language, settings: Settings) -> Sound:
    """In the house's own voice where the announcer has its recordings, else by `voice`."""
    if sentence.parts:
        with contextlib.suppress(MissingRecordings):
            return assembled(sentence.parts, open_recordings(settings), lambda text: voice.render(text, language))
    return voice.render(sentence.spoken, language)


def _house(settings: Settings) -> Sequence[Template]:
    """The owner's sentences as the announcer last got them, else those a house starts with."""
    kept = _last_told(settings, TEMPLATES)
    return decode(kept, Templates).templates if kept else STARTER.templates


def _pronunciations(settings: Settings) -> tuple[Pronunciation, ...]:
    """How the house says words, as the announcer was last told it."""
    kept = _last_told(settings, VENUE)
    return decode(kept, Venue).pronunciations if kept else ()


def _last_told(settings: Settings, topic: Topic) -> bytes | None:
    copies = FileCopies(settings.state_folder / "announcer")
    try:
        return copies.load(topic.pattern)
    except OSError as error:
        raise InputError(
            f"The sentences of the house in {copies.folder} cannot be read ({error.strerror}): "
            "run kiosk say as the user of the announcer."
        ) from error


def _sentence(given: argparse.Namespace, settings: Settings) -> Sentence:
    if given.template:
        return _from_template(given.template, given.value, given.language, settings)
    if given.value:
        raise InputError("--value goes with --template; a text is spoken as it is.")
    if len(given.text) > MAX_TEXT_CHARS:
        raise InputError(f"The text has {len(given.text)} characters; at most {MAX_TEXT_CHARS} are spoken: shorten it.")
    spoken = spoken_text(given.text, given.language, _pronunciations(settings))
    return Sentence(shown=given.text, spoken=spoken)


def _from_template(template_id: str, pairs: Sequence[str], language: Language, settings: Settings) -> Sentence:
    by_id = {template.id: template for template in _house(settings)}
    if template_id not in by_id:
        raise InputError(
            f"There is no sentence {template_id!r}.{_near(template_id, by_id)} `kiosk say --list` shows all."
        )
    template = by_id[template_id]
    values = _values(pairs, template)
    try:
        chosen = choose_variant(template, values, language, None)
        return compose(template, values, language, chosen, _pronunciations(settings))
    except MissingValue as error:
        raise InputError(f"{error} Add --value {error.field}=...") from error


def _values(pairs: Sequence[str], template: Template) -> dict[str, Value]:
    known = [one.name for one in placeholders_of(template)]
    values: dict[str, Value] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"{pair!r} is not a value: write --value name=value.")
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise InputError(f"The sentence {template.id} has no value {name!r}: {takes}.{_near(name, known)}")
        values[name] = value
    return values


def _near(word: str, known: Sequence[str] | dict[str, Template]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def _list(templates: Sequence[Template], language: Language, *, as_json: bool) -> None:
    for template in templates:
        names = [one.name for one in placeholders_of(template)]
        if as_json:
            told = {"id": template.id, "name": template.name.in_language(language), "values": names}
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"{template.id:26}{template.name.in_language(language)}" + f"  [{', '.join(names)}]" * bool(names))


def _write(sounds: Sequence[Sound], out: Path) -> None:
    """A file that could not be written whole is not left behind."""
    whole = Sound(samples=np.concatenate([s.samples for s in sounds]), rate_hz=sounds[0].rate_hz)
    try:
        out.write_bytes(to_wav(whole))
    except OSError as error:
        with contextlib.suppress(OSError):
            if out.is_file():
                out.unlink()
        raise SoundError(
            f"{out} cannot be written: {error.strerror}. Free some space or choose another place."
        ) from error


def _play(sounds: Sequence[Sound], settings: Settings) -> Path | None:
    """Makes them heard; gives the file that the virtual loudspeaker wrote."""
    heard_folder = settings.state_folder / "heard"
    loudspeaker = open_loudspeaker(settings.sound, heard_folder)
    lead_in = silence(settings.sound.lead_in_s, settings.sound.rate_hz)
    try:
        with amplifier_awake(settings.panel):
            loudspeaker.play([lead_in, *sounds], name=_NAME, stop=threading.Event(), on_part=lambda _: None)
    finally:
        loudspeaker.close()
    return heard_folder / f"{_NAME}.wav" if settings.sound.kind == "virtual" else None
