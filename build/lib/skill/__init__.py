"""CONVERSATION and its ways in and out."""
