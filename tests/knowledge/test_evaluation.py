from dataclasses import replace

import pytest

from knowledge.answers import Answer, Answerer, Question, Quoted, Status
from knowledge.calibration import uncovered_questions
from knowledge.evaluation import Asked, channel_orders, fully_right, invented_figures, ranking, read_questions
from knowledge.library import load_passages
from language.plain import plain
from tests.knowledge.conftest import Built


def test_no_question_is_used_both_to_train_and_to_measure() -> None:
    """No evaluation question stands among the sheets' questions or the training refusals, however it is written."""
    trained = {plain(question) for passage in load_passages() for question in passage.questions}
    trained |= {plain(question) for question in uncovered_questions()}
    assert [asked.text for asked in read_questions() if plain(asked.text) in trained] == []


def test_expected_sections_exist_and_hold_what_is_required() -> None:
    """Every expected section is live, and each required word stands in it."""
    texts = {passage.id: passage.text + passage.section for passage in load_passages()}
    for asked in read_questions():
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
    for order in channel_orders(built.edition, built.encoder).values():
        assert "yulu.amount" in order("雨露计划每学期补多少钱")[:3]


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
