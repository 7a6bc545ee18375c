"""Questions: an answer, its rest, its source, and at most one offer."""

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from intents.content import Question
from skill.dialogue import guidance, steps, whereabouts
from skill.dialogue.answers import ELSE, answered, saying
from skill.dialogue.refusals import close, is_closed, refusing
from skill.dialogue.session import Session, State
from skill.dialogue.stage import cautions, is_withheld, kept_session, trimester
from skill.dialogue.timeline import lines_of
from skill.dialogue.turn import Line, Reply, Turn
from skill.dialogue.world import World
from skill.episodes.nights import night_of
from skill.episodes.records import Stretched

MORE = "more"
"""Offer of the rest of an answer."""
UNKNOWN = "unknown"
"""Topic of a thing no question knows."""
STRETCHES = frozenset({"bedtime", "evening"})
"""Routines that count as the stretch before bed."""
EVENING_FROM = 17
"""Hour from which a stretch is one before bed."""
NIGHT_FROM, NIGHT_UNTIL = 22, 6
"""Local hours in which heel raises are not guided."""


def ask(turn: Turn, world: World) -> Reply:
    """Answer a question; what was refused twice is not argued about again."""
    question = world.language.questions[world.language.topics[turn.intent or ""]]
    if is_closed(turn, question):
        return close(turn, world, question)
    return refusing(_answer(turn, world, question), world, question)


def _answer(turn: Turn, world: World, question: Question) -> Reply:
    """Answer; with a caution she named, what it withholds is withheld."""
    if cautions(turn, world) & set(question.withhold):
        return answered(turn, Line(f"{question.key}.cautious"), question.id, ELSE)
    offer = question.offer or (MORE if question.has_more else ELSE)
    if offer in world.facts.runs and is_withheld(turn, world, offer):
        offer = ELSE
    reply = answered(turn, Line(question.key), question.id, offer)
    third = trimester(turn, world)
    if third not in question.stages:
        return reply
    return saying(reply, (*reply.says, Line(f"{question.key}.{third}")))


def unknown(turn: Turn, world: World) -> Reply:
    """Say so honestly when no question knows the thing."""
    del world
    return answered(turn, Line("prevention.unknown"), UNKNOWN, "bedtime")


def tell_more(turn: Turn, world: World) -> Reply:
    """Say the rest of the last answer, or who knows more."""
    if turn.session.topic == UNKNOWN:
        return _no_source(turn)
    if turn.session.topic is None and not turn.session.run:
        return guidance.offer(turn, world)
    question = _last(turn, world)
    if question is None or not question.has_more or _was_withheld(turn, world):
        return answered(turn, Line("prevention.no_more"), turn.session.topic, ELSE)
    if is_closed(turn, question):
        return close(turn, world, question)
    reply = answered(turn, Line(f"{question.key}.more"), question.id, ELSE)
    return refusing(reply, world, question)


def says_who(turn: Turn, world: World) -> Reply:
    """Name the sources of the last answer and how sure they are."""
    if turn.session.topic == UNKNOWN:
        return _no_source(turn)
    question = _last(turn, world)
    if question is None or not question.claims:
        return answered(turn, Line("prevention.who"), None, ELSE)
    claims = [world.claims[name] for name in question.claims]
    strength = max((claim.strength for claim in claims), key=STRENGTHS.index)
    spoken = dict.fromkeys(name for claim in claims for name in claim.spoken)
    said = (
        Line("prevention.says_who", {"sources": "|".join(list(spoken)[:NAMED])}),
        Line(f"prevention.strength.{strength}"),
    )
    return saying(answered(turn, said[0], question.id, ELSE), said)


def _no_source(turn: Turn) -> Reply:
    line = Line("prevention.unknown.source")
    return answered(turn, line, UNKNOWN, ELSE)


STRENGTHS = ("guidance", "trial", "weak", "memory", "editorial")
"""How well a claim is founded, best first."""
NAMED = 2
"""Most sources named in one breath."""


def take_offer(turn: Turn, world: World) -> Reply:
    """Give what "yes" was said to."""
    offer = turn.session.offer
    if offer == MORE:
        return tell_more(turn, world)
    if offer in world.facts.runs:
        return start_routine(turn, world)
    asks = Line("relief.ask.question")
    session = replace(turn.session, state=State.OFFERED, offer=ELSE, asked=asks.key)
    return Reply(session=session, asks=asks)


def refuse_offer(turn: Turn, world: World) -> Reply:
    """Close quietly."""
    del turn, world
    return Reply(session=Session(), says=(Line("relief.rest_well"),))


def start_routine(turn: Turn, world: World) -> Reply:
    """Guide a routine, unless a caution she named withholds it."""
    routine = turn.slots.get("routine") or turn.session.offer or "bedtime"
    run = world.facts.runs.get(routine)
    if run is None:
        routine, run = "bedtime", world.facts.runs["bedtime"]
    if is_withheld(turn, world, routine):
        return answered(turn, Line("prevention.withheld"), None, ELSE)
    if run.daytime and _is_night(turn):
        return answered(turn, Line("routine.daytime"), None, "bedtime")
    session = replace(turn.session, run=routine, started=None, step=None, last=())
    turn = replace(turn, session=session)
    reply = steps.play(turn, world, steps.At(routine))
    local = turn.heard_at.astimezone(ZoneInfo(turn.zone))
    if routine not in STRETCHES or NIGHT_UNTIL <= local.hour < EVENING_FROM:
        return reply
    night = night_of(turn.heard_at, local.tzinfo or UTC)
    return replace(reply, records=(*reply.records, Stretched(night)))


def stop_routine(turn: Turn, world: World) -> Reply:
    """Stop when it hurts; she may have a cramp, and then says so."""
    del world
    asks = Line("guidance.offer")
    session = kept_session(turn.session)
    line = Line("routine.stopped")
    return Reply(session=replace(session, asked=asks.key), says=(line,), asks=asks)


def _is_night(turn: Turn) -> bool:
    hour = turn.heard_at.astimezone(ZoneInfo(turn.zone)).hour
    return hour >= NIGHT_FROM or hour < NIGHT_UNTIL


def _was_withheld(turn: Turn, world: World) -> bool:
    question = _last(turn, world)
    return bool(question and cautions(turn, world) & set(question.withhold))


def _last(turn: Turn, world: World) -> Question | None:
    return world.language.questions.get(turn.session.topic or "")


def pause_routine(turn: Turn, world: World) -> Reply:
    """Wait for her; in silence the movement she is at is said again."""
    run, step = whereabouts.run_of(turn, world), whereabouts.heard(turn, world)
    session = replace(
        turn.session,
        step=step,
        sent=turn.seconds,
        asked=whereabouts.WAITING.key,
        last=(),
    )
    return Reply(
        session=session,
        says=(Line("relief.wait"),),
        asks=whereabouts.WAITING,
        again=tuple(lines_of(world.facts, run, [step], short=True)),
    )
