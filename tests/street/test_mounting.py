"""The pictures that explain how to mount a camera can be drawn again, and the manual shows them."""

import re
from pathlib import Path

import numpy as np
import pytest

from kiosk.street.mounting import PANEL, pictures
from kiosk.street.section import section

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST_BYTES = 60 * 1024


def test_every_picture_that_can_be_drawn_is_in_the_manual_and_small() -> None:
    shown = re.findall(r"\]\(pictures/([\w-]+)\.jpg\)", (DOCS / "watching.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(pictures())
    for name in shown:
        assert 0 < (DOCS / "pictures" / f"{name}.jpg").stat().st_size < MOST_BYTES


@pytest.mark.parametrize(("camera_m", "hidden"), [(1.3, True), (5.0, False)])
def test_the_section_draws_a_blocked_look_in_red_and_a_free_one_in_green(camera_m: float, hidden: bool) -> None:
    pixels = section(camera_m=camera_m)
    assert pixels.shape == (PANEL[1], PANEL[0], 3)
    looks = pixels[:, 90:460].reshape(-1, 3).astype(int)
    red, green = (int((np.abs(looks - colour).sum(axis=1) < 6).sum()) for colour in ((60, 60, 210), (80, 150, 40)))
    assert (red > 40, green > 40) == (hidden, not hidden)
