"""A knowledge base of a few passages, for the neighbour process that answers."""

from dataclasses import replace
from datetime import date

from knowledge.answers import Answer, Question, Quoted, Status
from knowledge.errors import NoEdition
from knowledge.passages import Kind, Passage


def _passage(name: str, topic: str, text: str) -> Passage:
    return Passage(
        id=f"{topic}.{name}",
        document=f"{topic}明白纸",
        section=name,
        topic=topic,
        kind=Kind.AMOUNT,
        text=text,
        questions=(),
        keywords=(),
        region="湖南省",
        valid_from=date(2023, 1, 1),
        valid_to=None,
        issuer="某局",
        source="某文件",
        ending="",
    )


class TwoPassages:
    """Knows 低保, 雨露计划 and 培训; a question that names two is ambiguous, one that names none has no answer."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.asked: list[Question] = []
        self.gone = False
        self._known = {
            "低保": _passage("amount", "低保", "低保每月补多少,以本县公布的为准。"),
            "雨露": _passage("amount", "雨露", "雨露计划每学期补1500元。"),
            "培训": _passage("what", "peixun", "学手艺归人社局管。"),
        }

    def ask(self, question: Question) -> Answer:
        """Answer by the words that are known."""
        self._fail_if_gone()
        self.asked.append(question)
        found = [passage for word, passage in self._known.items() if word in question.text]
        if not found:
            return self._answer(Status.ABSTAINED, "没有找到。请打12317。")
        if len(found) > 1:
            choices = tuple((f"{passage.topic}:{passage.section}", passage.id) for passage in found)
            return replace(self._answer(Status.CLARIFY, "您问的是哪一样?"), choices=choices)
        return replace(self._answer(Status.ANSWERED, found[0].text), passages=(Quoted(found[0], 0.9),))

    def show(self, passage_id: str) -> Answer:
        """Show the passage with this id."""
        self._fail_if_gone()
        passage = next((passage for passage in self._known.values() if passage.id == passage_id), None)
        if passage is None:
            return self._answer(Status.ABSTAINED, "这一段已经没有了。")
        return replace(self._answer(Status.ANSWERED, passage.text), passages=(Quoted(passage, 1.0),))

    def out_of_scope(self) -> Answer:
        """Say that this is not covered."""
        self._fail_if_gone()
        return self._answer(Status.OUT_OF_SCOPE, "这个我不管。请打12345。")

    def _answer(self, status: Status, text: str) -> Answer:
        return Answer(f"a{len(self.asked)}", status, text, "e1")

    def _fail_if_gone(self) -> None:
        if self.gone:
            raise NoEdition("no edition has been published yet")
