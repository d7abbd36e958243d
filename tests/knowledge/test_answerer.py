from datetime import date
from pathlib import Path

import pytest

from knowledge.answerer import Answerer
from knowledge.answers import Question, Status
from knowledge.errors import KnowledgeError
from knowledge.thresholds import Thresholds
from tests.knowledge.conftest import Built


def test_the_whole_section_with_source_year_and_place(answerer: Answerer, built: Built) -> None:
    """An answer is one section word for word, with document, source, region and years."""
    answer = answerer.ask(Question("雨露计划每个学期补助多少钱", day=date(2023, 9, 1)))
    (quoted,) = answer.passages
    assert answer.status == Status.ANSWERED
    assert quoted.passage in built.passages
    assert quoted.passage.text in answer.text
    assert all(part in answer.text for part in (quoted.passage.document, quoted.passage.region, quoted.passage.years))


def test_an_expired_section_is_named_as_such(answerer: Answerer) -> None:
    """What is no longer in force is shown with its years, the year asked for, and a phone number – never as current."""
    answer = answerer.ask(Question("雨露计划每个学期补助多少钱"))
    assert answer.status == Status.EXPIRED_ONLY
    first = answer.text.splitlines()[0]
    assert "2026年的标准我这里没有查到" in first
    assert "12317" in first


def test_midnight_belongs_to_the_new_day(answerer: Answerer) -> None:
    """The last day of validity answers as in force, the next day as expired."""
    assert answerer.ask(Question("雨露计划补助多少钱", day=date(2025, 12, 31))).status == Status.ANSWERED
    assert answerer.ask(Question("雨露计划补助多少钱", day=date(2026, 1, 1))).status == Status.EXPIRED_ONLY


def test_another_province_is_not_ours(answerer: Answerer) -> None:
    """A question about another province is told that these are Hunan's rules."""
    answer = answerer.ask(Question("广东的雨露计划每个学期补助多少钱", day=date(2023, 9, 1)))
    assert answer.status == Status.OTHER_REGION
    assert "广东的请打当地12345" in answer.text


def test_another_year_is_not_told_for_this_one(answerer: Answerer) -> None:
    """A year that no section covers is said to be unknown; what there is of another year is offered, not shown."""
    answer = answerer.ask(Question("2012年雨露计划每个学期补助多少钱"))
    assert (answer.status, answer.passages) == (Status.EXPIRED_ONLY, ())
    assert "1500" not in answer.text
    assert "2012年的规定我这里没有" in answer.text
    assert "12317" in answer.text
    assert [key for _, key in answer.choices] == ["yulu.amount"]


def test_a_year_to_come_is_not_known(answerer: Answerer) -> None:
    """What holds today is not told for a year far ahead, also when its end is open."""
    answer = answerer.ask(Question("2031年雨露计划每个学期补助多少钱"))
    assert (answer.status, answer.passages) == (Status.EXPIRED_ONLY, ())
    assert "2031年的规定我这里没有" in answer.text


def test_ones_own_file_is_with_the_office(answerer: Answerer) -> None:
    """Who wants a decision, or to know what is on file, is told where to ask; nothing is quoted."""
    answer = answerer.ask(Question("我的低保批了没有,你查一下"))
    assert (answer.status, answer.passages) == (Status.OUT_OF_SCOPE, ())
    assert "12317" in answer.text


@pytest.mark.parametrize("name", ["刘倩", "陈玉梅"])
def test_anothers_file_is_with_the_office_whatever_the_name_sounds_like(answerer: Answerer, name: str) -> None:
    """A name that reads like other words, as 刘倩 like six thousand, is a name all the same."""
    answer = answerer.ask(Question(f"同学{name},她家去年雨露计划领了多少"))
    assert (answer.status, answer.passages) == (Status.OUT_OF_SCOPE, ())


@pytest.mark.parametrize("text", ["明天会不会落雨", "😀😀", "asdfghjkl", "", "\x00\x01"])
def test_what_is_not_covered_is_refused(answerer: Answerer, text: str) -> None:
    """No passage good enough: the fixed text with phone numbers, and nothing quoted."""
    answer = answerer.ask(Question(text))
    assert (answer.status, answer.passages) == (Status.ABSTAINED, ())
    assert "12317" in answer.text
    assert "12345" in answer.text


def test_a_passage_is_shown_by_its_id(answerer: Answerer) -> None:
    """A related-question button shows its passage; one that is gone says so and names the phone."""
    related = answerer.show("yulu.amount", date(2023, 9, 1)).related
    assert related
    assert answerer.show(related[0][1], date(2023, 9, 1)).passages[0].passage.id == related[0][1]
    assert "12317" in answerer.show("yulu.gone").text


def test_thresholds_are_checked_at_start(tmp_path: Path) -> None:
    """Thresholds out of order are refused, naming the file."""
    path = tmp_path / "thresholds.toml"
    lines = ["answered=0.2", "clarify=0.5", "alternative=0.5", "alternative_named=0.1", "choices=3", "related=3"]
    lines += ["own_case=0.0", "other_person=0.0"]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"thresholds\.toml"):
        Thresholds.load(path)
