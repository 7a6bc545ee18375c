"""`cramp-relief listen`: she speaks, it is understood, and the reply is spoken."""

from collections.abc import Callable
from pathlib import Path

import click

from audio.microphone import Microphone, Recording
from audio.speaker import SilentError, play
from audio.transcriber import Source, Transcriber
from audio.voice import find
from intents.corpus import corpus_of
from skill.channels.console import SILENCE, Exchange
from skill.channels.transcript import as_text
from skill.dialogue.timeline import LISTENING_SECONDS
from skill.rendering import Rendering, render
from skill.trying import Bench

UNCLEAR = "(unclear)"
"""Stands for sounds without words: in a cramp they mean it still hurts."""


def run(bench: Bench, wav: Path | None) -> None:
    """Listen to the microphone until Ctrl-C, or to a recording until its end.

    Raises:
        SoundError: no recogniser, no microphone, or no WAV file.

    """
    source: Source = Recording(wav) if wav else Microphone()
    language = bench.catalogue.language(bench.locale)
    examples = (intent.example for intent in bench.catalogue.intents.values())
    transcriber = Transcriber(corpus_of(language, examples))
    if not wav:
        click.echo('Speak, for example "my calf is cramping"; Ctrl-C ends.')
    try:
        talk(bench, transcriber, source, speak)
    except KeyboardInterrupt:
        click.echo()


def talk(
    bench: Bench,
    transcriber: Transcriber,
    source: Source,
    speak: Callable[[Rendering], None],
) -> None:
    """Answer every utterance of a source; where a question is open, silence too."""
    console = bench.console()
    voice = find(bench.locale)
    is_open, passed = False, 0.0
    for sound in transcriber.utterances(source, LISTENING_SECONDS):
        if not sound and not is_open:
            continue
        said = (transcriber.words_in(sound) or UNCLEAR) if sound else SILENCE
        if sound:  # silence takes its time by itself
            console.wait(passed)
        exchange = console.say(said)
        is_open = not exchange.spoken.ends
        _show(exchange)
        if exchange.spoken.parts:
            with source.paused():
                speak(render(exchange.spoken, voice, with_silence=False))
        passed = exchange.spoken.seconds


def speak(rendering: Rendering) -> None:
    """Play a reply; where nothing can, its words were printed."""
    try:
        play(rendering.samples)
    except SilentError as error:
        click.echo(f"      (not played: {error})")


def _show(exchange: Exchange) -> None:
    for line in as_text(exchange):
        click.echo(line)
