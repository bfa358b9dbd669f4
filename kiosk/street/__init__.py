"""The simulated street: drawn scenes with known truth."""
