"""The watch for warning signs: what alarms, what does not, and who is meant."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.catalogue import load
from intents.sentences import Sentences
from intents.suspicion import URGENCIES
from skill.dialogue.danger import Watch

ROOT = Path(__file__).parents[1]
CONTENT = {
    key: row
    for name in ("danger_words.yaml", "danger.yaml")
    for key, row in yaml.safe_load((ROOT / "intents/en" / name).read_text()).items()
}
SAID = yaml.safe_load((ROOT / "tests/utterances/en/danger.yaml").read_text("utf-8"))
TOLD = yaml.safe_load((ROOT / "intents/en/heard/danger.yaml").read_text("utf-8"))
WATCH = Watch(CONTENT)
FLAGS = [flag for flag in CONTENT["flags"] if flag != "unjudged"]
PLACES = {"emergency_number", "advice_line", "maternity_unit", "clinician"}
PLACES |= {"crisis_line"}
ENGLISH = load().languages["en"]
SIGNS = [(flag, said) for flag, rows in TOLD["signs"].items() for said in rows]


@pytest.mark.parametrize(("flag", "said"), SIGNS)
def test_a_sign_is_found_in_many_wordings(flag, said):
    finding = WATCH.look(said)

    assert finding is not None
    assert finding.is_alarm
    assert finding.flag == flag


@pytest.mark.parametrize("said", TOLD["harmless"])
def test_what_only_sounds_alarming_is_let_through(said):
    finding = WATCH.look(said)

    assert finding is None or not finding.is_alarm


def test_what_she_says_to_the_skill_is_no_alarm_unless_it_is_a_sign():
    found = [
        (intent, said, finding.flag)
        for intent, said in everyday()
        if (finding := WATCH.look(said)) and finding.is_alarm
        if not finding.needs_clock
        and finding.flag not in SAID["rightly"].get(intent, ())
    ]

    assert found == []


@pytest.mark.parametrize("row", SAID["urgent"], ids=lambda row: row["say"])
def test_some_wordings_are_more_urgent_than_their_sign(row):
    finding = WATCH.look(row["say"])

    assert (finding.flag, finding.urgency) == (row["flag"], row["urgency"])


@pytest.mark.parametrize("row", SAID["replies"], ids=lambda row: row["say"])
def test_the_reply_fits_who_is_meant(row):
    finding = WATCH.look(row["say"])

    assert (finding.reply, finding.speaker) == (row["reply"], row["speaker"])


@pytest.mark.parametrize("row", SAID["cautions"], ids=lambda row: row["say"])
def test_cautions_are_taken_from_what_she_volunteers(row):
    found = WATCH.cautions(row["say"])

    assert found == frozenset(row["cautions"])


def test_a_clot_last_year_is_history_and_no_alarm():
    finding = WATCH.look("last year I had a clot")

    assert not finding.is_alarm
    assert finding.caution == "clot"
    assert "massage" in finding.withholds


@pytest.mark.parametrize("said", SAID["other_alarms"])
def test_an_alarm_that_fits_no_row_gets_the_fallback(said):
    finding = WATCH.look(said)

    assert finding.reply == "danger.unjudged"


def test_only_a_long_cramp_without_a_length_waits_for_the_clock():
    by_clock = WATCH.look("it's not going away")
    by_words = WATCH.look("it's been going for half an hour")

    assert (by_clock.flag, by_clock.needs_clock) == ("RF17", True)
    assert (by_words.flag, by_words.needs_clock) == ("RF17", False)


@pytest.mark.parametrize("flag", FLAGS)
def test_each_flag_is_complete(flag):
    row = CONTENT["flags"][flag]

    assert row["urgency"] in URGENCIES
    assert re.fullmatch(r"Report[A-Za-z]+", row["intent"])
    assert len(row["samples"]) >= 12
    assert row["sources"]
    for variant in (None, *row.get("worse", ())):
        key = f"danger.{flag.lower()}" + (f".{variant}" if variant else "")
        assert key in CONTENT["replies"]


def test_intent_names_are_used_once():
    names = [CONTENT["flags"][flag]["intent"] for flag in FLAGS]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("flag", FLAGS)
def test_each_sample_raises_its_own_flag(flag):
    for sample in CONTENT["flags"][flag]["samples"]:
        assert re.fullmatch(r"[a-z' ()\[\]|]+", sample)
        for said in sentences(sample):
            finding = WATCH.look(said)
            assert (said, finding and finding.flag) == (said, flag)


@pytest.mark.parametrize("flag", FLAGS)
def test_its_alexa_intent_reports_the_flag(flag):
    row = CONTENT["flags"][flag]

    finding = WATCH.of_intent(row["intent"])

    assert (finding.flag, finding.urgency) == (flag, row["urgency"])
    assert finding.withholds == frozenset(row["withholds"])


def test_another_intent_reports_nothing():
    assert WATCH.of_intent("StartRelief") is None


def test_a_flag_that_does_not_exist_is_refused():
    with pytest.raises(KeyError, match="RF99"):
        WATCH.of_flag("RF99")


def test_a_rule_naming_an_unknown_concept_is_refused():
    rules = {**CONTENT["rules"], "RF03": {"signs": ["leg swolen"]}}

    with pytest.raises(KeyError, match="swolen"):
        Watch({**CONTENT, "rules": rules})


def test_replies_name_known_places_only():
    for text in CONTENT["replies"].values():
        assert set(re.findall(r"\{(\w+)\}", text)) <= PLACES


@given(st.text(max_size=200))
def test_any_text_is_looked_at_without_an_error(text):
    WATCH.look(text)
    WATCH.cautions(text)


WORDS = st.lists(st.sampled_from(sorted({w for _, s in SIGNS for w in s.split()})))


@settings(max_examples=200)
@given(WORDS)
def test_any_row_of_known_words_gives_a_spoken_reply(words):
    finding = WATCH.look(" ".join(words))

    alarm = finding is not None and finding.is_alarm
    assert not alarm or finding.reply in CONTENT["replies"]


@pytest.mark.parametrize(
    "sign",
    [
        "chest pain",
        "fever",
        "bleeding",
        "swelling in my leg",
        "redness on my calf",
        "contractions",
        "headache that is terrible",
        "flashing lights",
        "pins and needles",
        "numbness in my leg",
    ],
)
@pytest.mark.parametrize("denial", ["no {}", "I don't have {}", "I haven't got {}"])
def test_a_denied_sign_is_no_alarm(denial, sign):
    assert WATCH.look(denial.format(sign)) is None


@pytest.mark.parametrize("said", [said for _, said in SIGNS[::7]])
def test_case_and_apostrophes_make_no_difference(said):
    plain = WATCH.look(said)

    assert WATCH.look(said.upper()) == plain
    assert WATCH.look(said.replace("'", "\u2019")) == plain


def sentences(template):
    """Give every sentence a template of one level of parts stands for."""
    part = re.search(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)", template)
    if not part:
        return [" ".join(template.split())]
    options = (part[1] or part[2]).split("|") + ([""] if part[1] else [])
    rest = [template[: part.start()] + o + template[part.end() :] for o in options]
    return [said for text in rest for said in sentences(text)]


def everyday():
    """Give every example and a few sentences of every template, with the intent."""
    for topic in ("relief", "diary", "guidance", "prevention"):
        path = ROOT / f"tests/utterances/en/{topic}.yaml"
        for intent, rows in yaml.safe_load(path.read_text("utf-8")).items():
            yield from (
                (intent, row["say"] if isinstance(row, dict) else row) for row in rows
            )
    unrelated = yaml.safe_load((ROOT / "intents/en/unrelated.yaml").read_text("utf-8"))
    reported = {row.get("intent") for row in CONTENT["flags"].values()}
    templates = {**ENGLISH.sentences, "unrelated": unrelated["sentences"]}
    known = Sentences(ENGLISH)
    for intent in templates.keys() - reported:
        for template in templates[intent]:
            said = known.of_template(template, intent)
            for one in said[:: max(1, len(said) // 3)]:
                yield intent, known.filled(one)[0]


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ("my calf is cramping and there's a huge amount of blood", "RF09"),
        ("my leg is cramping and i'm bleeding", "RF10"),
        ("the cramp has gone but i can't do this any more", "RF27"),
        ("my calf hurts and the baby isn't moving", "RF14"),
    ],
)
def test_a_cramp_in_the_same_breath_hides_no_sign(said, flag):
    found = WATCH.look(said)

    assert found and found.flag == flag
