"""Spoken -> Alexa's response envelope, in the SDK's own types."""

import json
from typing import TypeAlias

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.directive import Directive
from ask_sdk_model.response import Response
from ask_sdk_model.response_envelope import ResponseEnvelope
from ask_sdk_model.ui.reprompt import Reprompt
from ask_sdk_model.ui.ssml_output_speech import SsmlOutputSpeech

from audio.ssml import (
    REPLY_SECONDS,
    REPROMPT_SECONDS,
    RESPONSE_BYTES,
    LimitExceeded,
    Style,
    check_length,
    check_limits,
    ssml_of,
)
from skill.channels.alexa.apla import directive
from skill.channels.alexa.breathing import breathed
from skill.channels.alexa.voicing import Voicing
from skill.spoken import Part, Spoken, joined, style_of

VERSION = "1.0"
"""Source: request and response JSON reference."""
Voiced: TypeAlias = tuple[SsmlOutputSpeech | None, list[Directive] | None]
"""Speech, or the directive in its place."""
_SERIALIZER = DefaultSerializer()


def body_of(spoken: Spoken, voicing: Voicing) -> bytes:
    """Give the JSON that speaks a reply.

    Whether the session ends is always said: left out, it would depend on the device.

    Raises:
        LimitExceeded: the platform would refuse it.

    """
    parts, again = spoken.parts, () if spoken.ends else spoken.again
    if voicing.sources and not voicing.as_apla:
        parts, again = breathed(parts, again)
    speech, directives = _voiced(
        parts, style_of(parts, spoken.manner), voicing, REPLY_SECONDS
    )
    reprompt = _voiced(again, style_of(again, spoken.manner), voicing, REPROMPT_SECONDS)
    response = Response(
        output_speech=speech,
        directives=directives,
        reprompt=Reprompt(*reprompt) if again else None,
        should_end_session=spoken.ends,
    )
    attributes = {} if spoken.ends else spoken.session.to_attributes()
    body = _body(ResponseEnvelope(VERSION, attributes, response=response))
    if len(body) > RESPONSE_BYTES:
        raise LimitExceeded(f"{len(body)} bytes, at most {RESPONSE_BYTES}")
    return body


def silence() -> bytes:
    """Give the JSON that only says a request was received."""
    return _body(ResponseEnvelope(VERSION, response=Response()))


def _voiced(
    parts: tuple[Part, ...], style: Style, voicing: Voicing, longest: float
) -> Voiced:
    if not parts:
        return None, None
    speech = joined(parts)
    if voicing.as_apla and any(part.kind == "hold" for part in parts):
        check_length(speech, longest)
        return None, [directive(parts, voicing.sources, style)]
    ssml = ssml_of(speech, style, voicing.sources)
    check_limits(ssml, speech, longest)
    return SsmlOutputSpeech(ssml=ssml), None


def _body(envelope: ResponseEnvelope) -> bytes:
    return json.dumps(_SERIALIZER.serialize(envelope)).encode()
