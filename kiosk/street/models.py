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
    """Words painted on the side, above the beltline, from the rear on."""


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
        kind="van", length_m=4.5, height_m=1.86, wheels_x=(0.86, 3.60), wheel_m=0.68,
        body=((0.03, 0.42), (0.0, 0.80), (0.04, 1.40), (0.14, 1.74), (0.40, 1.84), (1.60, 1.86), (2.40, 1.82),
              (2.78, 1.66), (3.36, 1.16), (4.02, 1.02), (4.40, 0.84), (4.50, 0.54), (4.45, 0.28), (4.20, 0.22),
              (0.30, 0.22)),
        windows=(((2.00, 1.14), (2.00, 1.70), (2.44, 1.69), (2.72, 1.56), (3.14, 1.13)),),
        doors_x=(0.95, 1.92, 3.12), head_lamp=(4.26, 0.80), tail_lamp=(0.09, 1.08), beltline_m=1.04,
        livery="LE FOURNIL",
    ),
    "minibus": Model(
        kind="van", length_m=5.0, height_m=2.02, wheels_x=(0.92, 3.98), wheel_m=0.72,
        body=((0.03, 0.42), (0.0, 0.90), (0.04, 1.70), (0.16, 1.94), (0.50, 2.00), (2.20, 2.02), (3.00, 1.97),
              (3.36, 1.80), (3.92, 1.26), (4.55, 1.10), (4.90, 0.88), (5.00, 0.54), (4.95, 0.28), (4.70, 0.22),
              (0.30, 0.22)),
        windows=(((2.62, 1.24), (2.62, 1.84), (3.02, 1.83), (3.30, 1.70), (3.74, 1.22)),
                 ((1.50, 1.24), (1.50, 1.84), (2.52, 1.84), (2.52, 1.24))),
        doors_x=(1.42, 2.57, 3.66), head_lamp=(4.74, 0.86), tail_lamp=(0.09, 1.15), beltline_m=1.12,
    ),
    "truck": Model(
        kind="truck", length_m=5.6, height_m=2.55, wheels_x=(1.25, 4.65), wheel_m=0.74,
        body=((0.12, 0.42), (0.12, 0.70), (3.55, 0.70), (3.55, 1.95), (3.75, 2.06), (4.05, 2.04), (4.30, 1.84),
              (4.72, 1.30), (5.28, 1.10), (5.54, 0.88), (5.60, 0.54), (5.52, 0.28), (5.30, 0.24)),
        windows=(((3.74, 1.24), (3.74, 1.88), (3.98, 1.87), (4.16, 1.74), (4.54, 1.22)),),
        doors_x=(3.66, 4.46), head_lamp=(5.38, 0.86), tail_lamp=(0.14, 0.58), beltline_m=1.12,
        box=((0.0, 0.66), (0.0, 2.55), (3.50, 2.55), (3.50, 0.66)), livery="PRIMEURS",
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
        kind="motorcycle", length_m=2.15, height_m=1.72, wheels_x=(0.33, 1.80), wheel_m=0.64,
        body=((0.20, 0.72), (0.18, 0.86), (0.70, 0.84), (0.95, 0.96), (1.25, 1.00), (1.50, 0.98), (1.62, 0.80),
              (1.50, 0.60), (1.30, 0.36), (0.80, 0.34), (0.62, 0.56)),
        head_lamp=(1.66, 0.92), tail_lamp=(0.16, 0.80), beltline_m=0.80,
    ),
}  # fmt: skip
