"""What an installer may set: one TOML file, read once. docs/settings.md is generated from this file."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal


def _setting(
    default: Any, what: str, *, least: float | None = None, most: float | None = None, like: str | None = None
) -> Any:
    """A field with its default, its meaning and its limits (`like`: a pattern); the unit is in the field's name."""
    return field(default=default, metadata={"what": what, "least": least, "most": most, "like": like})


def _state_folder() -> Path:
    """Where systemd says, else in the person's own state folder."""
    given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
    return Path(given) if given else Path.home() / ".local/state/kiosk"


@dataclass(frozen=True, kw_only=True)
class VenueSettings:
    """Which venue this is."""

    slug: str = _setting(
        "venue", "Name of the venue in MQTT topics: lower-case letters, digits and hyphens.", like="[a-z0-9-]{1,40}"
    )


@dataclass(frozen=True, kw_only=True)
class BusSettings:
    """The MQTT broker."""

    kind: Literal["mqtt", "memory"] = _setting("mqtt", "`mqtt` for a broker; `memory` inside one process, for tests.")
    host: str = _setting("127.0.0.1", "Address of the broker.")
    port: int = _setting(1883, "TCP port of the broker.", least=1, most=65535)
    user: str = _setting("", "User name at the broker; empty means the service's own: watcher, announcer or console.")
    password_file: str = _setting(
        "",
        "File that holds the password, readable by the service only (mode 0600); or a folder of such files, each named "
        "after its user. Empty for a broker that asks for none.",
    )
    tls_ca_file: str = _setting("", "Certificate authority of the broker; empty means no TLS.")
    home_assistant: bool = _setting(
        False,
        "Show the house to Home Assistant by MQTT discovery (docs/home_assistant.md); turned off, it is forgotten.",
    )
    home_assistant_prefix: str = _setting(
        "homeassistant",
        "Topic below which Home Assistant looks for discovery.",
        like="[A-Za-z0-9_-]{1,40}(/[A-Za-z0-9_-]{1,40}){0,3}",
    )


@dataclass(frozen=True, kw_only=True)
class CameraSettings:
    """Where the pictures come from."""

    source: str = _setting(
        "simulated",
        "`picamera` (the Pi's own; `picamera:1` for a second one), /dev/videoN, an rtsp:// or http:// address, a video "
        "file, a folder of pictures, or `simulated`.",
    )
    width_px: int = _setting(1280, "Width asked of the Pi's own camera or a V4L2 device.", least=160, most=7680)
    height_px: int = _setting(720, "Height asked of it.", least=120, most=4320)
    silence_s: float = _setting(
        8.0, "A live camera that gives no picture for so long counts as away.", least=0.5, most=600.0
    )
    retry_first_s: float = _setting(
        1.0, "Wait before a lost camera is opened again; doubles each time.", least=0.01, most=3600.0
    )
    retry_most_s: float = _setting(60.0, "Longest wait between two tries.", least=0.01, most=3600.0)
    simulated_seed: int = _setting(1, "Seed of the simulated street.")
    simulated_start: float = _setting(0.0, "Unix time at which the simulated street began; 0 for the watcher's start.")


@dataclass(frozen=True, kw_only=True)
class DetectionSettings:
    """What finds vehicles in a picture."""

    kind: Literal["ssd", "motion", "simulated"] = _setting(
        "ssd", "`ssd` (the model of `kiosk models install`), `motion` (no model; less sure) or `simulated` (tests)."
    )
    model_folder: str = _setting(
        "", "Folder of the model; empty for the state folder, or on a laptop the user's own data folder."
    )
    threads: int = _setting(1, "Processor threads the detector may use.", least=1, most=64)


@dataclass(frozen=True, kw_only=True)
class WatchingSettings:
    """When a stopped vehicle matters."""

    frames_per_s: float = _setting(
        5.0, "Frames looked at each second; 2.5 at most while nothing moves.", least=0.1, most=30.0
    )
    zones_file: str = _setting("", "Zones to use until the console has sent some; empty for none.")
    at_start: Literal["dwell", "quiet"] = _setting(
        "dwell",
        "A vehicle that stands there already when watching begins: `dwell` raises it after a whole dwell from then on, "
        "`quiet` leaves it alone until it has left.",
    )
    trace_days: int = _setting(
        7,
        "Days for which the numbers of each stop are kept (never pictures), to explain and rehearse; 0 keeps none.",
        least=0,
        most=90,
    )
    trace_kind: Literal["files", "simulated"] = _setting(
        "files", "`files` (below the state folder, at most 20 MB) or `simulated` (memory; tests)."
    )


@dataclass(frozen=True, kw_only=True)
class BoardSettings:
    """The computer itself: heat and power."""

    kind: Literal["linux", "simulated"] = _setting(
        "linux", "`linux` (what the machine tells of itself) or `simulated` (gets hot and cools down; to try it out)."
    )


@dataclass(frozen=True, kw_only=True)
class SpeechSettings:
    """What speaks."""

    kind: Literal["pyttsx3", "piper", "simulated"] = _setting(
        "pyttsx3",
        "`pyttsx3` (espeak-ng), `piper` (neural, see docs/voices.md; espeak-ng stands in while it fails) or "
        "`simulated` (tones; tests).",
    )
    voice_fr: str = _setting("roa/fr", "espeak-ng's voice for French.")
    voice_en: str = _setting("gmw/en", "espeak-ng's voice for English.")
    piper_fr: str = _setting(
        "fr_FR-siwis-medium",
        "piper's voice for French; `#NAME` behind it chooses a speaker. Empty: espeak-ng speaks French.",
    )
    piper_en: str = _setting("en_US-joe-medium", "piper's voice for English. Empty: espeak-ng speaks English.")
    voice_folder: str = _setting(
        "", "Folder of piper's voices; empty for the state folder, or on a laptop the user's own data folder."
    )
    words_per_minute: int = _setting(150, "How fast the voice speaks.", least=80, most=400)
    time_limit_s: float = _setting(
        10.0, "How long a voice may be silent before it counts as hanging.", least=1.0, most=120.0
    )


@dataclass(frozen=True, kw_only=True)
class SoundSettings:
    """Where it is heard."""

    kind: Literal["aplay", "virtual", "simulated"] = _setting(
        "aplay", "`aplay` (ALSA), `virtual` (WAV files the console can play) or `simulated` (tests)."
    )
    card: str = _setting("default", "ALSA device, best by name: `plughw:CARD=Headphones`. `aplay -L` lists them.")
    rate_hz: int = _setting(22050, "Samples a second sent to the device.", least=8000, most=192000)
    lead_in_s: float = _setting(0.5, "Silence before the chime while the amplifier wakes.", least=0.0, most=10.0)
    gain_db: float = _setting(
        0.0, "Louder (+) or softer (-), in decibels; clipped sounds are refused.", least=-60.0, most=30.0
    )
    ear: str = _setting(
        "",
        "ALSA microphone or loop-back that `kiosk doctor sound` listens with, such as `plughw:CARD=Device`; empty for "
        "none. What it hears stays in memory and is forgotten at once.",
    )
    check_each: bool = _setting(
        False,
        "Listen to every announcement with `sound.ear`, and tell the desk when it is not heard; each begins a tenth of "
        "a second later.",
    )


@dataclass(frozen=True, kw_only=True)
class LiveSettings:
    """Hold to speak: a person's own voice from a tablet."""

    longest_s: float = _setting(
        30.0, "After so long the loudspeaker is given back; the same for announcer and console.", least=5.0, most=300.0
    )


@dataclass(frozen=True, kw_only=True)
class PanelSettings:
    """Buttons, lamp, amplifier relay and fire-alarm contact at the announcer: docs/wiring.md."""

    kind: Literal["none", "gpio", "simulated"] = _setting(
        "none", "`none`, `gpio` (the pins of this Raspberry Pi) or `simulated` (memory; tests)."
    )
    announce_pin: int = _setting(
        -1, "Button: announce the car that waits longest. BCM number of the pin; -1 where none is fitted.",
        least=-1, most=27,
    )  # fmt: skip
    repeat_pin: int = _setting(-1, "Button: say the last announcement again.", least=-1, most=27)
    stop_pin: int = _setting(-1, "Button: stop everything; held, no announcements for 30 minutes.", least=-1, most=27)
    lamp_pin: int = _setting(-1, "Lamp (LED): all well, a car waits, speaking, muted, fault.", least=-1, most=27)
    relay_pin: int = _setting(-1, "Relay that switches the amplifier on.", least=-1, most=27)
    fire_alarm_pin: int = _setting(-1, "Contact of the fire alarm: silences everything.", least=-1, most=27)
    buttons_active_low: bool = _setting(True, "A pressed button connects its pin to ground; false: to 3.3 V.")
    lamp_active_low: bool = _setting(False, "The lamp is lit while its pin is low.")
    relay_active_low: bool = _setting(False, "The relay is on while its pin is low, as on many relay boards.")
    fire_alarm_contact: Literal["closed", "open"] = _setting(
        "closed",
        "The contact between pin and ground while there is no alarm; `closed`: a cut wire counts as an alarm, `open`: "
        "it is not noticed.",
    )
    bounce_s: float = _setting(
        0.3, "A press that comes sooner than this after the button last moved does not count.", least=0.01, most=5.0
    )
    hold_s: float = _setting(2.0, "A button that is down for so long is held.", least=0.5, most=10.0)
    relay_warm_s: float = _setting(
        0.3, "Wait between switching the amplifier on and the first sound.", least=0.0, most=10.0
    )
    relay_off_after_s: float = _setting(
        5.0, "The amplifier stays on for so long after a sound, so that a queue does not make it click.",
        least=0.0, most=600.0,
    )  # fmt: skip
    sound_board: Literal["auto", "none", "hifiberry", "iqaudio", "justboom", "pirate-audio", "i2s"] = _setting(
        "auto", "Sound board on the header, whose pins are not the panel's; `auto` asks the board and the sound cards."
    )


@dataclass(frozen=True, kw_only=True)
class JournalSettings:
    """Where requests are kept safe."""

    kind: Literal["sqlite", "simulated"] = _setting("sqlite", "`sqlite` (a file) or `simulated` (memory; tests).")


@dataclass(frozen=True, kw_only=True)
class ConsoleSettings:
    """The web console."""

    host: str = _setting("0.0.0.0", "Address to listen on; 127.0.0.1 behind a proxy.")  # noqa: S104 - tablets reach it
    port: int = _setting(8080, "TCP port of the console.", least=0, most=65535)
    threads: int = _setting(32, "Threads of the web server; an open tablet holds one.", least=2, most=512)
    session_hours: int = _setting(12, "Hours a staff member stays signed in on a tablet.", least=1, most=168)
    https: bool = _setting(False, "Set when a proxy serves the console over HTTPS: cookies then need HTTPS.")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of all services; each service reads the sections it needs."""

    state_folder: Path = field(
        default_factory=_state_folder, metadata={"what": "Folder for journals, databases, models and last good copies."}
    )
    venue: VenueSettings = VenueSettings()
    bus: BusSettings = BusSettings()
    camera: CameraSettings = CameraSettings()
    detection: DetectionSettings = DetectionSettings()
    watching: WatchingSettings = WatchingSettings()
    board: BoardSettings = BoardSettings()
    speech: SpeechSettings = SpeechSettings()
    sound: SoundSettings = SoundSettings()
    live: LiveSettings = LiveSettings()
    panel: PanelSettings = PanelSettings()
    journal: JournalSettings = JournalSettings()
    console: ConsoleSettings = ConsoleSettings()
