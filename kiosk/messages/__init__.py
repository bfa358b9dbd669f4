"""What travels over MQTT: one file per subject, and one table of topics."""
