"""Words for what the log keeps as ids: steps, warning signs, and parts of a leg."""

import re
from collections.abc import Mapping

from intents.catalogue import Catalogue
from skill.episodes.episode import Episode

DONE = {
    "pulling the toes up": "pull pull_first again third rail",
    "pulling the toes up gently": "ease_off",
    "pushing against the wall": "wall wall_again",
    "pulling with a towel": "towel towel_again",
    "standing, leg stretched back": "step_back step_back_again",
    "standing, heel down": "press_heel",
    "sitting up": "sit_up",
    "help from a partner": "partner partner_again",
    "rubbing": "rub",
    "moving about": "circles",
    "stretching the toes": "toes toes_again",
    "pressing the foot down": "toes_press",
    "stretching the foot": "foot",
    "stretching the thigh": "thigh_back thigh_back_again thigh_front",
    "resting the thigh": "thigh_rest",
    "stretching both legs": "both both_again",
    "one leg, then the other": "one_then_other",
}
"""What is done, and the steps of a relief in which it is."""
STEPS = {step: words for words, steps in DONE.items() for step in steps.split()}
PAIRS = {"calf": "calves", "foot": "feet", "toes": "feet, toes", "thigh": "thighs"}
"""Places as both legs have them."""


def names_of(catalogue: Catalogue) -> Mapping[str, str]:
    """Give words for the ids of steps and of warning signs."""
    flags = catalogue.language("en-GB").danger["flags"]
    signs = {
        flag: re.sub(r"(?<!^)(?=[A-Z])", " ", intent.removeprefix("Report")).lower()
        for flag, row in flags.items()
        if (intent := row.get("intent"))
    }
    return {**STEPS, **signs}


def named(id_: str, names: Mapping[str, str]) -> str:
    """Give the words for an id; the id itself, where it is not known any more."""
    return names.get(id_, id_).replace("_", " ")


def part_of(episode: Episode) -> str:
    """Give where a cramp was, such as "left calf" or "both feet"; empty: not said."""
    if episode.leg == "both":
        return f"both {PAIRS.get(episode.place or '', 'legs')}"
    if episode.leg:
        return f"{episode.leg} {episode.place or 'leg'}"
    return episode.place or ""
