"""Shared by scripts/bench and scripts/bench-echo."""
