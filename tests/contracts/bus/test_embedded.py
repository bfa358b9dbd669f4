"""The demo's broker on its own."""

import socket

import pytest

from kiosk.adapters.bus.embedded import EmbeddedBroker
from kiosk.errors import BusError


def test_a_port_in_use_is_one_sentence() -> None:
    with EmbeddedBroker("127.0.0.1", 0, {}) as first:
        with pytest.raises(BusError, match=f"cannot listen on 127.0.0.1:{first.port}: Address already in use. Stop"):
            EmbeddedBroker("127.0.0.1", first.port, {}).__enter__()
        with socket.create_connection((first.host, first.port), timeout=60.0):
            pass


def test_the_port_is_free_again_afterwards_even_with_a_client_that_never_spoke() -> None:
    with EmbeddedBroker("127.0.0.1", 0, {}) as broker:
        silent = socket.create_connection((broker.host, broker.port), timeout=60.0)
    with silent, EmbeddedBroker("127.0.0.1", broker.port, {}) as again:
        assert again.port == broker.port
