"""Brings in what an office has in an earlier system: a file becomes reports with their own dates, and no made-up
history."""
