"""What a question is about."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.lessons import Aim, Lessons
from knowledge.library import load_passages
from knowledge.subjects import NOTHING, Subjects, learn_subjects

REFUSED = ["明天下雨吗", "公积金怎么提取", "火车几点开", "怎么修手机", "猪肉多少钱一斤"]

AIMS = {
    Aim.OWN_CASE: ["我的申请批了没有", "帮我查查我的钱到了没", "我交的表到哪一步了", "我那个申请批下来没有"] * 5,
    Aim.OTHER_PERSON: ["王二家领了多少", "隔壁老李批了没有"],
}


@pytest.fixture(scope="module")
def subjects() -> Subjects:
    passages = [passage for passage in load_passages() if passage.id.startswith(("dibao.", "yulu."))]
    return learn_subjects(passages, Lessons(REFUSED, AIMS))


def _best(odds: dict[str, float]) -> str:
    return max(odds, key=odds.__getitem__)


def test_topic_kind_and_section_are_learned(subjects: Subjects) -> None:
    """A question in other words than any it learned from is of its topic, kind and section."""
    subject = subjects("读职校的雨露计划每个学期发好多块钱咯")
    assert (_best(subject.topic), _best(subject.kind), _best(subject.section)) == ("雨露计划", "amount", "yulu.amount")


def test_what_nothing_answers_is_a_topic(subjects: Subjects) -> None:
    """A question like those that are refused is of no topic."""
    assert _best(subjects("后天会下雨吗").topic) == NOTHING


def test_what_a_question_is_after_is_learned(subjects: Subjects) -> None:
    """A question after one's own case is told from one after the rule; without lessons all are after rules."""
    assert _best(subjects.after("我的申请批下来没")) == Aim.OWN_CASE
    assert _best(subjects.after("低保的标准是多少")) == Aim.RULE


def test_unknown_words_say_nothing(subjects: Subjects) -> None:
    """A text without one known token gets the odds of nothing said, without failing."""
    assert set(subjects("😀").topic) == set(subjects("").topic)


def test_they_come_back_as_saved(subjects: Subjects, tmp_path: Path) -> None:
    """The models read what they wrote."""
    subjects.save(tmp_path / "subjects")
    loaded = Subjects.load(tmp_path / "subjects")
    assert loaded("低保怎么办") == subjects("低保怎么办")


def test_one_section_alone_is_enough() -> None:
    """A knowledge base of a single section and no refusals has models too."""
    (only,) = [passage for passage in load_passages() if passage.id == "yulu.amount"]
    subject = learn_subjects([only], Lessons())("雨露计划补多少")
    assert list(subject.section) == ["yulu.amount"]
    assert np.isfinite(list(subject.section.values())).all()
