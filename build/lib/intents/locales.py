"""Where a speaker stands: language, emergency number and local words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Locale:
    """One Alexa locale."""

    name: str
    """e.g. en-GB; an unknown one keeps its own name."""
    language: str
    """Folder below `intents/`."""
    alexa: bool
    """Has an interaction model."""
    zone: str
    """IANA zone when neither device nor setting names one."""
    words: Mapping[str, str]
    """Values every reply may use: emergency_number, advice_line, midwife ..."""


def locales_of(content: Mapping[str, Any]) -> dict[str, Locale]:
    """Read parsed locales.yaml."""
    return {
        name: Locale(
            name=name,
            language=row["language"],
            alexa=row["alexa"],
            zone=row["zone"],
            words=_words(content, row["country"]),
        )
        for name, row in content["locales"].items()
    }


def locale_named(content: Mapping[str, Any], name: str) -> Locale:
    """Give a locale we have no row for: its country's numbers, else safe words."""
    country = name.partition("-")[2].upper()
    return Locale(name, "en", False, "UTC", _words(content, country))


def _words(content: Mapping[str, Any], country: str) -> dict[str, str]:
    words = {**content["words"]["default"], **content["words"].get(country, {})}
    lines = content["countries"].get(country)
    if lines is None:
        return {**words, **content["unknown"]}
    return words | {
        "emergency_number": _digits(lines["emergency"]["say"]),
        "advice_line": _digits(lines["advice"]["say"]),
        "crisis_line": _digits(lines["crisis"]["say"]),
    }


def _digits(number: str) -> str:
    """Mark a telephone number, so that it is read digit by digit."""
    return f"[digits {number}]" if number[0].isdigit() else number
