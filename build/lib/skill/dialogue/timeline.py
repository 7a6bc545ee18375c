"""Steps -> lines with their seconds, and where she is after so many seconds."""

from collections.abc import Iterable, Sequence

from intents.facts import Facts, Run
from skill.dialogue.turn import Line
from skill.dialogue.world import Pace

LISTENING_SECONDS = 8.0
"""How long the microphone stays open after a question. Source: SDK text of `ask`."""
LONGEST_AGAIN_SECONDS = 85.0
"""A reprompt is cut off at 90 s; a longer part waits for her answer instead."""
CHECK = "check"
"""The pseudo-step that asks the clot question."""


def lines_of(facts: Facts, run: Run, steps: Iterable[str], short: bool) -> list[Line]:
    """Say and hold these steps; breathing cues get fewer words after the first."""
    lines: list[Line] = []
    breathed = short
    for name in steps:
        if name == CHECK:
            lines.append(Line("relief.step.check"))
            continue
        step = facts.steps[name]
        lines.append(Line(f"{run.kind}.step.{name}" + (".short" if short else "")))
        if step.cue:
            lines.append(Line(step.cue))
        elif step.hold_seconds:
            less = ".less" if breathed else ""
            lines.append(Line(f"relief.hold.{step.hold_seconds}{less}"))
            breathed = True
        if step.rest_seconds:
            lines.append(Line(f"relief.rest.{step.rest_seconds}"))
    return lines


def from_step(facts: Facts, run: Run, step: str, short: bool = False) -> list[Line]:
    """Give the lines from a step to the end of its segment."""
    segment = run.segments[run.segment_of(step) or 0]
    return lines_of(facts, run, segment[segment.index(step) :], short)


def after_segment(run: Run, step: str) -> str:
    """Give the first step of the next segment; after the last it begins again."""
    index = (run.segment_of(step) or 0) + 1
    return run.segments[index % len(run.segments)][0]


def next_movement(run: Run, step: str) -> str:
    """Give the first step of the next segment that is a movement, no question."""
    following = after_segment(run, step)
    return after_segment(run, following) if following == CHECK else following


def neighbour(run: Run, step: str, offset: int) -> str:
    """Give the movement before (-1) or after (1) a step; it stays at the ends."""
    steps = run.steps
    index = steps.index(step) if step in steps else 0
    beyond = steps[index + 1 :] if offset > 0 else steps[:index][::-1]
    return next((name for name in beyond if name != CHECK), steps[index])


def step_named(line: Line) -> str | None:
    """Give the step a line begins, None for holds, rests and other lines."""
    kind, _, name = line.key.partition(".step.")
    return name.removesuffix(".short") if name and kind else None


def step_at(lines: Sequence[Line], elapsed: float, pace: Pace) -> str | None:
    """Give the step heard `elapsed` seconds after the first line began.

    None where no step has begun by then.
    """
    heard, begins = None, 0.0
    for line in lines:
        if begins > elapsed:
            break
        heard = step_named(line) or heard
        begins += pace(line)
    return heard


def length_of(lines: Iterable[Line], pace: Pace) -> float:
    """Give the seconds of some lines."""
    return sum(pace(line) for line in lines)
