"""Measurements, each by `python -m bench.NAME`."""
