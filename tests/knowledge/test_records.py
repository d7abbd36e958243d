import sqlite3
from pathlib import Path

import pytest

from knowledge.answers import Answer, Quoted, Status
from knowledge.drafts import read_draft
from knowledge.errors import KnowledgeBusy
from knowledge.records import Rated, Records
from knowledge.showing import sections_of
from storage.engine import open_engine
from storage.migrate import upgrade
from tests.knowledge.small import SHEET


@pytest.fixture
def records(tmp_path: Path) -> Records:
    engine = open_engine(f"sqlite:///{tmp_path}/test.db")
    upgrade(engine)
    return Records(engine)


def _answer(number: int, status: Status) -> Answer:
    return Answer(f"a{number}", status, "…", "edition")


def test_a_question_without_an_answer_is_a_gap(records: Records) -> None:
    """Unanswered questions are counted, the commonest first; answered ones are no gaps."""
    for number, text in enumerate(["公积金怎么提取", "天气怎么样", "公积金怎么提取"]):
        records.keep(_answer(number, Status.ABSTAINED), text, "c1")
    records.keep(_answer(9, Status.ANSWERED), "低保怎么办", "c1")
    assert records.gaps() == (("公积金怎么提取", 2), ("天气怎么样", 1))


def test_a_gap_holds_no_personal_data(records: Records, tmp_path: Path) -> None:
    """Numbers and the asker's name are hidden before a question is written down."""
    records.keep(_answer(1, Status.ABSTAINED), "我叫谭冬生,电话13800001234,怎么退休", "c1")
    assert records.gaps()[0][0] == "我叫〔姓名〕,电话〔电话〕,怎么退休"
    written = (tmp_path / "test.db").read_bytes()
    assert [seed for seed in ("13800001234", "谭冬生") if seed.encode() in written] == []


def test_a_question_about_another_person_is_not_kept(records: Records, tmp_path: Path) -> None:
    """Who asks about somebody else's affairs leaves no record of that person."""
    records.keep(_answer(1, Status.OUT_OF_SCOPE), "王桂香家今年领了多少低保", "c1")
    assert "王桂香".encode() not in (tmp_path / "test.db").read_bytes()


def test_one_judgement_a_conversation(records: Records) -> None:
    """An answer is rated once a conversation; a second press changes nothing."""
    assert records.rate("a1", "up", "c1")
    assert not records.rate("a1", "down", "c1")
    assert records.rate("a1", "down", "c2")


def test_a_locked_database_is_said(records: Records, tmp_path: Path) -> None:
    """While another process holds the database, keeping a record says so and does not hang."""
    other = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(KnowledgeBusy):
        records.rate("a1", "up", "c1")
    other.close()


def test_dismissed_for_good_answered_until_asked_again(records: Records) -> None:
    """A gap that is none of ours never comes back; one that was answered does when somebody asks it in vain again."""
    for text in ("公积金怎么提取", "低保怎么办"):
        records.keep(_answer(len(text), Status.ABSTAINED), text, "c1")
    records.settle(["公积金怎么提取"], "编辑甲", dismissed=True)
    records.settle(["低保怎么办"], "编辑甲", dismissed=False)
    assert records.gaps() == ()
    records.keep(_answer(20, Status.ABSTAINED), "公积金怎么提取", "c2")
    records.keep(_answer(21, Status.ABSTAINED), "低保怎么办", "c2")
    assert records.gaps() == (("低保怎么办", 1),)
    records.settle([], "编辑甲", dismissed=True)


def test_judgements_count_for_the_passages_shown(records: Records) -> None:
    """Each judgement counts once for every passage of its answer; one of an answer that is gone counts for none."""
    passage = sections_of([read_draft(SHEET)])[0]
    records.keep(Answer("a1", Status.ANSWERED, "…", "e", (Quoted(passage, 1.0),)), "补多少", "c1")
    for number, (answer_id, value) in enumerate([("a1", "up"), ("a1", "down"), ("a1", "down"), ("gone", "up")]):
        records.rate(answer_id, value, f"c{number}")
    assert records.ratings() == {"demo.amount": Rated(1, 2)}
