"""From a question to an answer: whole passages of the live edition, verbatim, or one of the fixed texts."""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np

from knowledge.answers import ZONE, Answer, Choice, Question, Quoted, Status, whole_text
from knowledge.cues import asks_only_a_kind
from knowledge.edition import Edition
from knowledge.features import find_candidates
from knowledge.lessons import Aim
from knowledge.passages import Kind, Passage
from knowledge.ranker import Ranked
from knowledge.scope import HOME, Scope, asks_of_a_person, asks_of_own_record, scope_of
from knowledge.subjects import NOTHING, Subject
from knowledge.thresholds import Thresholds
from language.normalize import has_words, normalize
from language.plain import plain
from language.texts import Texts

# 「那高中的呢」, 「要带什么材料」: short, about no topic of its own, and not about something else altogether.
_BARE_CHARS, _BARE_TOPIC, _BARE_NOTHING = 8, 1.0, 1.0


class Answerer:
    """Answers from the edition that `live` gives at the moment of asking."""

    def __init__(
        self,
        live: Callable[[], Edition],
        thresholds: Thresholds,
        texts: Texts,
        today: Callable[[], date] = lambda: datetime.now(ZONE).date(),
    ) -> None:
        self._live, self._thresholds, self._texts, self._today = live, thresholds, texts, today

    def ask(self, question: Question) -> Answer:
        """Return the answer to `question`; raises KnowledgeError when no edition can be served."""
        edition = self._live()
        if not has_words(question.text):
            return self._fixed(edition, Status.ABSTAINED)
        aim = self._aim(edition, question.text)
        if aim is Aim.OTHER_PERSON:
            return Answer(_new_id(), Status.OUT_OF_SCOPE, self._texts(f"{aim}.text"), edition.id)
        day = question.day or self._today()
        scope = scope_of(plain(question.text), day.year)
        ranked = self._rank(edition, question)
        if aim is Aim.OWN_CASE:
            return self._own_case(edition, ranked)
        if ranked.confidence < self._thresholds.clarify:
            return self._fixed(edition, Status.ABSTAINED)
        if ranked.confidence < self._thresholds.answered:
            return self._clarify(edition, ranked, scope)
        passage, score = self._choose(edition, ranked, scope, day)
        if scope.in_figures and not scope.province and not _in_force(passage, scope, day):
            return self._other_year(edition, passage, scope)
        return self._quote(edition, Quoted(passage, score), scope, question.region or "", day)

    def _aim(self, edition: Edition, text: str) -> Aim:
        """Return what the question is after, by its plain signs or else as learned."""
        said = plain(text)
        if asks_of_a_person(said) or asks_of_a_person(normalize(text)):  # a name may sound like other words
            return Aim.OTHER_PERSON
        if asks_of_own_record(said):
            return Aim.OWN_CASE
        odds, needed = edition.index.subjects.after(text), self._thresholds
        found = {Aim.OTHER_PERSON: needed.other_person, Aim.OWN_CASE: needed.own_case}
        return next((aim for aim, least in found.items() if odds.get(aim, -np.inf) >= least), Aim.RULE)

    def _rank(self, edition: Edition, question: Question) -> Ranked:
        """Return the ranking; a question that names no topic is read as said of what was talked of before."""
        text = question.text
        if question.topic is not None and _is_bare(edition.index.subjects(text), text):
            text = f"{_name(edition, question.topic)}{text}"
        return edition.ranker.rank(find_candidates(edition.index, edition.encoder, text))

    def show(self, passage_id: str, day: date | None = None) -> Answer:
        """Return the answer that shows one passage, as when its button was pressed."""
        edition = self._live()
        place = edition.index.by_id.get(passage_id)
        if place is None:
            return Answer(_new_id(), Status.ABSTAINED, self._texts("gone.text"), edition.id)
        quoted = Quoted(edition.index.passages[place], 1.0)
        return self._quote(edition, quoted, Scope(None, None), "", day or self._today())

    def out_of_scope(self) -> Answer:
        """Return the fixed reply to what this product does not cover."""
        return self._fixed(self._live(), Status.OUT_OF_SCOPE)

    def _fixed(self, edition: Edition, status: Status) -> Answer:
        return Answer(_new_id(), status, self._texts(f"{status}.text"), edition.id)

    def _own_case(self, edition: Edition, ranked: Ranked) -> Answer:
        """Return who decides, and offer the rules that the case seems to be about."""
        known = ranked.confidence >= self._thresholds.clarify
        choices = self._choices(edition, ranked) if known else ()
        lines = [self._texts("own_case.rules"), *_numbered(choices)] if choices else []
        text = "\n".join([self._texts("own_case.text"), *lines])
        return Answer(_new_id(), Status.OUT_OF_SCOPE, text, edition.id, choices=choices)

    def _choices(self, edition: Edition, ranked: Ranked) -> tuple[Choice, ...]:
        places = ranked.places[: self._thresholds.choices]
        return tuple(_choice(edition.index.passages[place]) for place in places)

    def _other_year(self, edition: Edition, passage: Passage, scope: Scope) -> Answer:
        """Return that nothing is known of the year asked for, and offer what is."""
        text = self._texts("other_year.text", asked=scope.year, years=passage.years)
        return Answer(_new_id(), Status.EXPIRED_ONLY, text, edition.id, choices=(_choice(passage),))

    def _clarify(self, edition: Edition, ranked: Ranked, scope: Scope) -> Answer:
        choices = self._choices(edition, ranked)
        foreign = [self._texts("answer.other_region", place=scope.province)] if scope.province else []
        text = "\n".join([*foreign, self._texts("clarify.ask"), *_numbered(choices)])
        return Answer(_new_id(), Status.CLARIFY, text, edition.id, choices=choices)

    def _choose(self, edition: Edition, ranked: Ranked, scope: Scope, day: date) -> tuple[Passage, float]:
        """Return the likeliest passage, or a nearly as likely one of its topic and kind that is in force."""
        candidates = [
            (edition.index.passages[place], probability)
            for place, probability in zip(ranked.places, ranked.probabilities, strict=True)
        ]
        best, highest = candidates[0]
        share = self._thresholds.alternative_named if scope.year else self._thresholds.alternative
        for passage, probability in candidates:
            # What changed later answers for a year that the section itself does not cover.
            alike = passage.topic == best.topic and passage.kind in (best.kind, Kind.CHANGES)
            if alike and probability >= highest * share and _in_force(passage, scope, day):
                return passage, probability
        return best, highest

    def _quote(self, edition: Edition, quoted: Quoted, scope: Scope, region: str, day: date) -> Answer:
        passage = quoted.passage
        status, notes = Status.ANSWERED, []
        if scope.province:
            status = Status.OTHER_REGION
            notes.append(self._texts("answer.other_region", place=scope.province))
        elif not _in_force(passage, scope, day):
            status = Status.EXPIRED_ONLY
            notes.append(self._texts("answer.expired", years=passage.years, asked=scope.year or day.year))
        if _of_a_county(passage) and passage.region not in region:
            notes.append(self._texts("answer.county", region=passage.region))
        text = "\n\n".join([*notes, whole_text(passage, self._texts)])
        related = _related(edition.index.passages, passage, self._thresholds.related)
        return Answer(_new_id(), status, text, edition.id, (quoted,), related)


def _name(edition: Edition, topic: str) -> str:
    """Return what people call the topic: the first keyword of its sheet."""
    called = (passage.keywords[0] for passage in edition.index.passages if passage.topic == topic and passage.keywords)
    return next(called, topic)


def _is_bare(subject: Subject, text: str) -> bool:
    if asks_only_a_kind(plain(text)):
        return True
    named = max((odds for topic, odds in subject.topic.items() if topic != NOTHING), default=0.0)
    short = sum(map(str.isalnum, plain(text))) <= _BARE_CHARS
    return short and named < _BARE_TOPIC and subject.topic.get(NOTHING, 0.0) < _BARE_NOTHING


def _in_force(passage: Passage, scope: Scope, day: date) -> bool:
    if scope.year is None or scope.year == day.year:
        return passage.valid_on(day)
    if scope.year > day.year + 1:
        return False  # what is open today may be changed by then
    last = passage.valid_to.year if passage.valid_to else scope.year
    return passage.valid_from.year <= scope.year <= last


def _of_a_county(passage: Passage) -> bool:
    return passage.region.startswith(HOME) and passage.region not in (HOME, f"{HOME}省")


def _numbered(choices: Sequence[Choice]) -> list[str]:
    return [f"{number}. {title}" for number, (title, _) in enumerate(choices, start=1)]


def _choice(passage: Passage) -> Choice:
    return f"{passage.topic}:{passage.section}", passage.id


def _related(passages: Sequence[Passage], shown: Passage, count: int) -> tuple[Choice, ...]:
    """Return the sections that follow the shown one in its sheet, going round."""
    same = [passage for passage in passages if passage.document == shown.document]
    place = next(number for number, passage in enumerate(same) if passage.id == shown.id)
    following = [*same[place + 1 :], *same[:place]]
    return tuple((passage.section, passage.id) for passage in following[:count])


def _new_id() -> str:
    return secrets.token_hex(6)
