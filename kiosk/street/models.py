"""The vehicles of the drawn street: their measures and outlines, side views that look to the right, in metres.

`x` runs from the rear bumper to the front, `y` from the ground up. Outlines are corner points of smooth curves.
"""

from dataclasses import dataclass

Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Model:
    """One drawn vehicle: `windows` and `panels` are curves inside `body`; wheels are given by their middles."""

    kind: str
    length_m: float
    height_m: float
    body: Curve
    windows: tuple[Curve, ...] = ()
    doors_x: tuple[float, ...] = ()
    wheels_x: tuple[float, ...]
    wheel_m: float
    """Diameter of a wheel with its tyre."""
    head_lamp: tuple[float, float]
    tail_lamp: tuple[float, float]
    beltline_m: float
    box: Curve | None = None
    """A load box that keeps its own (white) colour."""
    livery: str = ""
    """Words painted on the side."""


MODELS: dict[str, Model] = {
    "saloon": Model(
        kind="car", length_m=4.6, height_m=1.46, wheels_x=(0.92, 3.68), wheel_m=0.66,
        body=((0.03, 0.42), (0.0, 0.68), (0.08, 0.92), (0.55, 0.99), (1.15, 1.36), (1.75, 1.46), (2.45, 1.45),
              (3.30, 1.02), (4.05, 0.92), (4.50, 0.76), (4.60, 0.52), (4.55, 0.28), (4.30, 0.22), (0.30, 0.22)),
        windows=(((0.92, 1.02), (1.30, 1.31), (1.72, 1.38), (1.98, 1.38), (1.98, 1.01)),
                 ((2.06, 1.01), (2.06, 1.38), (2.42, 1.36), (3.06, 1.00))),
        doors_x=(1.25, 2.02, 3.10), head_lamp=(4.36, 0.72), tail_lamp=(0.12, 0.80), beltline_m=0.92,
    ),
    "hatchback": Model(
        kind="car", length_m=3.95, height_m=1.52, wheels_x=(0.72, 3.18), wheel_m=0.64,
        body=((0.05, 0.40), (0.0, 0.70), (0.06, 1.00), (0.34, 1.36), (0.85, 1.51), (1.60, 1.53), (2.15, 1.46),
              (2.92, 1.06), (3.50, 0.95), (3.86, 0.78), (3.95, 0.52), (3.90, 0.28), (3.66, 0.21), (0.28, 0.22)),
        windows=(((0.34, 1.06), (0.52, 1.34), (0.86, 1.43), (1.34, 1.44), (1.34, 1.05)),
                 ((1.42, 1.05), (1.42, 1.44), (1.66, 1.43), (2.10, 1.36), (2.70, 1.04))),
        doors_x=(0.98, 1.38, 2.62), head_lamp=(3.72, 0.74), tail_lamp=(0.10, 0.92), beltline_m=0.96,
    ),
    "taxi": Model(
        kind="car", length_m=4.6, height_m=1.60, wheels_x=(0.92, 3.68), wheel_m=0.66,
        body=((0.03, 0.42), (0.0, 0.68), (0.05, 0.96), (0.42, 1.20), (0.80, 1.44), (1.55, 1.55), (2.40, 1.50),
              (3.30, 1.06), (4.05, 0.95), (4.50, 0.78), (4.60, 0.52), (4.55, 0.28), (4.30, 0.22), (0.30, 0.22)),
        windows=(((0.55, 1.06), (0.92, 1.38), (1.55, 1.46), (1.98, 1.45), (1.98, 1.05)),
                 ((2.06, 1.05), (2.06, 1.45), (2.38, 1.41), (3.06, 1.04))),
        doors_x=(1.25, 2.02, 3.10), head_lamp=(4.36, 0.75), tail_lamp=(0.12, 0.92), beltline_m=0.96,
    ),
    "van": Model(
        kind="van", length_m=5.2, height_m=2.28, wheels_x=(0.98, 4.15), wheel_m=0.70,
        body=((0.02, 0.45), (0.0, 1.20), (0.05, 2.08), (0.22, 2.26), (1.50, 2.29), (3.20, 2.27), (3.75, 2.15),
              (4.42, 1.36), (4.98, 1.14), (5.16, 0.86), (5.20, 0.50), (5.12, 0.28), (4.90, 0.22), (0.25, 0.24)),
        windows=(((3.02, 1.36), (3.02, 2.02), (3.58, 2.02), (4.20, 1.36)),),
        doors_x=(0.30, 1.62, 2.92, 4.02), head_lamp=(4.98, 0.96), tail_lamp=(0.08, 1.15), beltline_m=1.14,
        livery="LE FOURNIL",
    ),
    "truck": Model(
        kind="truck", length_m=6.9, height_m=2.95, wheels_x=(1.45, 5.85), wheel_m=0.82,
        body=((0.15, 0.46), (0.15, 0.68), (5.02, 0.68), (5.02, 2.20), (5.12, 2.46), (5.62, 2.50), (6.20, 2.40),
              (6.62, 1.52), (6.85, 1.20), (6.90, 0.60), (6.80, 0.34)),
        windows=(((5.40, 1.52), (5.42, 2.24), (6.04, 2.20), (6.36, 1.50)),),
        doors_x=(5.22, 6.42), head_lamp=(6.74, 0.92), tail_lamp=(0.10, 0.66), beltline_m=1.32,
        box=((0.0, 0.72), (0.0, 2.95), (4.90, 2.95), (4.90, 0.72)), livery="MARCHÉS DE PARIS",
    ),
    "bus": Model(
        kind="bus", length_m=10.2, height_m=2.95, wheels_x=(2.55, 7.75), wheel_m=0.92,
        body=((0.02, 0.40), (0.0, 1.60), (0.06, 2.72), (0.30, 2.93), (5.00, 2.96), (9.70, 2.93), (10.02, 2.72),
              (10.20, 1.40), (10.18, 0.46), (9.98, 0.26), (0.25, 0.26)),
        windows=(((0.30, 1.36), (0.30, 2.40), (2.20, 2.40), (2.20, 1.36)),
                 ((2.32, 1.36), (2.32, 2.40), (4.22, 2.40), (4.22, 1.36)),
                 ((4.34, 0.42), (4.34, 2.40), (5.52, 2.40), (5.52, 0.42)),
                 ((5.64, 1.36), (5.64, 2.40), (7.54, 2.40), (7.54, 1.36)),
                 ((7.66, 1.36), (7.66, 2.40), (8.66, 2.40), (8.66, 1.36)),
                 ((8.80, 0.42), (8.80, 2.40), (9.60, 2.40), (9.60, 0.42)),
                 ((9.72, 1.20), (9.72, 2.40), (9.98, 2.36), (10.10, 1.20))),
        head_lamp=(10.06, 0.74), tail_lamp=(0.08, 1.02), beltline_m=1.20,
    ),
    "motorcycle": Model(
        kind="motorcycle", length_m=2.15, height_m=1.62, wheels_x=(0.33, 1.80), wheel_m=0.64,
        body=((0.20, 0.72), (0.18, 0.86), (0.70, 0.84), (0.95, 0.96), (1.25, 1.00), (1.50, 0.98), (1.62, 0.80),
              (1.50, 0.60), (1.30, 0.36), (0.80, 0.34), (0.62, 0.56)),
        head_lamp=(1.66, 0.92), tail_lamp=(0.16, 0.80), beltline_m=0.80,
    ),
}  # fmt: skip
