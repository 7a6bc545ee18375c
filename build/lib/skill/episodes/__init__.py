"""Remembers cramps: episodes, nights, counts."""
