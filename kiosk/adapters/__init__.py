"""The world outside: one folder per port, real parts and their simulated twins."""
