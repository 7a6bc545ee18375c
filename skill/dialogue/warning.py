"""What is done when a warning sign was found: the words, and what stops."""

from dataclasses import replace
from datetime import UTC, datetime

from intents.suspicion import URGENCIES, Suspicion
from skill.dialogue import steps
from skill.dialogue.danger import Finding, Watch
from skill.dialogue.danger_rules import GRAVE
from skill.dialogue.session import RUNNING, Session, State
from skill.dialogue.turn import Line, Reply, Turn, unpacked
from skill.dialogue.world import World
from skill.episodes.records import DropPlace, KeepPlace, Place, Record, Sign

LATE = "RF17"
"""A cramp that has lasted ten minutes."""
UNSPOKEN = "RF27"
"""Never kept anywhere, not even for fifteen minutes: others may hear."""
WARNED_RUN = "warned"
"""Run id of a kept place that is no relief but an answered warning."""
MOST_URGENT = "E"
"""Doubted only where it is very clear that there is nothing."""
STRETCHING = frozenset({"everything", "stretch"})


def warn(turn: Turn, world: World, flag: str) -> Reply:
    """Answer the sign `flag` in its plain form."""
    return answer(turn, world, world.watch.of_flag(flag))


def resume(turn: Turn, world: World, key: str) -> Reply:
    """Say a warning again when she opens the skill soon after it."""
    return answer(turn, world, world.watch.of_reply(key))


def look(turn: Turn, world: World) -> Finding | None:
    """Find a sign in the words heard, in a slot, or in what the platform heard.

    One that needs ten minutes is none before a running relief has had them.
    """
    reported = world.watch.of_intent(turn.intent) if turn.intent else None
    words = turn.utterance or turn.slots.get("anything")
    finding = reported or (
        judged(str(words), world.watch, turn.suspicion) if words else None
    )
    if finding is None or not finding.is_alarm:
        return None
    started = turn.session.started
    early = started and turn.seconds - started < world.facts.clock.call_seconds
    return None if finding.needs_clock and early else finding


def judged(words: str, watch: Watch, second: Suspicion | None) -> Finding | None:
    """Look by rules; a second look may add a sign, doubt one, or name it better."""
    finding = watch.look(words)
    if finding and finding.needs_clock:
        finding = watch.suspected(finding.flag, words)  # the words may tell how long
    if second is None:
        return finding
    if finding is None or not finding.is_alarm:
        return _suspected(words, watch, second) if second.is_sign else finding
    is_urgent = finding.urgency == MOST_URGENT
    if second.is_no_emergency if is_urgent else second.is_nothing:
        return None
    return _named(finding, _suspected(words, watch, second), second)


def _suspected(words: str, watch: Watch, second: Suspicion) -> Finding:
    return watch.suspected(second.flag, words, second.variant)


def _named(finding: Finding, other: Finding, second: Suspicion) -> Finding:
    """Choose between the sign of the rules and that of the second look."""
    is_milder = URGENCIES.index(other.urgency) > URGENCIES.index(finding.urgency)
    if other.needs_clock or (is_milder and other.flag == finding.flag):
        return finding
    stands = is_milder or finding.needs_clock
    return finding if stands and not second.is_this_sign else other


def danger(turn: Turn, world: World, finding: Finding) -> Reply:
    """Answer a sign; where only the clock can tell, stretch and ask about it."""
    if not finding.needs_clock or turn.session.started:
        return answer(turn, world, finding)
    reply = steps.play(turn, world, steps.At("calf"))
    asks = Line("danger.ten_minutes")
    session = replace(reply.session, state=State.TIMING, asked=asks.key)
    return replace(reply, session=session, asks=asks)


def answer(turn: Turn, world: World, finding: Finding) -> Reply:
    """Say what to do; an urgent sign stops the relief and keeps only the warning."""
    finding = _gravest(turn, world, finding)
    line = Line(finding.reply)
    if finding.urgency not in GRAVE and not STRETCHING & finding.withholds:
        session = replace(turn.session, last=(line.packed,), flag=finding.flag)
        reply = Reply(session=session, says=(line,), flag=finding.flag)
        running = turn.session.state in RUNNING
        return steps.come_back(turn, world, reply) if running else reply
    asks = Line("danger.repeat")
    session = Session(
        state=State.WARNED,
        started=turn.session.started,
        sent=turn.seconds,
        asked=asks.key,
        flag=finding.flag,
        cautions=turn.session.cautions,
        last=(line.packed,),
    )
    return Reply(
        session=session,
        says=(line,),
        asks=asks,
        again=(line,),
        records=(_kept(turn, finding), *_noted(turn, finding)),
        flag=finding.flag,
    )


def _gravest(turn: Turn, world: World, finding: Finding) -> Finding:
    """Give the more urgent of this sign and the one she was warned of."""
    if turn.session.state is not State.WARNED:
        return finding
    return min(finding, _last(turn, world), key=lambda f: URGENCIES.index(f.urgency))


def repeat(turn: Turn, world: World) -> Reply:
    """Say the warning once more."""
    return answer(turn, world, _last(turn, world))


def relief_after(turn: Turn, world: World) -> Reply:
    """Stretch in bed after a warning that does not forbid it; else warn again."""
    finding = _last(turn, world)
    if finding.urgency == "E" or STRETCHING & finding.withholds:
        return answer(turn, world, finding)
    return steps.play(turn, world, steps.At("in_bed"))


def stay(turn: Turn, reply: Reply) -> Reply:
    """Give an answer she asked for after a warning, and offer nothing but the call."""
    said = (line for line in reply.says if line != steps.REST_WELL)
    return replace(
        reply,
        session=steps.knowing(turn.session, reply.session),
        says=(*said, Line("guidance.make_that_call")),
        asks=Line("danger.repeat"),
        again=tuple(unpacked(text) for text in turn.session.last),
    )


def nobody_answers(turn: Turn, world: World) -> Reply:
    """Say where to go when the maternity unit does not pick up."""
    del world
    line = Line("danger.unanswered")
    return Reply(session=turn.session, says=(line,), asks=Line("danger.repeat"))


def lasted(turn: Turn, world: World) -> Reply:
    """Warn after "yes" to "has it been ten minutes?"."""
    return warn(turn, world, LATE)


def acknowledged(turn: Turn, world: World) -> Reply:
    """Close after a warning, with the one thing that matters."""
    del world
    session = replace(turn.session, state=State.RESTING)
    return Reply(session=session, says=(Line("guidance.make_that_call"),))


def _last(turn: Turn, world: World) -> Finding:
    said = turn.session.last
    return world.watch.of_reply(said[0] if said else "")


def _noted(turn: Turn, finding: Finding) -> tuple[Record, ...]:
    """Note the sign with the cramp it was answered in."""
    if turn.session.started is None or finding.flag in (None, UNSPOKEN):
        return ()
    return (Sign(datetime.fromtimestamp(turn.session.started, UTC), finding.flag),)


def _kept(turn: Turn, finding: Finding) -> Record:
    """Keep the warning for fifteen minutes, so that opening again repeats it."""
    if finding.flag == UNSPOKEN:
        return DropPlace()
    started = datetime.fromtimestamp(turn.session.started or turn.seconds, UTC)
    return KeepPlace(
        Place(
            run=WARNED_RUN,
            step=finding.reply,
            started_at=started,
            sent_at=turn.heard_at,
        )
    )
