"""Shows the whole kiosk on this computer: an embedded broker, a simulated street, the console, a virtual loudspeaker.

Open the address it prints, sign in, wait for the car, tap. Nothing is kept when it ends. With --headless it taps for
itself, over HTTP as a browser would, and --until-spoken ends it once the announcement was heard (exit 0) or not (1).
"""

import argparse

from kiosk.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kiosk demo`."""
    parser.add_argument("--port", type=int, help="port of the console (default: 8080, or a free one when it is taken)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 lets a tablet in")
    parser.add_argument("--seed", type=int, default=1, help="which simulated street (default: 1)")
    parser.add_argument("--headless", action="store_true", help="sign in and tap by itself, without a browser")
    parser.add_argument("--until-spoken", action="store_true", help="end when the announcement was heard")
    parser.add_argument("--timeout", type=float, default=120.0, metavar="S", help="give up after S seconds (headless)")
    parser.add_argument("--json", action="store_true", help="print the headless result as one JSON object")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Runs the demo until Ctrl-C, or until it was heard."""
    from kiosk.demo import Options, run_demo

    return run_demo(
        Options(
            port=given.port,
            host=given.host,
            seed=given.seed,
            headless=given.headless or given.until_spoken,
            until_spoken=given.until_spoken,
            timeout_s=given.timeout,
            as_json=given.json,
        ),
        settings,
    )
