"""Checks every part for real and says in words what to do about the broken ones; exit code 0 only if all is well.

`kiosk doctor sound --aloud` plays the chime: stand where the guests are and listen.
"""

import argparse
import difflib
import json
import os
from collections.abc import Sequence

from kiosk.checks import ALOUD, CHECKS, Check, checked
from kiosk.domain.health import TROUBLES
from kiosk.domain.words import LANGUAGES, Language, Words
from kiosk.errors import BusError
from kiosk.messages.status import PartHealth
from kiosk.settings import Settings

_PARTS = [check.part for check in CHECKS]
_OK, _TROUBLE = Words(fr="ok", en="ok"), Words(fr="PROBLÈME", en="TROUBLE")
_OTHER_PARTS_EXIT_CODE = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk doctor`."""
    parser.add_argument(
        "parts", nargs="*", metavar="PART", type=_part, help=f"{', '.join(_PARTS)} or all (default: all)"
    )
    parser.add_argument("--aloud", action="store_true", help="check the sound with the chime, not with silence")
    parser.add_argument(
        "--language", choices=LANGUAGES, default=_usual_language(), help="default: from $LANG, else French"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Checks one part after the other; 0 when all are well, 5 when only the broker is not, else 4."""
    troubled: set[str] = set()
    for check in _chosen(given.parts, aloud=given.aloud):
        for health in checked(check, settings):
            print(
                _as_json(health, given.language) if given.json else _as_words(check, health, given.language), flush=True
            )
            if health.state != "ok":
                troubled.add(health.part)
    if not troubled:
        return 0
    return BusError.exit_code if troubled == {"broker"} else _OTHER_PARTS_EXIT_CODE


def _chosen(parts: Sequence[str], *, aloud: bool) -> list[Check]:
    wanted = _PARTS if not parts or "all" in parts else parts
    return [ALOUD if aloud and check.part == ALOUD.part else check for check in CHECKS if check.part in wanted]


def _as_words(check: Check, health: PartHealth, language: Language) -> str:
    """`TROUBLE  sound  The sound output does not work. - Check that ... (the card default is not there ...)`."""
    verdict = (_OK if health.state == "ok" else _TROUBLE).in_language(language)
    start = f"{verdict:<10}{check.name.in_language(language):<12}"
    if health.state == "ok":
        return start + health.detail
    cause, cure = _told(health, language)
    return f"{start}{cause} - {cure}" + f" ({health.detail})" * bool(health.detail)


def _as_json(health: PartHealth, language: Language) -> str:
    told: dict[str, object] = {"part": health.part, "state": health.state, "code": health.code}
    if health.state != "ok":
        told["cause"], told["cure"] = _told(health, language)
    return json.dumps({**told, "detail": health.detail}, ensure_ascii=False)


def _told(health: PartHealth, language: Language) -> tuple[str, str]:
    trouble = TROUBLES[health.code]
    return trouble.cause.in_language(language), trouble.cure.in_language(language)


def _part(word: str) -> str:
    if word in (*_PARTS, "all"):
        return word
    near = difflib.get_close_matches(word, _PARTS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose among {', '.join(_PARTS)}, all"
    raise argparse.ArgumentTypeError(f"there is no part {word!r}: {hint}")


def _usual_language() -> Language:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.startswith("en") else "fr"
