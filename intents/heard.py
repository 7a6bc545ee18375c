"""What writers who never saw our content say: folder `heard` of a language."""

from collections.abc import Mapping
from typing import Any

import yaml

from intents.catalogue import HERE, LOADER

UNKNOWN = "AskUnknown"
"""Intent of a question about a thing no question knows."""


def said_in(language: str, name: str) -> Mapping[str, Any]:
    """Read `heard/<name>.yaml` of a language."""
    text = (HERE / language / "heard" / f"{name}.yaml").read_text("utf-8")
    said: Mapping[str, Any] = yaml.load(text, LOADER)  # noqa: S506, a safe loader
    return said
