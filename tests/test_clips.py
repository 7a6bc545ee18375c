"""The night contract: every clip as it is heard, decoded again from its MP3."""

from dataclasses import replace

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from audio import clip_checks, clips, encoding, loudness, synthesis
from audio.clips import ClipError, built, clip, recipes
from audio.frames import WANTED, checked_seconds
from audio.samples import RATE

NAMES = sorted(recipes())
CLOSE = 0.02
"""Of full scale; two encoders differ by less, two recipes by more."""
FAINT_LUFS = -45.0
LONGEST_FAINT_SECONDS = 2.0


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Give every clip, built anew."""
    folder = tmp_path_factory.mktemp("clips")
    assert len(list(clips.build(folder))) == len(NAMES)
    return built(folder)


@pytest.fixture(scope="module")
def heard(fresh):
    return {
        name: encoding.samples_in(file.read_bytes()) for name, file in fresh.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_is_as_loud_as_a_voice_in_a_bedroom(heard, name):
    lufs = loudness.integrated(heard[name])

    assert lufs == pytest.approx(loudness.WANTED_LUFS, abs=loudness.TOLERANCE_LU)


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_startles_nobody(heard, name):
    sound = heard[name]

    assert loudness.true_peak(sound) <= loudness.HIGHEST_PEAK
    assert loudness.share_above(sound) <= loudness.MOST_BRIGHT
    assert loudness.steepest_rise(sound) <= loudness.STEEPEST_RISE_LU


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_begins_and_ends_in_silence(heard, name):
    sound, edge = np.abs(heard[name]), RATE // 100

    assert max(sound[:edge].max(), sound[-edge:].max()) < 0.001
    assert np.abs(np.diff(heard[name])).max() < 0.2


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_is_never_silent_for_long(heard, name):
    faint = loudness.short_term(heard[name]) < FAINT_LUFS

    longest = max(
        map(len, "".join("x" if f else " " for f in faint).split()), default=0
    )
    assert longest * loudness.HOP_SECONDS < LONGEST_FAINT_SECONDS


@pytest.mark.parametrize("name", NAMES)
def test_every_frame_is_as_a_speaker_takes_it(fresh, heard, name):
    content, wanted = fresh[name].read_bytes(), recipes()[name].seconds

    seconds = checked_seconds(content)

    assert abs(seconds - wanted) <= WANTED.seconds / 2
    assert heard[name].size == round(seconds * RATE)


@pytest.mark.parametrize("name", NAMES)
def test_another_library_finds_the_same_frames(fresh, name):
    found = MP3(fresh[name])

    info = found.info
    assert found.tags is None
    assert (info.version, info.layer, info.channels, info.mode) == (2, 3, 1, 3)
    assert (info.bitrate, info.sample_rate) == (48000, 24000)
    assert info.bitrate_mode == BitrateMode.UNKNOWN  # no Xing or Info frame says it
    assert not info.encoder_info
    assert info.length == pytest.approx(checked_seconds(fresh[name].read_bytes()))


@pytest.mark.parametrize("name", ["breath-10", "release", "tick"])
def test_a_recipe_always_gives_the_same_bytes(fresh, name):
    sound = synthesis.sound_of(clip(name))

    again = encoding.mp3_of(sound, clip(name).seconds)

    assert again == fresh[name].read_bytes()
    assert clips.hash_of(again) in fresh[name].name


def test_another_seed_is_another_sound():
    recipe = clip("breath-in")
    other = replace(recipe, parameters={**recipe.parameters, "seed": 99})

    assert not np.array_equal(synthesis.sound_of(recipe), synthesis.sound_of(other))


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"settle-600"}))
def test_the_clips_in_the_repository_are_what_the_recipes_give(heard, name):
    kept = encoding.samples_in(built()[name].read_bytes())

    np.testing.assert_allclose(kept, heard[name], atol=CLOSE)


def test_the_settling_sound_grows_quieter(heard):
    minute = 60 * RATE
    sound = heard["settle-600"]

    first = loudness.integrated(sound[:minute])
    last = loudness.integrated(sound[-2 * minute : -minute])

    assert 4 < first - last < 6


def test_an_older_file_of_a_clip_goes_when_it_is_built(tmp_path):
    (tmp_path / "tick-000000000000.mp3").write_bytes(b"old")
    (tmp_path / "ours.mp3").write_bytes(b"hers")

    (path,) = clips.build(tmp_path, ["tick"])

    assert sorted(file.name for file in tmp_path.iterdir()) == ["ours.mp3", path.name]


def test_what_is_wrong_with_built_clips_is_told(fresh, tmp_path):
    good = fresh["breath-in"].read_bytes()
    (tmp_path / f"breath-10-{clips.hash_of(good)}.mp3").write_bytes(good)
    (tmp_path / "tick-000000000000.mp3").write_bytes(b"ID3" + bytes(9))

    told = "\n".join(clip_checks.findings(tmp_path))

    assert "lasts 4.008 s, expected 10.0 s" in told
    assert "tick-000000000000.mp3: its content is" in told
    assert "begins no frame" in told
    assert "clips.yaml: release: not built; run make clips" in told
    assert "settle-600" not in told


def test_the_clips_in_the_repository_are_in_order():
    assert list(clip_checks.findings()) == []


def test_a_clip_nobody_knows_is_named():
    with pytest.raises(ClipError, match="'gong' is no clip; known: breath-10"):
        clip("gong")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("tick: {seconds: 1, licence: ours}", "tick: 'recipe', expected recipe"),
        ("tick: {recipe: pulse, seconds: long, licence: ours}", "tick: could not"),
        ("tick: {recipe: pulse, seconds: 1, licence: theirs}", "licence 'theirs'"),
    ],
)
def test_a_wrong_recipe_names_its_clip(monkeypatch, tmp_path, row, why):
    (tmp_path / "clips.yaml").write_text(row)
    monkeypatch.setattr(clips, "RECIPES", tmp_path / "clips.yaml")
    recipes.cache_clear()

    with pytest.raises(ClipError, match=why):
        recipes()
    monkeypatch.undo()
    recipes.cache_clear()


def test_a_sound_nobody_can_make_is_named():
    with pytest.raises(ClipError, match="tick: unknown or missing 'gong'"):
        synthesis.sound_of(replace(clip("tick"), sound="gong"))
