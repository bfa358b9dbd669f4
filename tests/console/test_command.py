"""`kiosk console`: the real program, with a real Mosquitto."""

import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.settings import ConsoleSettings, Settings
from kiosk.settings_file import write_settings

LIMIT_S = 90.0


@pytest.fixture
def start(tmp_path: Path, settings_for: Callable[[str], Settings]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """`start(port)`: the console as a process."""
    running: list[subprocess.Popen[str]] = []

    def begin(port: int = 0) -> subprocess.Popen[str]:
        file = tmp_path / f"kiosk-{len(running)}.toml"
        write_settings(replace(settings_for("console"), console=ConsoleSettings(host="127.0.0.1", port=port)), file)
        command = [sys.executable, "-m", "kiosk", "--settings", str(file), "console"]
        pipe = subprocess.PIPE
        running.append(subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.communicate(timeout=LIMIT_S)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"The console is at http://(127\.0\.0\.1:\d+)/\n", line)
    assert found, line + (process.stderr.read() if process.stderr and process.poll() is not None else "")
    return found[1]


def test_the_console_prints_its_address_and_a_code_answers_and_stops_when_told(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    process = start()
    address = _address(process)
    assert process.stdout is not None
    assert re.search(r"one-time code: [A-Z2-9]{4}-[A-Z2-9]{4}$", process.stdout.readline().strip())
    connection = http.client.HTTPConnection(address, timeout=LIMIT_S)
    connection.request("GET", "/setup", headers={"Accept": "text/html"})
    answer = connection.getresponse()
    assert answer.status == 200
    assert "Bienvenue" in answer.read().decode()
    connection.close()
    process.send_signal(signal.SIGTERM)
    assert process.wait(LIMIT_S) == 0


def test_a_port_in_use_is_one_sentence_and_an_exit_code(start: Callable[..., subprocess.Popen[str]]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(taken.getsockname()[1])
        _, said = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 4
    assert re.fullmatch(r"kiosk: Port \d+ is in use, perhaps by another console: stop it, or set .*\n", said)
