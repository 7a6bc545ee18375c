"""A second look adds signs the rules missed, and doubts what is none."""

import pytest

from intents.suspicion import Suspicion
from skill.dialogue.danger import Watch
from skill.dialogue.warning import judged

SURELY, HARDLY, SURELY_NOT, NEVER = 1.0, -0.5, -0.9, -2.0


@pytest.fixture(scope="module")
def watch(language):
    return Watch(language.danger)


@pytest.mark.parametrize(
    ("words", "margin", "flag"),
    [
        ("my calf is cramping", SURELY, "RF03"),
        ("my calf is cramping", HARDLY, None),
        ("my left calf is swollen and red", SURELY_NOT, None),
        ("my left calf is swollen and red", HARDLY, "RF03"),
        ("i can't breathe", NEVER, None),
        ("i can't breathe", SURELY_NOT, "RF01"),
        ("i can't breathe", HARDLY, "RF01"),
        ("i can't breathe", SURELY, "RF03"),
        ("i feel a bit feverish", HARDLY, "RF03"),
        ("it's not going away", HARDLY, "RF17"),
        ("it's not going away", SURELY, "RF03"),
    ],
)
def test_the_second_look_adds_doubts_and_names(watch, words, margin, flag):
    finding = judged(words, watch, Suspicion("RF03", margin))

    assert (finding and finding.flag) == flag


def test_what_is_added_is_about_who_is_spoken_of(watch):
    finding = judged("she has gone all quiet", watch, Suspicion("RF07", SURELY))

    assert finding.reply.startswith("danger.rf07")
    assert finding == watch.suspected("RF07", "she has gone all quiet")
    assert finding != watch.of_flag("RF07")


def test_a_long_cramp_by_the_clock_takes_no_other_sign_away(watch):
    finding = judged(
        "my left calf is swollen and red", watch, Suspicion("RF17", SURELY)
    )

    assert finding.flag == "RF03"


def test_a_sign_named_by_the_second_look_is_as_urgent_as_the_rules_have_it(watch):
    finding = watch.suspected("RF20", "the bone in my leg is sticking out")

    assert (finding.flag, finding.urgency) == ("RF20", "E")


def test_the_second_look_may_tell_a_more_urgent_form(watch):
    told = Suspicion("RF20", SURELY, "emergency")

    finding = judged("my shin is bent where it should not be", watch, told)

    assert (finding.flag, finding.urgency) == ("RF20", "E")
    assert finding.reply == "danger.rf20.emergency"


@pytest.mark.parametrize(
    ("said", "urgency"),
    [
        ("eight weeks and i'm doubled over with it", "E"),
        ("eight weeks and i keep going dizzy with it", "E"),
        ("eight weeks and there's some blood with it", "E"),
        ("eight weeks and it comes and goes", "M"),
        ("eight weeks and it's sore but i'm not dizzy", "M"),
    ],
)
def test_an_early_pain_is_urgent_with_what_makes_it_so(watch, said, urgency):
    assert watch.suspected("RF13", said).urgency == urgency


def test_our_own_sentences_are_not_suspected(recogniser):
    assert recogniser.suspicion("my calf is cramping") is None
    assert recogniser.suspicion("") is None


def test_a_sign_in_strange_words_is_suspected(recogniser):
    second = recogniser.suspicion("there's blood all over the bed sheets tonight")

    assert second.is_this_sign
    assert second.flag in ("RF10", "RF09")


def test_more_urgent_forms_are_learned_too(recogniser):
    second = recogniser.suspicion(
        "eight weeks, terrible pain on one side and i'm faint"
    )

    assert (second.flag, second.variant) == ("RF13", "emergency")


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("her baby isn't moving", "RF14"),
        ("my leg has been numb for three hours", "RF18"),
        ("one half of me's gone weak the arm and leg and all", "RF07"),
        ("have they been improving lately", None),
        ("my legs feel like lead", None),
        ("i'm dying here my leg hurts", None),
    ],
)
def test_rules_and_second_look_together_name_the_sign(watch, recogniser, words, flag):
    finding = judged(words, watch, recogniser.suspicion(words))

    assert (finding and finding.flag) == flag
