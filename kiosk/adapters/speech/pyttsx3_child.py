"""One text to WAV, in a process of its own: run as a file by `pyttsx3_engine`, used once.

Gets ready at once, then waits for a JSON request on standard input until its end: {"text", "voice",
"words_per_minute", "time_limit_s"}. Answers on standard output with a WAV file and exit code 0, or with the ids of all
voices and exit code UNKNOWN_VOICE. Leaves without a word when its parent has died.
"""

import ctypes
import json
import os
import signal
import sys
import threading
from typing import Any

UNKNOWN_VOICE = 3


def main(library: str) -> int:
    """Answers one request; `library` is the espeak-ng tried before the one of the wheel espeakng-loader."""
    answers = os.dup(1)
    os.dup2(2, 1)  # pyttsx3 prints
    _load(library)
    import pyttsx3  # it loads espeak-ng as it is imported

    engine = pyttsx3.init("espeak")
    voices = _voices()
    asked = sys.stdin.buffer.read()
    if not asked:
        return 0
    request = json.loads(asked)
    signal.setitimer(signal.ITIMER_REAL, request["time_limit_s"] + 1)  # its default action ends an orphan that hangs
    voice, _, variant = request["voice"].partition("+")
    exact = {v.lower(): v for v in voices}.get(voice.lower())
    if exact is None or (variant and "!v/" + variant not in _voices(b"variant")):
        return _answer(answers, "\n".join(voices).encode(), UNKNOWN_VOICE)
    spelled = exact + ("+" + variant if variant else "")
    engine.setProperty("voice", spelled)
    engine.setProperty("rate", request["words_per_minute"])
    engine.setProperty("volume", 0.7)  # at 1.0 English peaks at full scale; the level is set afterwards
    wav = _rendered(engine, request["text"], request["time_limit_s"])
    if engine.getProperty("voice") != spelled.lower():  # espeak-ng took another one without a word
        return _answer(answers, "\n".join(voices).encode(), UNKNOWN_VOICE)
    return _answer(answers, wav, 0)


def _load(library: str) -> None:
    """Makes espeak-ng available: a library that is loaded already is the one that pyttsx3 finds by the same name."""
    try:
        ctypes.CDLL(library)
    except OSError:
        import espeakng_loader

        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path())


def _voices(kind: bytes | None = None) -> list[str]:
    """The ids as espeak-ng spells them; pyttsx3 lists them in lower case, and espeak-ng does not know those."""
    from pyttsx3.drivers import _espeak

    wanted = ctypes.byref(_espeak.VOICE(languages=kind)) if kind else None
    return [voice.identifier.decode() for voice in _espeak.ListVoices(wanted)]


def _give_up(failure: "sys.UnraisableHookArgs") -> None:
    """pyttsx3 writes the file in a callback from C, where Python only prints what goes wrong; nobody would finish."""
    print(failure.exc_value, file=sys.stderr, flush=True)
    os._exit(1)


def _rendered(engine: Any, text: str, time_limit_s: float) -> bytes:
    """The WAV file; kept in memory, so that a full disk does not matter."""
    sys.unraisablehook = _give_up
    file = os.memfd_create("speech")
    finished = threading.Event()
    engine.connect("finished-utterance", lambda **_: finished.set())
    engine.save_to_file(text, f"/proc/self/fd/{file}")
    engine.runAndWait()
    finished.wait(time_limit_s)  # runAndWait may return before the file is written
    return os.pread(file, os.fstat(file).st_size, 0)


def _answer(answers: int, content: bytes, exit_code: int) -> int:
    with os.fdopen(answers, "wb") as out:
        out.write(content)
    return exit_code


if __name__ == "__main__":
    code = main(sys.argv[1])
    sys.stderr.flush()
    os._exit(code)  # espeak-ng may fail while an ordinary exit takes it down
