"""The one door for channels: a turn in, a spoken reply out.

Warning signs first, then the router; what is to be stored is stored before a word of
it is said; then keys become words and seconds.
"""

import logging
from dataclasses import replace
from functools import lru_cache
from typing import Any

from audio.speech import seconds_of, speech_of
from intents.catalogue import Catalogue
from intents.content import Language
from intents.replies import Replies
from skill.dialogue import failing, router, warning
from skill.dialogue.danger import Watch
from skill.dialogue.evidence import Evidence, evidence_of
from skill.dialogue.session import Session
from skill.dialogue.telling import told
from skill.dialogue.turn import Line, Reply, Turn, unpacked
from skill.dialogue.world import World
from skill.episodes.episode import Episode, EpisodeInvalid
from skill.episodes.records import SpeakSo
from skill.episodes.store import Diary, DiaryError, Person
from skill.spoken import PAUSE_BETWEEN_LINES, USUAL, Manner, Part, Spoken

LOG = logging.getLogger(__name__)
TELLS_CAUTION, DENIES_CAUTION = "TellCaution", "DenyCaution"
TROUBLE = "trouble.any"
"""Key of the reply given when all else failed; needs no file, database or network."""


class Conversation:
    """Answers turns; holds no state between them."""

    def __init__(self, catalogue: Catalogue, diary: Diary) -> None:
        """Word the last resort now, so that it needs nothing later."""
        self._catalogue = catalogue
        self._diary = diary
        self._replies: dict[str, Replies] = {}
        self._part = lru_cache(maxsize=4096)(self._worded)
        self._watches = {
            code: Watch(language.danger)
            for code, language in catalogue.languages.items()
        }
        self._evidence: dict[str, Evidence] = evidence_of(catalogue)
        for name in catalogue.locales:
            self._voiced(Line(TROUBLE), name)

    def answer(self, turn: Turn) -> Spoken:
        """Give the reply to a turn; what it says was noted is on disk."""
        with self._diary.at_hand() as diary:
            return self._answered(turn, self._world(turn, diary))

    def _answered(self, turn: Turn, world: World) -> Spoken:
        if not self._is_sound(turn.session, turn.locale):
            turn = replace(turn, session=Session())
        turn = self._remembering(turn, world)
        try:
            reply = self._decided(turn, world)
            reply, episode = self._stored(turn, world, reply)
        except (DiaryError, EpisodeInvalid) as error:
            LOG.warning("diary refused: %s", type(error).__name__)
            reply, episode = failing.without_diary(turn, world), None
        spoken = self._spoken(turn, reply, episode)
        return replace(spoken, manner=_manner(world.person, reply))

    def trouble(self, turn: Turn) -> Spoken:
        """Give the first stretch in words held since the start, whatever failed."""
        return self._spoken(turn, Reply(session=Session(), says=(Line(TROUBLE),)), None)

    def replies(self, locale: str) -> Replies:
        """Give the wordings of a locale."""
        if locale not in self._replies:
            self._replies[locale] = Replies(self._catalogue, locale)
        return self._replies[locale]

    def _world(self, turn: Turn, diary: Diary) -> World:
        language: Language = self._catalogue.language(turn.locale)
        return World(
            facts=self._catalogue.facts,
            language=language,
            watch=self._watches[language.code],
            diary=diary,
            person=_person(turn, diary),
            pace=lambda line: (
                self._voiced(line, turn.locale).seconds + PAUSE_BETWEEN_LINES.seconds
            ),
            claims=self._evidence,
        )

    def _is_sound(self, session: Session, locale: str) -> bool:
        """Tell whether all content a session names is still there."""
        keys = [unpacked(text).key for text in session.last]
        keys += [session.asked] if session.asked else []
        is_run = session.run is None or session.run in self._catalogue.facts.runs
        return is_run and all(map(self.replies(locale).has, keys))

    def _remembering(self, turn: Turn, world: World) -> Turn:
        """Take in what she says of herself, also where nothing else is understood."""
        found = world.watch.cautions(turn.utterance) if turn.utterance else frozenset()
        known = frozenset(turn.session.cautions)
        if turn.intent == DENIES_CAUTION:
            found -= {turn.slots.get("caution", "")}
        if not found - known:
            return turn
        session = replace(turn.session, cautions=tuple(sorted(known | found)))
        return replace(turn, session=session, intent=turn.intent or TELLS_CAUTION)

    def _decided(self, turn: Turn, world: World) -> Reply:
        finding = warning.look(turn, world)
        if finding:
            return warning.danger(turn, world, finding)
        return router.route(turn, world)

    def _stored(
        self, turn: Turn, world: World, reply: Reply
    ) -> tuple[Reply, Episode | None]:
        """Store what the reply asks for, then let it tell what was stored."""
        if not reply.records:
            return reply, None
        try:
            episode = world.diary.apply(
                turn.user, reply.records, turn.heard_at, turn.id or None
            )
        except DiaryError:
            LOG.warning("diary cannot be written; going on without it")
            return failing.unstored(turn, world, reply), None
        return _telling(turn, reply, episode), episode

    def _spoken(self, turn: Turn, reply: Reply, episode: Episode | None) -> Spoken:
        parts = [self._voiced(line, turn.locale) for line in reply.says]
        again = reply.again or ((reply.asks,) if reply.asks else ())
        if reply.asks:
            parts.append(self._voiced(reply.asks, turn.locale, "ask"))
        return Spoken(
            parts=tuple(parts),
            again=tuple(self._voiced(line, turn.locale) for line in again),
            session=reply.session,
            ends=reply.asks is None,
            asks=reply.asks.key if reply.asks else None,
            flag=reply.flag,
            episode=episode,
        )

    def _voiced(self, line: Line, locale: str, kind: str = "") -> Part:
        return self._part(locale, line.key, tuple(line.values.items()), kind)

    def _worded(
        self, locale: str, key: str, values: tuple[tuple[str, Any], ...], kind: str
    ) -> Part:
        speech = speech_of(self.replies(locale).word(key, dict(values)))
        return Part(kind or _kind_of(key), key, speech, round(seconds_of(speech), 2))


def _person(turn: Turn, diary: Diary) -> Person | None:
    try:
        return diary.person(turn.user, turn.heard_at)
    except DiaryError:
        LOG.warning("diary cannot be read; going on without it")
        return None


def _manner(person: Person | None, reply: Reply) -> Manner:
    """Give how she wants to be spoken to, from this very answer on."""
    for record in reply.records:
        if isinstance(record, SpeakSo):
            return Manner(record.voice, record.rate)
    return Manner(person.voice, person.rate) if person else USUAL


def _kind_of(key: str) -> str:
    """Give what a line is in the timeline, by its key."""
    second = key.split(".")[1]
    return {"hold": "hold", "cue": "hold", "rest": "rest", "ask": "ask"}.get(
        second, "say"
    )


def _telling(turn: Turn, reply: Reply, episode: Episode | None) -> Reply:
    if reply.tells and episode:
        return replace(reply, says=(told(reply.tells, turn, episode), *reply.says))
    if reply.otherwise:
        return replace(reply, says=(Line(reply.otherwise), *reply.says))
    return reply
