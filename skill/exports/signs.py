"""Words for warning signs, as a report names them."""

import re
from collections.abc import Mapping
from typing import Any


def sign_names(flags: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """Give words for the ids of warning signs, such as "heavy bleeding".

    `flags` are those of a language's danger.yaml.
    """
    return {
        flag: re.sub(r"(?<!^)(?=[A-Z])", " ", intent.removeprefix("Report")).lower()
        for flag, row in flags.items()
        if (intent := row.get("intent"))
    }
