from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answerer import Answerer
from knowledge.answers import Answer, Question, Quoted, Status
from knowledge.baselines import baseline_orders, channel_orders
from knowledge.charts import draw
from knowledge.errors import KnowledgeError
from knowledge.evaluation import Report, calibration, decide, invented_figures, ranking
from knowledge.lessons import read_lessons
from knowledge.library import load_passages
from knowledge.questions import GOLDEN_FILE, QUESTIONS_FILE, Asked, fully_right, read_questions
from language.plain import plain
from tests.knowledge.conftest import Built


@pytest.mark.parametrize("file", [QUESTIONS_FILE, GOLDEN_FILE])
def test_no_question_is_used_both_to_train_and_to_measure(file: Path) -> None:
    """No evaluation question stands among the sheets' questions or the training refusals, however it is written."""
    trained = {plain(question) for passage in load_passages() for question in passage.questions}
    lessons = read_lessons()
    trained |= {plain(text) for texts in (lessons.uncovered, *lessons.aims.values()) for text in texts}
    assert [asked.text for asked in read_questions(file) if plain(asked.text) in trained] == []


@pytest.mark.parametrize("file", [QUESTIONS_FILE, GOLDEN_FILE])
def test_expected_sections_exist_and_hold_what_is_required(file: Path) -> None:
    """Every expected section is live, and each required word stands in it."""
    texts = {passage.id: passage.text + passage.section for passage in load_passages()}
    for asked in read_questions(file):
        assert asked.expect <= set(texts), asked.text
        for section in asked.expect:
            assert all(word in texts[section] for word in asked.must), asked.text


def test_ranks_are_counted_from_one() -> None:
    """hit@1, hit@3 and the mean reciprocal rank follow their definitions; an absent section counts as zero."""
    questions = [Asked(key, frozenset({key}), (), "standard") for key in ("a", "b", "z")]
    values = ranking(questions, lambda _: ["a", "b", "c"])
    assert values == {"hit@1": pytest.approx(1 / 3), "hit@3": pytest.approx(2 / 3), "mrr": pytest.approx(0.5)}


def test_all_channels_order_all_they_find(built: Built) -> None:
    """Keywords, vectors and their combination each put a plain question's section among the first three."""
    for order in channel_orders(built.edition).values():
        assert "yulu.amount" in order("雨露计划每学期补多少钱")[:3]


def test_baselines_order_all_passages(built: Built, tmp_path: Path) -> None:
    """TF-IDF finds a plain question's section; a selector's file is taken as it is, a broken one is refused."""
    assert "yulu.amount" in baseline_orders(built.passages, None)["TF-IDF"]("雨露计划每学期补多少钱")[:3]
    file = tmp_path / "selector.json"
    file.write_text('{"问": ["yulu.who"]}', encoding="utf-8")
    order = baseline_orders(built.passages, file)["ResponseSelector"]
    assert (order("问"), order("别的")) == (["yulu.who"], [])
    file.write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="对照结果"):
        baseline_orders(built.passages, file)


def test_calibration_counts_every_question(built: Built) -> None:
    """The tenths of confidence hold all questions; those with an answer are surer than those without."""
    asked = [Asked("雨露计划补多少", frozenset({"yulu.amount"}), (), ""), Asked("明天下雨吗", frozenset(), (), "")]
    tenths = calibration(built.edition, asked)
    assert sum(one["questions"] for one in tenths) == 2
    assert tenths[-1]["answerable"] == 1.0


def test_decisions_are_counted_by_kind(answerer: Answerer) -> None:
    """Right answers, refusals and styles are shares of the questions they concern."""
    asked = [
        Asked("雨露计划补助多少钱", frozenset({"yulu.amount"}), ("1500",), "standard", "雨露计划"),
        Asked("公积金怎么提取", frozenset(), (), "standard", "别的"),
    ]
    report = decide(answerer, asked)
    assert (report["fully right"], report["refusal recall"], report["refusal precision"]) == (1.0, 1.0, 1.0)
    assert report["by style"] == {"standard": 1.0}
    assert report["by topic"] == {"雨露计划": 1.0}


def test_charts_are_pictures(tmp_path: Path) -> None:
    """Each chart is written as a PNG."""
    values = {"hit@1": 0.9, "hit@3": 1.0, "mrr": 0.95}
    report: Report = {
        "retrieval": {"combined": values},
        "decisions": {"by style": {"dialect": 0.9}, "by topic": {"雨露计划": 1.0}},
        "calibration": [{"confidence": 0.9, "answerable": 1.0, "questions": 3}],
    }
    paths = draw(report, tmp_path / "charts")
    assert [path.read_bytes()[:4] for path in paths] == [b"\x89PNG"] * 4


def test_fully_right_needs_section_and_words(answerer: Answerer, built: Built) -> None:
    """The right section without a required word, or another section, is not fully right."""
    answer = answerer.ask(Question("雨露计划每学期补助多少钱"))
    assert fully_right(Asked("", frozenset({"yulu.amount"}), ("1500",), ""), answer)
    assert not fully_right(Asked("", frozenset({"yulu.amount"}), ("9999",), ""), answer)
    assert not fully_right(Asked("", frozenset({"dibao.apply"}), (), ""), answer)


def test_a_figure_from_nowhere_is_seen(answerer: Answerer) -> None:
    """A figure in the quoted part that the section does not have is an invented one."""
    answer = answerer.show("yulu.amount")
    assert invented_figures(answer) == frozenset()
    assert invented_figures(replace(answer, text=answer.text.replace("1500", "1800"))) == {"1800"}
    assert invented_figures(Answer("a", Status.ABSTAINED, "补9999元", "e")) == frozenset()
    assert isinstance(answer.passages[0], Quoted)
