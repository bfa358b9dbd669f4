"""Every source of frames keeps the same promises, and says in one sentence what is wrong with it."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.adapters.camera import is_recording, open_camera
from kiosk.adapters.camera.capture import StreamCapture
from kiosk.adapters.camera.newest import NewestFrame
from kiosk.checks.watching import check_camera
from kiosk.errors import CameraError
from kiosk.ports import Frame, Pixels
from kiosk.settings import CameraSettings, Settings


def frames_of(settings: CameraSettings, *, at_most: int = 3, source_fps: float | None = None) -> list[Frame]:
    camera = open_camera(settings, source_fps=source_fps)
    frames: list[Frame] = []
    try:
        while len(frames) < at_most and (frame := camera.read()) is not None:
            frames.append(frame)
    finally:
        camera.close()
    return frames


def test_every_source_gives_colour_frames_with_rising_times(any_source: CameraSettings) -> None:
    frames = frames_of(any_source)
    assert len(frames) == 3
    for frame in frames:
        assert frame.pixels.dtype == np.uint8
        assert frame.pixels.ndim == 3 and frame.pixels.shape[2] == 3
    times_s = [frame.t_s for frame in frames]
    assert times_s == sorted(set(times_s))


def test_only_what_does_not_end_is_live(any_source: CameraSettings) -> None:
    camera = open_camera(any_source)
    camera.close()
    assert camera.live is not is_recording(any_source)


def test_a_source_may_be_closed_twice_and_then_gives_nothing(any_source: CameraSettings) -> None:
    camera = open_camera(any_source)
    camera.close()
    camera.close()
    assert camera.read() is None


def test_a_video_gives_every_frame_at_its_own_time(make_video: Any, number_in: Callable[[Pixels], int]) -> None:
    frames = frames_of(CameraSettings(source=str(make_video(frames=15, fps=5.0))), at_most=99)
    assert [number_in(frame.pixels) for frame in frames] == list(range(15))
    assert [frame.t_s for frame in frames] == pytest.approx([i / 5 for i in range(15)])


@pytest.mark.parametrize("period_s", [0.0, 0.19, 0.5, 0.61, 99.0])
def test_a_video_passes_over_what_is_too_early_and_gives_what_a_whole_reading_would_pick(
    make_video: Any, number_in: Callable[[Pixels], int], period_s: float
) -> None:
    source = CameraSettings(source=str(make_video(frames=15, fps=5.0)))
    picked: list[int] = []
    for number, frame in enumerate(frames_of(source, at_most=99)):
        if not picked or frame.t_s >= picked[-1] / 5 + period_s:
            picked.append(number)
    camera = open_camera(source)
    due_s = 0.0
    given: list[int] = []
    while (frame := camera.read(not_before_s=due_s)) is not None:
        assert frame.skipped == number_in(frame.pixels) - (given[-1] + 1 if given else 0)
        assert frame.t_s == pytest.approx(number_in(frame.pixels) / 5)
        given.append(number_in(frame.pixels))
        due_s = frame.t_s + period_s
    assert given == picked


def test_a_folder_does_not_open_the_pictures_that_are_passed_over(make_folder: Any) -> None:
    folder = make_folder()
    (folder / "1.png").write_bytes(b"not a picture")
    camera = open_camera(CameraSettings(source=str(folder)))
    first, second = camera.read(), camera.read(not_before_s=1.0)
    assert first is not None and second is not None
    assert (first.t_s, second.t_s, second.skipped) == (0.0, 61.5, 1)


def test_a_stream_makes_pictures_of_the_wanted_frames_only(http_camera: Any) -> None:
    camera = StreamCapture(http_camera.url)
    first = camera.read()
    later = camera.read(not_before_s=first.t_s + 0.6)
    camera.close()
    assert later.t_s >= first.t_s + 0.6
    assert later.skipped > 0


def test_a_given_rate_replaces_the_times_of_a_video(make_video: Any) -> None:
    frames = frames_of(CameraSettings(source=str(make_video())), at_most=99, source_fps=2.0)
    assert [frame.t_s for frame in frames] == [i / 2 for i in range(15)]


def test_a_folder_takes_its_times_from_times_csv(make_folder: Any, number_in: Callable[[Pixels], int]) -> None:
    frames = frames_of(CameraSettings(source=str(make_folder())), at_most=99)
    assert [frame.t_s for frame in frames] == [0.0, 0.9, 61.5]
    assert [number_in(frame.pixels) for frame in frames] == [0, 1, 2]


def test_a_folder_without_times_is_shown_at_the_given_rate(make_folder: Any) -> None:
    frames = frames_of(CameraSettings(source=str(make_folder(times=None))), at_most=99, source_fps=4.0)
    assert [frame.t_s for frame in frames] == [0.0, 0.25, 0.5]


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ("name,at\n0.png,0\n", "must start with the line file,seconds"),
        ("", "must start with the line file,seconds"),
        ("file,seconds\n0.png,0\n9.png,1\n", "line 3: there is no picture '9.png'"),
        ("file,seconds\n0.png,soon\n", "line 2: 'soon' is not a number"),
        ("file,seconds\n0.png,nan\n", "line 2: nan is not a number of seconds from 0 on"),
        ("file,seconds\n0.png,-1\n", "line 2: -1 is not a number of seconds from 0 on"),
        ("file,seconds\n0.png,2\n1.png,2\n", "line 3: 2 is not later than the line before"),
        ("file,seconds\n0.png\n", "line 2 has 1 columns"),
        ("file,seconds\n../street.mp4,0\n", "line 2: there is no picture '../street.mp4'"),
        ("file,seconds\n", "holds no pictures"),
    ],
)
def test_a_wrong_line_of_times_csv_is_named(make_folder: Any, times: str, says: str) -> None:
    with pytest.raises(CameraError) as raised:
        open_camera(CameraSettings(source=str(make_folder(times=times))))
    assert says in str(raised.value)


def test_a_folder_without_times_asks_for_them(make_folder: Any) -> None:
    with pytest.raises(CameraError, match=r"add a times.csv \(file,seconds\) or give --source-fps"):
        open_camera(CameraSettings(source=str(make_folder(times=None))))


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"holds no pictures: put .jpg or .png files into it"):
        open_camera(CameraSettings(source=str(tmp_path)))


def test_a_damaged_picture_is_named_when_it_is_reached(make_folder: Any) -> None:
    folder = make_folder()
    (folder / "1.png").write_bytes(b"not a picture")
    with pytest.raises(CameraError, match=r"1.png is not a picture that can be read"):
        frames_of(CameraSettings(source=str(folder)))


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"no video, folder or device at .*/nowhere.mp4: check the path"):
        open_camera(CameraSettings(source=str(tmp_path / "nowhere.mp4")))


def test_what_is_not_a_video_is_named_without_chatter(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter01.mp4"
    path.write_bytes(b"Dear neighbour, " * 500)
    with pytest.raises(CameraError, match=r"letter01.mp4 is not a video that can be read"):
        open_camera(CameraSettings(source=str(path)))
    assert capfd.readouterr() == ("", "")


def test_a_video_cut_in_the_middle_gives_what_it_has_and_warns(
    make_video: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = make_video("whole.avi", frames=20, grain=True).read_bytes()
    cut = tmp_path / "cut.avi"
    cut.write_bytes(whole[: len(whole) // 2])
    with caplog.at_level(logging.WARNING):
        frames = frames_of(CameraSettings(source=str(cut)), at_most=99)
    assert 0 < len(frames) < 20
    assert "cut.avi is damaged: it ends" in caplog.text
    assert capfd.readouterr().out == ""


def test_a_rate_of_nothing_is_refused(make_video: Any) -> None:
    with pytest.raises(CameraError, match="give a number above 0"):
        open_camera(CameraSettings(source=str(make_video())), source_fps=0.0)


def test_a_missing_device_says_how_to_find_one() -> None:
    with pytest.raises(CameraError, match=r"no camera at /dev/video97: plug it in"):
        open_camera(CameraSettings(source="/dev/video97"))


def test_a_device_that_is_no_camera_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CameraError, match=r"/dev/null gives no pictures: it is no camera, or another program uses it"):
        open_camera(CameraSettings(source="/dev/null"))
    assert capfd.readouterr() == ("", "")


def test_a_refused_address_is_named_without_its_password(http_camera: Any, capfd: pytest.CaptureFixture[str]) -> None:
    http_camera.die()
    with pytest.raises(CameraError) as raised:
        open_camera(CameraSettings(source=http_camera.url))
    assert "gives no pictures: check the address" in str(raised.value)
    assert "secret" not in str(raised.value)
    assert capfd.readouterr() == ("", "")


def test_the_doctor_names_a_camera_without_its_password(http_camera: Any) -> None:
    (found,) = check_camera(Settings(camera=CameraSettings(source=http_camera.url)))
    assert found.state == "ok"
    assert "127.0.0.1" in found.detail and "secret" not in found.detail


def test_a_stalled_stream_is_an_error_after_its_limit(http_camera: Any) -> None:
    camera = NewestFrame(StreamCapture(http_camera.url, read_limit_s=1.0), stall_limit_s=3.0)
    assert camera.read() is not None
    http_camera.stall()
    with pytest.raises(CameraError, match="stopped giving pictures|No picture came"):
        while camera.read() is not None:
            pass
    camera.close()


def test_a_stream_that_died_can_be_opened_again_and_its_time_runs_on(http_camera: Any) -> None:
    camera = open_camera(CameraSettings(source=http_camera.url))
    before = camera.read()
    http_camera.die()
    with pytest.raises(CameraError, match="stopped giving pictures"):
        while camera.read() is not None:
            pass
    camera.close()
    http_camera.come_back()
    (after, *_) = frames_of(CameraSettings(source=http_camera.url))
    assert before is not None and after.t_s > before.t_s
    assert http_camera.connections == 2
