"""A scene while it is being thought up: stops, traffic, people and weather are added, then it is finished."""

import random
from dataclasses import dataclass, field, replace
from typing import Literal

from kiosk.domain.venue import Polygon, Zone, Zones
from kiosk.domain.words import Words
from kiosk.street.drives import Drive, Halt, meet, passing, visiting
from kiosk.street.layout import (
    BAY_X,
    ENTRANCE_X,
    HEIGHT_PX,
    KERB_LANE_Y,
    NEAR_LANE_Y,
    WIDTH_PX,
    demo_zones,
    px_per_m,
)
from kiosk.street.lens import Noise
from kiosk.street.light import Effect, Night
from kiosk.street.models import MODELS
from kiosk.street.people import FAR_SIDE, NEAR_SIDE, Pause, Side, Walk
from kiosk.street.scene import Ground, Scene, SceneStop, outline
from kiosk.street.street import StopTruth
from kiosk.street.things import Thing
from kiosk.street.truth import hidden_times
from kiosk.street.weather import Rain

DWELL_S = 10.0
"""Short, so that a scene is over in less than a minute."""
LEAVES_S = 8.0
"""A stop ends at least this long before the scene when its going must be told."""
FAR_KERB_CAR_Y, FAR_TRAFFIC_Y = 334, 366
"""Wheels of who parks at the far kerb, and of the lane before it, wide enough apart for a bus to pass."""
CARS = ("saloon", "hatchback", "taxi")
VANS = ("van", "minibus")
PAINTS = ("white", "black", "grey", "silver", "red", "blue", "green", "yellow")
Weather = Literal["clear", "grey", "rain", "night"]
Place = Literal["entrance", "delivery", "far", "lane"]
_PLACES: dict[Place, tuple[float, float, float, float]] = {
    "entrance": (ENTRANCE_X, KERB_LANE_Y, NEAR_LANE_Y, 175.0),
    "delivery": (BAY_X, KERB_LANE_Y, NEAR_LANE_Y, 175.0),
    "far": (470, FAR_KERB_CAR_Y, FAR_TRAFFIC_Y, -150.0),
    "lane": (470, NEAR_LANE_Y, NEAR_LANE_Y, 175.0),
}
"""Where one stops: x, y, the y of the lane one comes along, and the speed in it."""


@dataclass(kw_only=True)
class Draft:
    """Mutable on purpose: the difficulties add to it one after the other."""

    seed: int
    difficulty: str
    dice: random.Random
    length_s: float = 45.0
    weather: str = "clear"
    zones: list[Zone] = field(default_factory=lambda: kerb_zones())
    drives: list[Drive] = field(default_factory=list)
    walks: list[Walk] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    ground: Ground = "dry"
    lamps_on: bool = False
    mirrors: bool = False
    blind_from_s: float | None = None
    _stops: list[tuple[Drive, str, Halt]] = field(default_factory=list)

    def stop(self, place: Place, *, from_s: float, until_s: float, models: tuple[str, ...] = CARS) -> Drive:
        """Somebody stops at the place, in its zone."""
        x_px, y_px, _, _ = _PLACES[place]
        aside = self.dice.uniform(-35, 35)
        return self.stop_at(place, [Halt(from_s=from_s, until_s=until_s, x_px=x_px + aside, y_px=y_px)], models=models)

    def stop_between(
        self, place: Place, times_s: tuple[float, float], stay_s: tuple[float, float], models: tuple[str, ...] = CARS
    ) -> None:
        """Somebody stops there some time between `times_s`, where nobody is in the way; if there is such a time."""
        for _ in range(12):
            from_s = self.dice.uniform(*times_s)
            drive = self.stop(place, from_s=from_s, until_s=from_s + self.dice.uniform(*stay_s), models=models)
            if not any(meet(drive, other) for other in self.drives if other is not drive):
                return
            self.drives.pop()
            self._stops.pop()

    def stop_at(self, place: Place, halts: list[Halt], *, models: tuple[str, ...] = CARS) -> Drive:
        """Somebody stops there, in these spots one after the other: one stop, as people would call it."""
        _, _, lane_y_px, speed_px_s = _PLACES[place]
        drive = visiting(
            f"{place}-{len(self.drives)}",
            self.dice.choice(models),
            self.dice.choice(PAINTS),
            halts,
            lane_y_px=lane_y_px,
            speed_px_s=speed_px_s,
        )
        self.drives.append(drive)
        first, last = halts[0], halts[-1]
        whole = Halt(from_s=first.from_s, until_s=last.until_s, x_px=first.x_px, y_px=first.y_px)
        self._stops.append((drive, place, whole))
        return drive

    def traffic(self, *, near_gap_s: float = 9.0, far_gap_s: float = 7.0, far_y: float = 352) -> None:
        """Passing vehicles in both lanes that touch nobody; a gap of 0 means none in that lane."""
        for y_px, gap_s, sign in ((float(NEAR_LANE_Y), near_gap_s, 1), (far_y, far_gap_s, -1)):
            at_s = -4.0
            while gap_s and (at_s := at_s + 2.0 + self.dice.expovariate(1 / gap_s)) < self.length_s:
                model = self.dice.choice((*CARS, *CARS, *VANS, "motorcycle", "bus", "truck"))
                speed = sign * self.dice.uniform(150, 240)
                name = f"pass-{len(self.drives)}"
                drive = passing(name, model, self.dice.choice(PAINTS), y_px=y_px, start_s=at_s, speed_px_s=speed)
                if not any(meet(drive, other) for other in self.drives):
                    self.drives.append(drive)

    def people(self, *, near: int = 2, far: int = 3) -> None:
        """People who walk by on both pavements."""
        for side, count in ((NEAR_SIDE, near), (FAR_SIDE, far)):
            for _ in range(count):
                start_s = self.dice.uniform(-10, self.length_s - 5)
                self.walks.append(self._walk(side, start_s, None))

    def stander(self, x_px: float, feet_y: int, from_s: float, until_s: float, *, heading: int = 1) -> None:
        """Somebody walks to `x_px`, stands there, and walks on."""
        side = Side(name="road", feet_y=feet_y)
        there = replace(self._walk(side, 0.0, Pause(from_s=from_s, until_s=until_s)), heading=heading)
        away_px = x_px + 40 if there.heading > 0 else WIDTH_PX + 40 - x_px
        start_s = from_s - away_px / (there.speed_m_s * px_per_m(feet_y))
        self.walks.append(replace(there, start_s=start_s))

    def under(self, weather: Weather) -> None:
        """Chooses a weather for a difficulty that is about something else."""
        self.weather = weather
        if weather == "grey":
            self.effects.append(Noise(sigma=4.0))
        elif weather == "rain":
            self.ground = "wet"
            self.effects += [Rain(strength=0.5), Noise(sigma=3.0)]
        elif weather == "night":
            self.lamps_on = True
            self.effects += [Night(), Noise(sigma=4.0)]

    def finished(self) -> Scene:
        """The scene, with its truth worked out."""
        return Scene(
            seed=self.seed,
            difficulty=self.difficulty,
            weather=self.weather,
            length_s=self.length_s,
            zones=Zones(zones=tuple(self.zones)),
            stops=tuple(self._truth(*stop) for stop in self._stops),
            drives=tuple(self.drives),
            walks=tuple(self.walks),
            things=tuple(self.things),
            effects=tuple(self.effects),
            ground=self.ground,
            lamps_on=self.lamps_on,
            mirrors=self.mirrors,
            blind_from_s=self.blind_from_s,
        )

    def _truth(self, drive: Drive, place: str, halt: Halt) -> SceneStop:
        dwell_s = next(zone.dwell_s for zone in self.zones if zone.id == place)
        from_s = max(0.0, halt.from_s)
        seen_until_s = min(halt.until_s, self.length_s, self.blind_from_s or self.length_s)
        stop = StopTruth(
            id=drive.id,
            kind=MODELS[drive.model].kind,
            colour=drive.colour,
            zone=place,
            from_s=from_s,
            until_s=halt.until_s,
            box=outline(drive, from_s),
        )
        hidden = hidden_times(drive, from_s, self.length_s, self.drives, self.walks)
        return SceneStop(
            truth=stop,
            must=seen_until_s - from_s >= dwell_s + 2.0,
            hidden=hidden,
            left_due=halt.until_s <= seen_until_s and halt.until_s <= self.length_s - LEAVES_S,
        )

    def _walk(self, side: Side, start_s: float, pause: Pause | None) -> Walk:
        return Walk(
            id=f"{side.name}-{len(self.walks)}",
            side=side,
            start_s=start_s,
            heading=self.dice.choice((-1, 1)),
            speed_m_s=self.dice.uniform(1.0, 1.5),
            height_m=self.dice.uniform(1.55, 1.85),
            look=self.dice.randrange(1 << 16),
            edge_px=WIDTH_PX,
            pause=pause,
        )


def kerb_zones() -> list[Zone]:
    """The two zones beside the near kerb, with the short dwell of scenes."""
    return [replace(zone, dwell_s=DWELL_S) for zone in demo_zones().zones]


def zone(
    id: str, box_px: tuple[float, float, float, float], *, dwell_s: float = DWELL_S, lanes: tuple[Polygon, ...] = ()
) -> Zone:
    """An upright zone given in pixels of the drawn picture: left, top, right, bottom."""
    return Zone(id=id, place=Words(fr=id, en=id), polygon=ground(box_px), dwell_s=dwell_s, lanes=lanes)


def ground(box_px: tuple[float, float, float, float]) -> Polygon:
    """A rectangle of the ground in 0..1 of the picture."""
    x0, y0, x1, y1 = box_px[0] / WIDTH_PX, box_px[1] / HEIGHT_PX, box_px[2] / WIDTH_PX, box_px[3] / HEIGHT_PX
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
