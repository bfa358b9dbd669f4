"""`kiosk bench memory`: a process is counted with all that it started."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kiosk.bench.memory import LIMITS_MB, memory_of

_GROWN = "x = bytearray(50_000_000); import sys; print(len(x), flush=True); sys.stdin.read()"


@pytest.fixture
def grown() -> Iterator[int]:
    """A child that holds 50 MB."""
    with subprocess.Popen([sys.executable, "-c", _GROWN], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline()
        yield child.pid
        child.kill()


def test_what_a_child_holds_is_counted_with_its_parent(grown: int) -> None:
    family, alone = memory_of(os.getpid()), memory_of(grown)
    assert alone["rss_mb"] > 50
    assert alone["processes"] == 1
    assert family["processes"] >= 2
    assert family["rss_with_children_mb"] >= family["rss_mb"] + alone["rss_mb"] - 1
    assert family["pss_with_children_mb"] <= family["rss_with_children_mb"]


def test_each_service_has_its_limit() -> None:
    assert LIMITS_MB == {"watcher": 250, "announcer": 80, "console": 120}
