"""Reading parsed JSON that may hold anything anywhere."""

TEXT_LENGTH = 4096
"""Longest text read; an Alexa token or id has about a thousand characters."""


def at(value: object, *path: str) -> object:
    """Follow keys down; None where they lead nowhere."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text_at(value: object, *path: str) -> str | None:
    """Give a text, None where there is none or it is empty, endless or unprintable.

    So no line end, control character or half of a character gets any further.
    """
    text = at(value, *path)
    if not isinstance(text, str) or not text or len(text) > TEXT_LENGTH:
        return None
    return text if text.isprintable() else None


def items_at(value: object, *path: str) -> list[object]:
    """Give a list, empty where there is none."""
    found = at(value, *path)
    return found if isinstance(found, list) else []
