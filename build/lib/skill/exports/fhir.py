"""Episodes as a FHIR R4 Bundle of Observations.

The person is the pseudonym she has in the diary, never a name. What FHIR has no
common code for is a component in a code system of our own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from skill.episodes.episode import Episode
from skill.exports.names import STEPS, named

LOINC = "http://loinc.org"
OWN = "urn:cramp-relief:episode"
UCUM = "http://unitsofmeasure.org"
SEVERITY = "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported"
"""Source: LOINC."""
GESTATION = "49051-6", "Gestational age in weeks"
"""Source: LOINC."""
TITLES = {
    "leg": "Leg that cramped",
    "place": "Where in the leg",
    "sleep": "Sleep disturbance, 0 to 10",
    "soreness": "Soreness the next day, 0 to 10",
    "helped": "Step during which it eased",
    "stretched": "Calf stretch at bedtime before it",
    "signs": "Warning signs answered; none: asked, and none",
    "channel": "How it was reported",
}
SAID = "Self-reported, mostly by voice. Not reviewed by a clinician. No diagnosis."
Json = dict[str, Any]


def as_fhir(episodes: Iterable[Episode], person: str, now: datetime) -> str:
    """Give the Bundle as JSON; `now` is when it was made."""
    subject = {
        "type": "Patient",
        "identifier": {"system": "urn:cramp-relief:person", "value": person},
    }
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _moment(now),
        "entry": [
            {"fullUrl": f"urn:uuid:{UUID(e.id)}", "resource": observation(e, subject)}
            for e in episodes
        ],
    }
    if not bundle["entry"]:
        del bundle["entry"]  # FHIR has no empty lists
    return json.dumps(bundle, indent=1, ensure_ascii=False) + "\n"


def observation(episode: Episode, subject: Mapping[str, Any]) -> Json:
    """Give one stored episode as an Observation of pain severity."""
    seen: Json = {
        "resourceType": "Observation",
        "id": str(UUID(episode.id)),
        "status": "final",
        "category": [{"coding": [_coding(_CATEGORY, "survey", "Survey")]}],
        "code": {"coding": [_coding(LOINC, *SEVERITY)], "text": "Leg cramp"},
        "subject": subject,
        "performer": [subject],
        "note": [{"text": SAID}],
        **_when(episode),
    }
    if episode.severity is None:
        seen["dataAbsentReason"] = {"coding": [_coding(_ABSENT, "unknown", "Unknown")]}
    else:
        seen["valueQuantity"] = _quantity(episode.severity, "{score}")
    if parts := list(_components(episode)):
        seen["component"] = parts
    return seen


_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"


def _when(episode: Episode) -> Json:
    start = _moment(episode.started_at)
    if episode.ended_at is None:
        return {"effectiveDateTime": start}
    return {"effectivePeriod": {"start": start, "end": _moment(episode.ended_at)}}


def _components(episode: Episode) -> Iterator[Json]:
    for name, title in TITLES.items():
        value = getattr(episode, name)
        if name == "helped" and value:
            value = named(value, STEPS)
        if value is not None:
            coding = _coding(OWN, name, title)
            yield {"code": {"coding": [coding]}, **_valued(value)}
    if episode.week is not None:
        week = _quantity(episode.week, "wk")
        yield {"code": {"coding": [_coding(LOINC, *GESTATION)]}, "valueQuantity": week}


def _valued(value: str | int) -> Json:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int):
        return {"valueQuantity": _quantity(value, "{score}")}
    return {"valueString": str(value) or "none"}


def _quantity(value: int, unit: str) -> Json:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def _coding(system: str, code: str, display: str) -> Json:
    return {"system": system, "code": code, "display": display}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
