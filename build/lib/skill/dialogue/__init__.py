"""Decides what to answer: no Flask, no SDK, no clock, no wording."""
