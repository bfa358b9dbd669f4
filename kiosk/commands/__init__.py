"""One file per `kiosk` command: its arguments and what it runs."""
