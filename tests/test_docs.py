"""The pages of docs/ say what the code says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.adapters.journal.sqlite import _KEPT_DAYS
from kiosk.cli import COMMANDS
from kiosk.docs import EXAMPLE_REQUEST, FOLDER, main, pages
from kiosk.domain.health import TROUBLES
from kiosk.domain.reasons import REASONS
from kiosk.domain.requests import Request
from kiosk.messages.codec import decode
from kiosk.messages.topics import TOPICS
from web_console.store.history import KEPT_DAYS

ROOT = FOLDER.parent
WRITTEN_BY_HAND = (
    "announcing.md", "benchmarks.md", "home_assistant.md", "operations.md", "privacy.md", "voices.md", "wiring.md",
)  # fmt: skip


@pytest.mark.parametrize("name", pages())
def test_a_generated_page_is_not_stale(name: str) -> None:
    file = FOLDER / name
    fresh = file.exists() and file.read_text(encoding="utf-8") == pages()[name]
    assert fresh, f"docs/{name} is stale: run `python -m kiosk.docs`"


def test_the_check_fails_on_a_stale_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.docs.FOLDER", tmp_path)
    assert main(["--check"]) == 1
    assert main([]) == 0
    assert main(["--check"]) == 0
    (tmp_path / "mqtt.md").write_text("something older", encoding="utf-8")
    assert main(["--check"]) == 1


def test_the_command_of_the_page_is_the_one_that_checks_it() -> None:
    assert subprocess.run([sys.executable, "-m", "kiosk.docs", "--check"], cwd=ROOT, timeout=120).returncode == 0


def test_every_topic_and_every_trouble_is_in_its_page() -> None:
    assert all(f"| `{topic.pattern}` |" in pages()["mqtt.md"] for topic in TOPICS)
    assert all(f"| `{code}` |" in pages()["troubles.md"] for code in TROUBLES)


def test_the_example_request_is_one() -> None:
    assert decode(EXAMPLE_REQUEST.encode(), Request).template == "order-ready"


@pytest.mark.parametrize("name", WRITTEN_BY_HAND)
def test_a_page_names_only_commands_and_files_that_exist(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    for command in re.findall(r"`kiosk (\w+)", text):
        assert command in COMMANDS, f"docs/{name} names `kiosk {command}`"
    for path in re.findall(r"`((?:docs|firmware_config|systemd|kiosk)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), f"docs/{name} names {path}"


def test_the_owners_guide_says_what_to_do_about_every_refusal() -> None:
    text = (FOLDER / "announcing.md").read_text(encoding="utf-8")
    missing = [code for code, words in REASONS.items() if f"| {words.en} | {words.fr} | " not in text]
    assert not missing, f"docs/announcing.md does not say what to do about {missing}"


def test_the_readme_and_the_pages_link_to_what_exists() -> None:
    for page in (ROOT / "README.md", *FOLDER.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_privacy_page_says_how_long_things_are_kept() -> None:
    text = (FOLDER / "privacy.md").read_text(encoding="utf-8")
    assert f"{_KEPT_DAYS} days in the journal, {KEPT_DAYS} days in the history" in text
