"""Runs in a process of its own: our Raspberry Pi camera on the real picamera2 above simulated cameras.

Arguments: a JSON object of what the cameras do (see `libcamera.Twin`), and one of what is asked of ours. What came of
it is printed as one JSON object.
"""

import json
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import numpy as np
from libcamera import TWIN, use_memory

for name, value in json.loads(sys.argv[1]).items():
    setattr(TWIN, name, value)
asked = json.loads(sys.argv[2])

from kiosk.adapters.camera.picamera import PiCamera  # noqa: E402
from kiosk.errors import CameraError  # noqa: E402

use_memory()


def told(frame: Any) -> dict[str, Any]:
    """What can be said of a frame: shapes, two of its pixels, and whether the grey picture is the painted one."""
    return {
        "shape": frame.pixels.shape,
        "left": frame.pixels[5, 5].tolist(),
        "right": frame.pixels[-5, -5].tolist(),
        "gate": frame.gate.shape,
        "gate_as_painted": bool((frame.gate == np.arange(frame.gate.shape[1]) % 200).all()),
        "skipped": frame.skipped,
    }


def life(camera: PiCamera) -> dict[str, Any]:
    """Reads frames until there are enough or an error; then closes twice and tries to read on."""
    found: dict[str, Any] = {"frames": []}
    try:
        for _ in range(asked.get("frames", 2)):
            not_before_s = time.monotonic() + asked["later_s"] if "later_s" in asked else float("-inf")
            found["frames"].append(told(camera.read(not_before_s=not_before_s)))
    except CameraError as error:
        found["error"] = str(error)
    camera.close()
    camera.close()
    with suppress(CameraError):
        camera.read()
        found["error"] = "a closed camera gave a picture"
    return found


lives = []
for _ in range(asked.get("lives", 1)):
    try:
        camera = PiCamera(
            asked.get("number", 0),
            width_px=asked.get("width_px", 1280),
            height_px=asked.get("height_px", 720),
            frames_per_s=asked.get("frames_per_s", 20.0),
            read_limit_s=asked.get("limit_s", 30.0),
        )
        lives.append(life(camera))
    except CameraError as error:
        lives.append({"error": str(error)})
    TWIN.silent_after = 10**9  # somebody pressed the cable home
print(json.dumps({"lives": lives, "twin": asdict(TWIN)}))
