"""SOUND: how an answer is voiced."""
