"""What install.sh installs with pip has all its pages, migrations and pictures."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATTERNS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]


@pytest.mark.parametrize("package", ["kiosk", "web_console"])
def test_every_file_of_a_package_is_installed(package: str) -> None:
    files = {file for file in (ROOT / package).rglob("*") if file.is_file() and file.suffix not in (".py", ".pyc")}
    covered = {file for pattern in PATTERNS[package] for file in (ROOT / package).glob(pattern)}
    assert files - covered == set(), "add a pattern to package-data in pyproject.toml"
