"""Hello-worlds in Flask for the speed bench to stand beside."""

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import RequestEnvelope
from flask import Flask, jsonify, request


def bare() -> Flask:
    """Give a hello-world of Flask alone."""
    app = Flask("bare")
    app.post("/alexa")(lambda: {"version": "1.0", "response": "Hello world."})
    return app


def open_sdk() -> Flask:
    """Give one with Amazon's SDK, read and answered as its Flask adapter does."""
    builder, serializer = SkillBuilder(), DefaultSerializer()

    @builder.request_handler(can_handle_func=lambda _: True)
    def hello(given):
        return given.response_builder.speak("Hello world.").ask("Hello?").response

    skill = builder.create()
    app = Flask("sdk")

    @app.post("/alexa")
    def alexa():
        content = request.data.decode()
        read = serializer.deserialize(payload=content, obj_type=RequestEnvelope)
        answer = skill.invoke(request_envelope=read, context=None)
        return jsonify(serializer.serialize(answer))

    return app
