"""One table: (state, intent) -> handler. Exact rows win over those of any state."""

from collections.abc import Mapping

from skill.dialogue import (
    asking,
    changing,
    deleting,
    diary,
    easing,
    guidance,
    morning,
    pairing,
    prevention,
    relief,
    stage,
    strength,
    stretching,
    voice,
    warning,
)
from skill.dialogue.session import RUNNING, State
from skill.dialogue.steps import Handler, come_back
from skill.dialogue.turn import LAUNCH, Reply, Turn
from skill.dialogue.world import World

STRETCHES: Mapping[str, Handler] = {
    "CannotReach": relief.variant("towel"),
    "NoTowel": relief.variant("wall"),
    "CannotStand": relief.variant("in_bed"),
    "AlreadyStanding": relief.variant("standing"),
    "PartnerHere": relief.variant("partner"),
    "HurtsMore": relief.variant("easier"),
    "InBath": relief.variant("bath"),
}

ANYWHERE: Mapping[str, Handler] = {
    LAUNCH: relief.launch,
    "StartRelief": relief.start,
    "StillHurts": relief.still_hurts,
    "MentionCramps": relief.ask_place,
    "SayTummy": relief.tummy,
    "SaySign": relief.ask_signs,
    "HaveQuestion": relief.question,
    "Eased": easing.eased,
    "Stop": guidance.stop,
    "Cancel": guidance.stop,
    "Home": guidance.stop,
    "Thank": guidance.thank,
    "StartOver": relief.start_over,
    "StartRoutine": prevention.start_routine,
    "DeleteLog": diary.ask_delete,
    **STRETCHES,
}
"""Answers that end or replace whatever ran."""

DETOURS: Mapping[str, Handler] = {
    "Help": guidance.help_her,
    "TellMore": prevention.tell_more,
    "SaysWho": prevention.says_who,
    "AskUnknown": prevention.unknown,
    "LogCramp": strength.on_scale(changing.add),
    "CorrectLog": strength.on_scale(changing.correct),
    "TellStretched": stretching.tell,
    "UndoLog": changing.undo,
    "RedoLog": changing.redo,
    "AskLast": diary.last,
    "AskCount": diary.count,
    "AskWhichLeg": asking.which_leg,
    "AskUsualHour": asking.usual_hour,
    "AskLongest": asking.longest,
    "AskBetterOrWorse": asking.better_or_worse,
    "AskWhatHelped": asking.what_helped,
    "AskDidIStretch": asking.did_i_stretch,
    "KeepLog": diary.keep,
    "StopLog": diary.stop_log,
    "AskKept": diary.kept,
    "AskExport": diary.ask_export,
    "DeleteNight": deleting.ask_night,
    "PairBrowser": pairing.pair,
    "SignOutBrowsers": pairing.sign_out,
    "TellWeek": stage.tell_week,
    "TellTrimester": stage.tell_trimester,
    "TellDueDate": stage.tell_due_date,
    "TellDueMonth": stage.tell_due_month,
    "TellWeeksLeft": stage.tell_weeks_left,
    "TellCaution": stage.tell_caution,
    "DenyCaution": stage.deny_caution,
    "ForgetMe": stage.forget,
    "AskWeek": stage.ask_week,
    "CallFor": guidance.cannot_call,
    "NobodyAnswers": warning.nobody_answers,
    "Whisper": voice.whisper,
    "SpeakNormally": voice.normally,
    "Slower": voice.slower,
    "Faster": voice.faster,
    "ChangeVolume": voice.volume,
}
"""Answers after which a relief goes on where it was."""

ADVICE = (prevention.ask, prevention.unknown, prevention.tell_more)
"""Answers withheld after a warning: there is one thing to do now."""

MOVES: Mapping[str, Handler] = {
    "Next": relief.more,
    "Previous": relief.back,
    "Repeat": relief.again,
    "Pause": relief.pause,
    "Resume": relief.go_on,
}

CRAMPING: Mapping[str, Handler] = {
    **MOVES,
    "Yes": relief.counting_on,
    "No": relief.not_counting,
    "NotSure": relief.still_hurts,
    "MentionCramps": relief.still_hurts,
    "Resume": relief.carry_on,
    "CorrectLog": strength.on_scale(relief.elsewhere),
}

ROWS: Mapping[State, Mapping[str, Handler]] = {
    State.RELIEVING: CRAMPING,
    State.CHECKING: {
        **CRAMPING,
        "Yes": relief.signs,
        "NotSure": relief.signs,
        "SaySign": relief.signs,
        "No": relief.no_signs,
        "Pause": relief.again,  # "ready?" would take her yes for a sign
        "StillHurts": relief.keep_on,
    },
    State.TIMING: {**CRAMPING, "Yes": warning.lasted, "No": relief.go_on},
    State.EXERCISING: {
        **MOVES,
        "Pause": prevention.pause_routine,
        "Yes": relief.keep_on,
        "No": guidance.stop,
        "PartnerHere": relief.again,
        "HurtsMore": prevention.stop_routine,
        "CannotStand": relief.variant("seated"),
        **dict.fromkeys(("CannotReach", "NoTowel", "AlreadyStanding"), relief.go_on),
        "StartRelief": relief.start,
        "StillHurts": prevention.stop_routine,
        "Eased": guidance.stop,
    },
    State.PLACING: {"Yes": relief.ask_place, "No": guidance.offer},
    State.CONSENTING: {
        "Yes": easing.consent,
        "KeepLog": easing.consent,
        "No": easing.no_consent,
        "StopLog": easing.no_consent,
        "NotSure": guidance.stop,
    },
    State.REMEMBERING: {
        "Yes": stage.remember,
        "No": stage.do_not_remember,
        "NotSure": stage.do_not_remember,
    },
    State.CONFIRMING: {
        "Yes": deleting.confirmed,
        "DeleteLog": deleting.confirmed,
        "DeleteNight": deleting.confirmed,
        "No": diary.keep_it,
        "NotSure": diary.keep_it,
        "Cancel": diary.keep_it,
    },
    State.MORNING: {
        "CorrectLog": strength.on_scale(morning.answer),
        "LogCramp": strength.on_scale(morning.answer),
        **dict.fromkeys(("Yes", "No", "NotSure", "Next", "Cancel"), morning.skip),
    },
    State.OFFERED: {
        "Yes": prevention.take_offer,
        "Resume": prevention.take_offer,
        "Next": prevention.take_offer,
        "No": prevention.refuse_offer,
    },
    State.WARNED: {
        "Repeat": warning.repeat,
        "Yes": warning.repeat,
        "StillHurts": warning.repeat,
        "StartRelief": warning.relief_after,
        "StartRoutine": warning.repeat,
        "StartOver": warning.repeat,
        "Next": warning.repeat,
        "Resume": warning.repeat,
        "MentionCramps": warning.repeat,
        "CallFor": guidance.cannot_call,
        "NobodyAnswers": warning.nobody_answers,
        "No": warning.acknowledged,
        "Thank": warning.acknowledged,
        "Eased": warning.acknowledged,
        **dict.fromkeys(STRETCHES, warning.relief_after),
    },
    State.RESTING: {
        "Yes": guidance.ready,
        "No": guidance.stop,
        "NotSure": guidance.help_her,
        "Next": guidance.ready,
        "Previous": guidance.ready,
        "Pause": guidance.ready,
        "Resume": guidance.ready,
    },
}

UNCLEAR: Mapping[State, Handler] = {
    State.RELIEVING: relief.still_hurts,
    State.CHECKING: relief.keep_on,
    State.TIMING: relief.go_on,
    State.EXERCISING: relief.go_on,
    State.PLACING: relief.ask_place,
    State.CONSENTING: guidance.repeat,
    State.REMEMBERING: stage.do_not_remember,
    State.CONFIRMING: deleting.ask_again,
    State.MORNING: morning.skip,
    State.OFFERED: guidance.offer,
    State.WARNED: warning.repeat,
    State.RESTING: guidance.offer,
}
"""What is done with words nobody understands; in a cramp they mean "still hurting"."""


def route(turn: Turn, world: World) -> Reply:
    """Give the reply to a turn; by day it may end with a question about the night."""
    return morning.after(turn, world, _answered(turn, world))


def _answered(turn: Turn, world: World) -> Reply:
    state = turn.session.state
    row = ROWS[state].get(turn.intent or "") or ANYWHERE.get(turn.intent or "")
    if row:
        return row(turn, world)
    detour = DETOURS.get(turn.intent or "")
    if turn.intent in world.language.topics:
        detour = prevention.ask
    if detour is None:
        handler = guidance.repeat if turn.intent == "Repeat" else UNCLEAR[state]
        return handler(turn, world)
    if state is State.WARNED and detour in ADVICE:
        return warning.repeat(turn, world)
    reply = detour(turn, world)
    if state is State.WARNED:
        return warning.stay(turn, reply)
    return come_back(turn, world, reply) if state in RUNNING else reply
