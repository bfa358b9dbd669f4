"""The `kiosk` command: finds the sub-command, reads the settings, and turns our errors into one sentence."""

import argparse
import errno
import importlib
import logging
import os
import sys
from pathlib import Path

from kiosk import __version__
from kiosk.errors import KioskError
from kiosk.settings_file import read_settings

COMMANDS = {
    "watch": "watch the street and publish incidents",
    "announce": "run the queue and the loudspeaker",
    "console": "serve the web console",
    "demo": "all of it on a laptop: simulated street, virtual loudspeaker",
    "replay": "run the watcher over a recorded source and print what it would have said",
    "say": "speak a text or a template, or write it to a WAV file",
    "voices": "list piper's voices with their licences, and install them",
    "models": "fetch and list the vehicle detector's model",
    "bench": "measure it on this machine, beside what people use today",
    "doctor": "check every part and say what to do about the broken ones",
}

_EXIT_CODES = """exit codes: 0 done, 1 failed, 2 wrong usage, 3 a file or text you gave is not right,
4 a part is missing or does not work (camera, voice, sound, model), 5 the broker is away or refuses"""


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except KioskError as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _print_no_more()
        return 0
    except OSError as error:  # what no part turned into its own words: most often a full disk behind `> file`
        print(f"kiosk: {_cause(error)}{_cure(error)}", file=sys.stderr)
        _print_no_more()
        return 1


def _cause(error: OSError) -> str:
    return f"{error.filename or 'The output'} cannot be used ({error.strerror or error})"


def _cure(error: OSError) -> str:
    return ": free some space." if error.errno in (errno.ENOSPC, errno.EDQUOT) else "; `kiosk doctor` checks each part."


def _print_no_more() -> None:
    """Else the interpreter tries once more to write what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    given = _parser(_first_word(arguments)).parse_args(arguments)
    logging.basicConfig(level=given.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    exit_code = int(given.run(given, read_settings(given.settings)))
    sys.stdout.flush()
    return exit_code


def _first_word(arguments: list[str]) -> str | None:
    return next((a for a in arguments if a in COMMANDS), None)


def _parser(wanted: str | None) -> argparse.ArgumentParser:
    """All commands are listed; only the wanted one is imported, so that `kiosk say` does not load a web server."""
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="kiosk", description=__doc__, epilog=_EXIT_CODES, formatter_class=shape)
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="settings file (default: /etc/kiosk/kiosk.toml)")
    parser.add_argument("--log-level", default="warning", choices=("debug", "info", "warning", "error"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        one = commands.add_parser(
            name, help=what, epilog=_EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if name == wanted:
            module = importlib.import_module(f"kiosk.commands.{name}")
            one.description = module.__doc__
            module.add_arguments(one)
            one.set_defaults(run=module.run)
    return parser
