"""The demo as a stranger starts it: real services as processes, the real detector, the real voice."""

import json
import os
import socket
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np

PATIENCE_S = 400
LIMIT_S = PATIENCE_S + 60.0  # a busy machine is slow, not wrong


def _demo(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "demo", *arguments],
        capture_output=True, text=True, timeout=LIMIT_S, check=False,
        env=os.environ | {"TMPDIR": str(folder)},
    )  # fmt: skip


def test_a_car_is_raised_tapped_and_heard(tmp_path: Path) -> None:
    done = _demo("--headless", "--until-spoken", "--timeout", str(PATIENCE_S), "--json", folder=tmp_path / "tmp")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == {"raised_after_s", "tap_to_sound_s", "state", "wav"}
    assert told["state"] == "spoken"
    assert 0 < told["raised_after_s"] < PATIENCE_S
    assert 0 < told["tap_to_sound_s"] < PATIENCE_S
    with wave.open(told["wav"]) as heard:
        samples = np.frombuffer(heard.readframes(heard.getnframes()), np.int16)
        rate_hz = heard.getframerate()
    assert len(samples) / rate_hz > 3.0
    speech = samples[int(2.5 * rate_hz) :].astype(float)  # after lead-in and chime
    assert np.sqrt((speech**2).mean()) > 500
    assert [path.name for path in (tmp_path / "tmp").iterdir()] == [Path(told["wav"]).name], (
        "the demo keeps nothing else"
    )


def test_patience_that_ends_before_the_car_comes_is_a_sentence_and_not_a_success(tmp_path: Path) -> None:
    done = _demo("--headless", "--until-spoken", "--timeout", "4", "--json", folder=tmp_path / "tmp")
    assert done.returncode == 1
    assert "in vain" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = _demo("--port", str(taken.getsockname()[1]), folder=tmp_path / "tmp")
    assert done.returncode == 4
    assert len(done.stderr.strip().splitlines()) == 1
    assert "port" in done.stderr
