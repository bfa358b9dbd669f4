"""A folder of pictures: their times from `times.csv` (`file,seconds`), or so many a second in order of name."""

import csv
from collections.abc import Iterator
from pathlib import Path

from kiosk.adapters.camera.opencv import as_pixels, cv2
from kiosk.errors import CameraError
from kiosk.ports import Frame

_PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".webp"}
_Row = tuple[Path, float]


class PictureFolder:
    """Shows the pictures of `folder` once, in the order of their times."""

    live = False

    def __init__(self, folder: Path, *, source_fps: float | None = None) -> None:
        if source_fps is not None and not source_fps > 0:
            raise CameraError(f"{source_fps} pictures a second is not possible: give a number above 0.")
        rows = _rows(folder, source_fps)
        if not rows:
            raise CameraError(f"{folder} holds no pictures: put .jpg or .png files into it.")
        self._rows: Iterator[_Row] = iter(rows)

    def read(self, *, not_before_s: float = float("-inf")) -> Frame | None:
        """The next picture at or after `not_before_s`; None after the last.

        Raises:
            CameraError: a picture cannot be decoded.
        """
        for skipped, (path, t_s) in enumerate(self._rows):
            if t_s >= not_before_s:
                return self._frame(path, t_s, skipped)
        return None

    def _frame(self, path: Path, t_s: float, skipped: int) -> Frame:
        pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if pixels is None:
            raise CameraError(f"{path} is not a picture that can be read: copy it again, or take it out of the folder.")
        return Frame(t_s=t_s, pixels=as_pixels(pixels), skipped=skipped)

    def close(self) -> None:
        """Nothing is held between two pictures."""
        self._rows = iter(())


def _rows(folder: Path, fps: float | None) -> list[_Row]:
    times = folder / "times.csv"
    if times.is_file() and fps is None:
        return list(_rows_of(times))
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in _PICTURES)
    if files and fps is None:
        raise CameraError(
            f"{folder} does not say when its pictures were taken: add a times.csv (file,seconds) or give --source-fps."
        )
    return [(path, i / (fps or 1.0)) for i, path in enumerate(files)]


def _rows_of(times: Path) -> Iterator[_Row]:
    """Rows of `times.csv`; a wrong one is named by its line."""
    before_s = float("-inf")
    try:
        lines = times.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CameraError(f"{times} is not a text file in UTF-8: save it again as CSV.") from error
    if not lines or [cell.strip() for cell in lines[0].split(",")] != ["file", "seconds"]:
        raise CameraError(f"{times} must start with the line file,seconds.")
    for number, row in enumerate(csv.reader(lines[1:]), start=2):
        if row:
            path, t_s = _row(times, number, row)
            if t_s <= before_s:
                raise CameraError(f"{times} line {number}: {row[1]} is not later than the line before: sort the lines.")
            before_s = t_s
            yield path, t_s


def _row(times: Path, number: int, row: list[str]) -> _Row:
    where = f"{times} line {number}"
    if len(row) != 2:
        raise CameraError(f"{where} has {len(row)} columns: write file,seconds.")
    path = times.parent / row[0].strip()
    if path.parent != times.parent or not path.is_file():
        raise CameraError(f"{where}: there is no picture {row[0].strip()!r} beside times.csv.")
    try:
        t_s = float(row[1])
    except ValueError as error:
        raise CameraError(f"{where}: {row[1]!r} is not a number of seconds.") from error
    if not 0 <= t_s < float("inf"):
        raise CameraError(f"{where}: {row[1]} is not a number of seconds from 0 on.")
    return path, t_s
