"""Spoken -> Alexa's response envelope, in the SDK's own types."""

import json

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.response import Response
from ask_sdk_model.response_envelope import ResponseEnvelope
from ask_sdk_model.ui.reprompt import Reprompt
from ask_sdk_model.ui.ssml_output_speech import SsmlOutputSpeech

from audio.ssml import (
    NIGHT,
    PLAIN,
    REPLY_SECONDS,
    REPROMPT_SECONDS,
    RESPONSE_BYTES,
    LimitExceeded,
    check_limits,
    ssml_of,
)
from skill.spoken import Part, Spoken, joined

VERSION = "1.0"
"""Source: request and response JSON reference."""
_SERIALIZER = DefaultSerializer()


def body_of(spoken: Spoken) -> bytes:
    """Give the JSON that speaks a reply.

    Whether the session ends is always said: left out, it would depend on the device.

    Raises:
        LimitExceeded: the platform would refuse it.

    """
    again = None if spoken.ends else _speech(spoken.again, REPROMPT_SECONDS)
    response = Response(
        output_speech=_speech(spoken.parts, REPLY_SECONDS),
        reprompt=Reprompt(output_speech=again) if again else None,
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


def _speech(parts: tuple[Part, ...], longest: float) -> SsmlOutputSpeech | None:
    """Give the speech of some parts, slow where a hold is among them."""
    if not parts:
        return None
    speech = joined(parts)
    ssml = ssml_of(speech, NIGHT if any(p.kind == "hold" for p in parts) else PLAIN)
    check_limits(ssml, speech, longest)
    return SsmlOutputSpeech(ssml=ssml)


def _body(envelope: ResponseEnvelope) -> bytes:
    return json.dumps(_SERIALIZER.serialize(envelope)).encode()
