"""Translates: one way in per module, none knows another."""
