"""The web console: what staff tap on and owners set up, served by Flask; composed here."""

from flask import Flask

from kiosk.messages.topics import TEMPLATES, VENUE, ZONES
from kiosk.ports import SpeechEngine
from kiosk.settings import Settings
from web_console.house import House
from web_console.languages import speak_languages
from web_console.live import Live
from web_console.mistakes import explain_mistakes
from web_console.own_voice import OwnVoice
from web_console.pages import PAGES
from web_console.protection import protect
from web_console.session_key import session_key
from web_console.store import Store
from web_console.streams import Streams
from web_console.who import know_people, session_holds

_SPARE_THREADS = 8
"""Threads that open tablets may never take, so that a tap always finds one."""


def create_app(settings: Settings, store: Store, live: Live, voice: SpeechEngine | None) -> Flask:
    """The console over what it is given; publishes the stored configuration, retained, through `live`.

    `voice` lets people hear a sentence on their tablet; None when there is none.

    Raises:
        StoreError: the database or the key of the sign-in cannot be used.
    """
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["house"] = House(
        settings=settings,
        live=live,
        streams=Streams(max(1, settings.console.threads - _SPARE_THREADS)),
        voice=voice,
        heard_folder=settings.state_folder / "heard",
        read_templates=store.configuration.templates,
        read_zones=store.configuration.zones,
        read_venue=store.configuration.venue,
        own_voice=OwnVoice(store, live),
        still_signed_in=lambda token: session_holds(store, token),
    )
    protect(app, settings, session_key(settings.state_folder))
    speak_languages(app)
    know_people(app, store)
    explain_mistakes(app)
    for page in PAGES:
        app.register_blueprint(page)
    live.publish(VENUE, store.configuration.venue())
    live.publish(ZONES, store.configuration.zones())
    live.publish(TEMPLATES, store.configuration.templates())
    return app
