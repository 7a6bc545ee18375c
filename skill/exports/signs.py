"""Words for warning signs, as a report names them."""

import re
from collections.abc import Mapping

from intents.catalogue import Catalogue


def sign_names(catalogue: Catalogue) -> Mapping[str, str]:
    """Give words for the ids of warning signs, such as "heavy bleeding"."""
    flags = catalogue.language("en-GB").danger["flags"]
    return {
        flag: re.sub(r"(?<!^)(?=[A-Z])", " ", intent.removeprefix("Report")).lower()
        for flag, row in flags.items()
        if (intent := row.get("intent"))
    }
