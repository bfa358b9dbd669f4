"""Measures the kiosk against what people use today, and against the truth; every figure can come out against us."""
