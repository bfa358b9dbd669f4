"""Speaks with piper until its standard input ends: a program of its own, run as a file by `piper_process`.

SPDX-License-Identifier: GPL-3.0-or-later (piper-tts is; so this file is, and nothing of the kiosk imports it).

A line of JSON in, {"model", "text", "words_per_minute", "speaker"}; answers out, each a line of JSON on the file
descriptor that is its first argument: {"rate_hz", "bytes"} with so many bytes of mono 16-bit PCM behind it, one for
each sentence; then {"resident_mb"}. Whatever goes wrong ends it, with the reason as the last line that it prints; so
does being asked nothing for as many seconds as its second argument says, if it has one.
"""

import json
import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from onnxruntime import InferenceSession, SessionOptions
from piper import PiperVoice
from piper.config import PiperConfig, SynthesisConfig

_OWN_PACE = 150
"""Words a minute at which a voice has its own pace: as many letters a second as espeak-ng at 150, measured with joe."""
_NICER = 5  # the announcer runs at -5
_GOES_FIRST = "500"  # of 1000: before every process of the box that did not ask for it


def main(answers: BinaryIO, idle_s: float | None) -> None:
    """Answers one request after the other; each model is read when it is first asked for, and kept."""
    _step_back()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    voices: dict[str, PiperVoice] = {}
    while (asked := _next(requests, idle_s)) is not None:
        request = json.loads(asked)
        model = request["model"]
        if model not in voices:
            voices[model] = _loaded(model)
        for rate_hz, pcm in _spoken(voices[model], request):
            _answer(answers, {"rate_hz": rate_hz, "bytes": len(pcm)}, pcm)
        _answer(answers, {"resident_mb": _resident_mb()})


def _next(requests: "queue.SimpleQueue[bytes]", idle_s: float | None) -> bytes | None:
    try:
        return requests.get(timeout=idle_s)
    except queue.Empty:
        return None


def _step_back() -> None:
    """The sound that plays comes first; and where memory runs out, we go and not the announcer: a voice stands in."""
    os.nice(_NICER)
    with suppress(OSError):  # a container may forbid it
        Path("/proc/self/oom_score_adj").write_text(_GOES_FIRST)


def _loaded(model: str) -> PiperVoice:
    """As `PiperVoice.load`, but what a sentence needed is given back: half the memory, for a third more time."""
    options = SessionOptions()
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    config = PiperConfig.from_dict(json.loads(Path(model + ".json").read_text(encoding="utf-8")))
    return PiperVoice(session=InferenceSession(model, options, providers=["CPUExecutionProvider"]), config=config)


def _read(requests: "queue.SimpleQueue[bytes]") -> None:
    """Its end is the end of us, in the middle of a sentence too: nobody is there to hear it."""
    with open(0, "rb", buffering=0) as asked:  # noqa: PTH123 - a buffer would keep its lock while the interpreter ends
        for line in asked:
            requests.put(line)
    os._exit(0)


def _spoken(voice: PiperVoice, request: dict[str, Any]) -> Iterator[tuple[int, bytes]]:
    how = SynthesisConfig(
        speaker_id=_speaker(voice, request["speaker"]),
        length_scale=_OWN_PACE / request["words_per_minute"],
        normalize_audio=False,  # it would make each sentence as loud as its loudest sample; the level is set afterwards
    )
    for part in voice.synthesize(request["text"], how):
        yield part.sample_rate, part.audio_int16_bytes


def _speaker(voice: PiperVoice, name: str) -> int | None:
    """The number of a speaker in a voice that has several; theirs is the first without a name."""
    known = voice.config.speaker_id_map
    if name and name not in known:
        raise SystemExit(f"the voice has no speaker {name!r}, but {', '.join(list(known)[:8]) or 'one only'}")
    return known[name] if name else None


def _answer(answers: BinaryIO, header: dict[str, object], pcm: bytes = b"") -> None:
    answers.write(json.dumps(header).encode() + b"\n" + pcm)
    answers.flush()


def _resident_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


if __name__ == "__main__":
    main(os.fdopen(int(sys.argv[1]), "wb"), float(sys.argv[2]) if len(sys.argv) > 2 else None)
