"""Every error the kiosk raises on purpose: one sentence that names the cause and the cure.

`exit_code` is what the command line returns: 2 usage, 3 a file or text the person gave, 4 a part that is missing
or does not work (camera, voice, sound, model), 5 the broker.
"""


class KioskError(Exception):
    """Root of all our errors; its text is shown to people as it is."""

    exit_code = 1


class SettingsError(KioskError):
    """The settings file cannot be used; every mistake in it is named."""

    exit_code = 3


class InputError(KioskError):
    """Something a person gave (zones, a template, a text, a message) is not right."""

    exit_code = 3


class CameraError(KioskError):
    """A video, a camera or a stream cannot be read."""

    exit_code = 4


class DetectionError(KioskError):
    """The vehicle detector or its model cannot be used."""

    exit_code = 4


class SpeechError(KioskError):
    """No voice could speak the text."""

    exit_code = 4


class FetchError(KioskError):
    """Something cannot be fetched from the internet, or is not what it should be."""

    exit_code = 4


class SoundError(KioskError):
    """The sound device cannot be used."""

    exit_code = 4


class RecordingError(KioskError):
    """The house's recorded voice cannot be kept (a full card, say)."""

    exit_code = 4


class PanelError(KioskError):
    """Buttons, lamp or relay cannot be used; `busy` when somebody else has one of the pins."""

    exit_code = 4

    def __init__(self, words: str, *, busy: bool = False) -> None:
        super().__init__(words)
        self.busy = busy


class JournalError(KioskError):
    """The announcer's journal cannot be read or written (a full card, say)."""

    exit_code = 4


class JournalInUse(JournalError):  # noqa: N818 - the name says which journal error
    """Another announcer runs on this journal."""


class TraceError(KioskError):
    """The traces of stops cannot be kept or read; `full` when the card is."""

    exit_code = 4

    def __init__(self, words: str, *, full: bool = False) -> None:
        super().__init__(words)
        self.full = full


class StoreError(KioskError):
    """The console's database cannot be read or written."""

    exit_code = 4


class BenchError(KioskError):
    """Something cannot be measured here."""

    exit_code = 4


class BusError(KioskError):
    """The broker is away or refuses us."""

    exit_code = 5
