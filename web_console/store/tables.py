"""The tables of the console's database, as the newest migration leaves them."""

from sqlalchemy import Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

people = Table(
    "people", metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("name_key", String, nullable=False, unique=True),  # the name as it is compared: no case, no spaces around
    Column("role", String, nullable=False),
    Column("secret", String, nullable=False),  # argon2 hash of a password (owner) or a PIN (staff)
    Column("created_at", String, nullable=False),
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    Column("token", String, primary_key=True),  # SHA-256 of what the cookie carries
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("until", String, nullable=False),
)  # fmt: skip

attempts = Table(
    "attempts", metadata,
    Column("who", String, primary_key=True),  # "person:ID", "address:IP" or "setup"
    Column("failures", Integer, nullable=False),
    Column("last_at", String, nullable=False),
    Column("until", String, nullable=False),
)  # fmt: skip

facts = Table(
    "facts", metadata,
    Column("name", String, primary_key=True),
    Column("text", Text, nullable=False),
)  # fmt: skip

configuration = Table(
    "configuration", metadata,
    Column("name", String, primary_key=True),  # venue, zones or templates
    Column("version", Integer, nullable=False),
    Column("payload", Text, nullable=False),  # the JSON that is published
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
)  # fmt: skip

history = Table(
    "history", metadata,
    Column("id", String, primary_key=True),
    Column("at", String, nullable=False, index=True),
    Column("by", String, nullable=False),
    Column("text_fr", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("incident", String),
    Column("state", String, nullable=False),
    Column("reason", String),
)  # fmt: skip

recordings = Table(
    "recordings", metadata,
    Column("sound", String, primary_key=True),  # the name of the sound, from its own bytes
    Column("content", LargeBinary, nullable=False),  # WAV
    Column("seconds", Float, nullable=False),
    Column("voice", String, nullable=False),  # whose voice it is
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
)  # fmt: skip
