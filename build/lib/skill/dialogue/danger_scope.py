"""Tells which words are denied, over, asked in general, or about somebody else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from skill.dialogue.danger_words import STOP, Mark, Phrases

Speaker = Literal["self", "other"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The scope of each word of one utterance, by its position."""

    denied: frozenset[int]
    """Words a "no" or "not" reaches."""
    unable: frozenset[int]
    """Words a "can not" reaches: denied as an action, not as a sign."""
    over: frozenset[int]
    """Words about long ago."""
    theirs: frozenset[int]
    """Words about a relative or a friend, not about the woman it helps."""
    general: frozenset[int]
    """Words of a question in general, and of what is said to be fine."""
    speaker: Speaker
    """Who the signs belong to: the person speaking, or the woman beside them."""

    def is_open(self, mark: Mark) -> bool:
        """Tell whether a mark is about here and now, denied or not."""
        closed = self.over | self.theirs | self.general
        return mark.start not in closed

    def is_said(self, mark: Mark) -> bool:
        """Tell whether a mark is claimed: about now and not denied."""
        return self.is_open(mark) and mark.start not in self.denied

    def is_denied(self, mark: Mark) -> bool:
        """Tell whether a mark is about now and denied or impossible."""
        hit = mark.start in self.denied or mark.start in self.unable
        return self.is_open(mark) and hit


class Scope:
    """Reads scopes with the word lists of one language."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Compile the `scope` section of danger_words.yaml."""
        self._sets = {k: frozenset(v) for k, v in content["words"].items()}
        self._phrases = Phrases(content["phrases"])
        self._reach = int(content["negation_words"])
        self._subject = int(content["subject_words"])

    def read(self, words: Sequence[str]) -> Reading:
        """Give the scope of each word."""
        clauses = self._clauses(words)
        marks = list(self._phrases.find(words))
        denied, unable = self._negations(words)
        over, theirs = self._past(words, clauses, marks)
        return Reading(
            denied=denied,
            unable=unable,
            over=over,
            theirs=theirs,
            general=self._general(words, clauses, marks) | self._fine(words, marks),
            speaker=self._speaker(words, marks),
        )

    def _clauses(self, words: Sequence[str]) -> list[range]:
        """Cut at stops, contrasts, and "and" before a new subject."""
        cuts = [0]
        for at, word in enumerate(words):
            after = words[at + 1] if at + 1 < len(words) else ""
            linked = word in self._sets["links"] and after in self._sets["subjects"]
            if word == STOP or word in self._sets["contrasts"] or linked:
                cuts.append(at)
        ends = [*cuts[1:], len(words)]
        return [range(a, b) for a, b in zip(cuts, ends, strict=True)]

    def _negations(self, words: Sequence[str]) -> tuple[frozenset[int], frozenset[int]]:
        denied: set[int] = set()
        unable: set[int] = set()
        for at, word in enumerate(words):
            if word not in self._sets["negators"]:
                continue
            before = words[at - 1] if at else ""
            after = words[at + 1] if at + 1 < len(words) else ""
            is_ability = before in self._sets["abilities"]
            seen = after in self._sets["perceive"]
            target = unable if is_ability and not seen else denied
            target.update(self._reached(words, at))
        return frozenset(denied), frozenset(unable)

    def _reached(self, words: Sequence[str], at: int) -> Iterable[int]:
        after = words[at + 1] if at + 1 < len(words) else ""
        if after in self._sets["unsure"]:
            return
        stops = self._sets["contrasts"] | {STOP}
        if after not in self._sets["through"]:
            stops |= self._sets["subjects"]
        joined = self._sets["prepositions"] if self._is_absence(words, at) else ()
        for index in range(at + 1, min(at + 1 + self._reach, len(words))):
            inner = words[index] in self._sets["whose"] and words[index - 1] in joined
            if words[index] in stops and not inner:
                return
            yield index

    def _is_absence(self, words: Sequence[str], at: int) -> bool:
        """Tell whether a "no" says a sign is absent, not that a sense is lost."""
        after = words[at + 1] if at + 1 < len(words) else ""
        return words[at] in self._sets["absences"] and after not in self._sets["lacks"]

    def _fine(self, words: Sequence[str], marks: list[Mark]) -> frozenset[int]:
        """Give the words of each subject that is said to be fine."""
        well: set[int] = set()
        for mark in marks:
            if mark.concept != "fine":
                continue
            at = mark.start
            while at and mark.start - at < self._subject:
                at -= 1
                well.add(at)
                if words[at] in self._sets["nouns_begin"]:
                    break
        return frozenset(well)

    def _past(
        self, words: Sequence[str], clauses: list[range], marks: list[Mark]
    ) -> tuple[frozenset[int], frozenset[int]]:
        over: set[int] = set()
        theirs: set[int] = set()
        was_over = False
        for clause in clauses:
            said = {m.concept for m in marks if m.start in clause}
            spoken = {words[i] for i in clause}
            is_present = bool(spoken & self._sets["present"])
            goes_on = was_over and bool(spoken & self._sets["past_verbs"])
            was_over = "now" not in said and (
                "past" in said or (goes_on and not is_present)
            )
            over.update(clause if was_over else ())
            is_theirs = "relative" in said or ("kin" in said and not is_present)
            theirs.update(clause if is_theirs else ())
        return frozenset(over), frozenset(theirs)

    def _general(
        self, words: Sequence[str], clauses: list[range], marks: list[Mark]
    ) -> frozenset[int]:
        general: set[int] = set()
        asking = False
        for clause in clauses:
            said = {m.concept for m in marks if m.start in clause}
            begins = {m.concept for m in marks if self._leads(words, m, clause)}
            advice = "asks_mine" in said and "reports" not in said
            is_firm = advice or "asks_always" in said or "asks_firmly" in begins
            asking = is_firm or ("own" not in said and (asking or "asks" in begins))
            if asking:
                general.update(clause)
        return frozenset(general)

    def _leads(self, words: Sequence[str], mark: Mark, clause: range) -> bool:
        lead = words[clause.start : mark.start]
        skipped = self._sets["openers"] | self._sets["links"] | {STOP}
        return mark.start in clause and all(w in skipped for w in lead)

    def _speaker(self, words: Sequence[str], marks: list[Mark]) -> Speaker:
        said = {m.concept for m in marks}
        if "first" in said or "unborn" in said:
            return "self"
        return "other" if "other" in said else "self"
