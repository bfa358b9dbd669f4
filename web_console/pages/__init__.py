"""The pages of the console, one blueprint each."""

from flask import Blueprint

from web_console.pages.desk import desk
from web_console.pages.history import history
from web_console.pages.people import people
from web_console.pages.recordings import recordings
from web_console.pages.rehearsal import rehearsal
from web_console.pages.sign_in import sign_in
from web_console.pages.speak import speak
from web_console.pages.templates import templates
from web_console.pages.venue import venue
from web_console.pages.what_if import what_if
from web_console.pages.zones import zones

PAGES: tuple[Blueprint, ...] = (
    sign_in, desk, speak, history, templates, recordings, rehearsal, zones, what_if, venue, people,
)  # fmt: skip
