"""The folder that the console plays from."""

import os
import threading
from pathlib import Path

import pytest

from kiosk.adapters.sound.virtual import KEPT, VirtualLoudspeaker
from kiosk.errors import SoundError


def _play(loudspeaker: VirtualLoudspeaker, sound, name: str = "one", on_part=lambda _: None) -> bool:
    return loudspeaker.play([sound], name=name, stop=threading.Event(), on_part=on_part)


def test_nothing_is_in_the_folder_before_the_end(tmp_path: Path, tone) -> None:
    during: list[list[Path]] = []
    _play(
        VirtualLoudspeaker(folder=tmp_path, rate_hz=22050),
        tone(0.1),
        on_part=lambda _: during.append([*tmp_path.iterdir()]),
    )
    assert during == [[]]
    assert [p.name for p in tmp_path.iterdir()] == ["one.wav"]


def test_only_the_newest_sounds_are_kept(tmp_path: Path, tone) -> None:
    for i in range(KEPT + 5):
        old = tmp_path / f"old-{i}.wav"
        old.write_bytes(b"")
        os.utime(old, (1000 + i, 1000 + i))
    _play(VirtualLoudspeaker(folder=tmp_path, rate_hz=22050), tone(0.01))
    left = {p.name for p in tmp_path.iterdir()}
    assert len(left) == KEPT
    assert "one.wav" in left
    assert "old-0.wav" not in left


def test_half_a_file_from_a_power_cut_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "cut.part").write_bytes(b"RIFF")
    VirtualLoudspeaker(folder=tmp_path, rate_hz=22050)
    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SoundError, match="file/heard cannot be used for sounds: Not a directory"):
        VirtualLoudspeaker(folder=tmp_path / "file" / "heard", rate_hz=22050)


def test_a_folder_that_was_taken_away_is_named_with_the_cure(tmp_path: Path, tone) -> None:
    loudspeaker = VirtualLoudspeaker(folder=tmp_path / "heard", rate_hz=22050)
    (tmp_path / "heard").rmdir()
    with pytest.raises(SoundError, match=r"one\.wav cannot be written: No such file or directory"):
        _play(loudspeaker, tone(0.01))
