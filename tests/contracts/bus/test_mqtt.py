"""What only a real network client can get wrong: passwords, certificates, a killed process."""

import gc
import logging
import queue
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import trustme

from kiosk.adapters.bus import open_bus
from kiosk.errors import BusError
from kiosk.messages.topics import SPEAKING, WATCHER_STATUS
from kiosk.ports import BusConnected, BusLost, Outgoing
from kiosk.settings import BusSettings, Settings
from kiosk.settings_file import write_settings

WATCHER_THAT_WAITS = """
import sys, threading
from pathlib import Path
from kiosk.adapters.bus import open_bus
from kiosk.ports import BusConnected, Outgoing
from kiosk.settings_file import read_settings
will = Outgoing(topic="watcher/status", payload=b"lost", retain=True)
put = lambda event: print("connected" if isinstance(event, BusConnected) else event, flush=True)
bus = open_bus(read_settings(Path(sys.argv[1])), client="watcher", subscriptions=(), will=will, put=put)
bus.start()
threading.Event().wait(60)
"""


def _bus(settings: BusSettings) -> None:
    open_bus(Settings(bus=settings), client="watcher", subscriptions=(), will=None, put=lambda _: None).close()


def test_the_last_will_of_a_killed_process_is_spoken(mosquitto_world: Any, settings_for: Any, tmp_path: Path) -> None:
    console = mosquitto_world.open("console", [WATCHER_STATUS])
    console.subscribed()
    file = tmp_path / "watcher.toml"
    write_settings(settings_for("watcher"), file)
    command = [sys.executable, "-c", WATCHER_THAT_WAITS, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"connected\n"
        process.kill()
    assert console.heard() == ("watcher/status", b"lost", False)


def test_a_killed_broker_still_has_the_configuration_it_saved_before(mosquitto_world: Any, mosquitto: Any) -> None:
    tester = mosquitto_world.open("tester")
    tester.say("speaking", b"off", retain=True)
    tester.leave()
    mosquitto.restart()
    mosquitto.kill()
    mosquitto.start()
    assert mosquitto_world.open("console", [SPEAKING]).heard() == ("speaking", b"off", True)


def test_a_message_right_after_another_does_not_wait_for_the_network(mosquitto_world: Any) -> None:
    tester = mosquitto_world.open("tester")
    tester.expect(BusConnected)
    assert tester.bus._client.socket().getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_service_whose_broker_is_away_ends_within_its_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as s:
        port = int(s.getsockname()[1])
    settings = Settings(bus=BusSettings(port=port))
    lost: queue.SimpleQueue[Any] = queue.SimpleQueue()
    bus = open_bus(settings, client="watcher", subscriptions=(), will=None, put=lost.put)
    bus.start()
    assert isinstance(lost.get(timeout=60.0), BusLost)
    bus.publish(Outgoing(topic="watcher/status", payload=b"stopped", retain=True))
    started_s = time.monotonic()
    bus.close(wait_s=4.0)
    assert time.monotonic() - started_s < 7.8, "the two waits of a close share one limit"


def test_nobody_anonymous_is_let_in(mosquitto: Any) -> None:
    events: queue.SimpleQueue[Any] = queue.SimpleQueue()
    settings = Settings(bus=BusSettings(host=mosquitto.host, port=mosquitto.port))
    bus = open_bus(settings, client="watcher", subscriptions=(), will=None, put=events.put)
    bus.start()
    answer = events.get(timeout=60.0)
    bus.close(wait_s=0.2)
    assert isinstance(answer, BusLost)
    assert answer.refused


def test_a_password_file_may_be_a_folder_of_files_named_after_the_users(mosquitto: Any, tmp_path: Path) -> None:
    (tmp_path / "watcher").touch(mode=0o600)
    (tmp_path / "watcher").write_text(mosquitto.accounts["watcher"], encoding="utf-8")
    events: queue.SimpleQueue[Any] = queue.SimpleQueue()
    settings = Settings(bus=BusSettings(host=mosquitto.host, port=mosquitto.port, password_file=str(tmp_path)))
    bus = open_bus(settings, client="watcher", subscriptions=(), will=None, put=events.put)
    bus.start()
    assert isinstance(events.get(timeout=60.0), BusConnected)
    bus.publish(Outgoing(topic="watcher/status", payload=b"online", retain=True))
    bus.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read: No such file or directory. Correct bus.password_file."),
        (b"", "is empty. Write the password into its first line."),
        (b"\xff\xfe", "is not UTF-8 text. Write the password into it."),
    ],
)
def test_a_password_file_that_cannot_be_used_says_what_to_do(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BusError) as error:
        _bus(BusSettings(password_file=str(file)))
    assert str(error.value) == f"The broker's password file {file} {sentence}"


def test_a_password_that_everybody_can_read_is_warned_about(tmp_path: Path, caplog: Any) -> None:
    file = tmp_path / "password"
    file.write_text("secret", encoding="utf-8")
    file.chmod(0o644)
    with caplog.at_level(logging.WARNING):
        _bus(BusSettings(password_file=str(file)))
    assert f"chmod 600 {file}" in caplog.text
    assert "secret" not in caplog.text


def test_a_missing_certificate_authority_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BusError, match="certificate authority .*ca.pem cannot be used: .* Correct bus.tls_ca_file"):
        _bus(BusSettings(tls_ca_file=str(tmp_path / "ca.pem")))


# -- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tls_broker(mosquitto: Any, tmp_path: Path) -> tuple[int, Path]:
    """The port of a second listener that speaks TLS, and the file of its certificate authority."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(mosquitto.folder / "box.key")
    certificate.cert_chain_pems[0].write_to_path(mosquitto.folder / "box.crt")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = int(s.getsockname()[1])
    with (mosquitto.folder / "mosquitto.conf").open("a", encoding="utf-8") as file:
        file.write(f"listener {port} 127.0.0.1\n")
        file.write(f"certfile {mosquitto.folder / 'box.crt'}\nkeyfile {mosquitto.folder / 'box.key'}\n")
    mosquitto.restart()
    return port, tmp_path / "ca.pem"


def _first_event(mosquitto: Any, port: int, ca_file: Path) -> Any:
    events: queue.SimpleQueue[Any] = queue.SimpleQueue()
    settings = BusSettings(port=port, tls_ca_file=str(ca_file), password_file=str(mosquitto.password_file("watcher")))
    bus = open_bus(Settings(bus=settings), client="watcher", subscriptions=(), will=None, put=events.put)
    bus.start()
    event = events.get(timeout=60.0)
    bus.close()
    return event


def test_the_second_box_reaches_the_broker_over_tls(mosquitto: Any, tls_broker: tuple[int, Path]) -> None:
    assert _first_event(mosquitto, *tls_broker) == BusConnected()


@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")  # paho leaves it to the collector
def test_a_broker_with_somebody_elses_certificate_is_not_trusted(
    mosquitto: Any, tls_broker: tuple[int, Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    lost = _first_event(mosquitto, tls_broker[0], other)
    assert isinstance(lost, BusLost)
    assert "certificate verify failed" in lost.reason
    gc.collect()
