"""How well unseen questions are answered: retrieval by channel and against baselines, and the whole decision."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from knowledge.answerer import Answerer
from knowledge.answers import Answer, Question
from knowledge.baselines import Order, baseline_orders, channel_orders
from knowledge.build import build
from knowledge.edition import Edition
from knowledge.errors import KnowledgeError
from knowledge.features import find_candidates
from knowledge.figures import figures
from knowledge.questions import Asked, fully_right, gives, read_questions
from knowledge.settings import KnowledgeSettings
from knowledge.thresholds import Thresholds

_BINS = 10
Report = dict[str, object]


def evaluate(
    settings: KnowledgeSettings, progress: Callable[[str], None], questions_file: Path, selector: Path | None = None
) -> Report:
    """Measure the live edition on questions kept apart; raises KnowledgeError when one was trained on.

    `selector` holds the answers of Rasa's ResponseSelector: {"question": ["passage id", …]}.
    """
    knowledge = build(settings)
    edition = knowledge.live()
    questions = read_questions(questions_file)
    trained = {question for passage in edition.index.passages for question in passage.questions}
    leaked = [question.text for question in questions if question.text in trained]
    if leaked:
        raise KnowledgeError(f"评测问题也在训练里：{'、'.join(leaked[:5])}")
    progress(f"评测 {len(questions)} 个没有训练过的问题，版本 {edition.id}")
    answerable = [question for question in questions if question.expect]
    orders = {**baseline_orders(edition.index.passages, selector), **channel_orders(edition)}
    return {
        "edition": edition.id,
        "questions": len(questions),
        "retrieval": {name: ranking(answerable, order) for name, order in orders.items()},
        "decisions": decide(knowledge.answerer, questions),
        "calibration": calibration(edition, questions),
        "thresholds": str(Thresholds.load()),
    }


def ranking(questions: Sequence[Asked], order: Order) -> dict[str, float]:
    """Return hit@1, hit@3 and mean reciprocal rank over answerable questions."""
    ranks = []
    for question in questions:
        places = [place for place, key in enumerate(order(question.text), start=1) if key in question.expect]
        ranks.append(places[0] if places else 0)
    found = np.array(ranks)
    reciprocal = np.divide(1.0, found, out=np.zeros(len(found)), where=found > 0)
    hits = {f"hit@{k}": float(np.mean((found > 0) & (found <= k))) for k in (1, 3)}
    return {**hits, "mrr": float(reciprocal.mean())}


def decide(answerer: Answerer, questions: Sequence[Asked]) -> Report:
    """Return shares of fully right answers and of refusals, by style and topic, and how many figures were invented."""
    answers = [(asked, answerer.ask(Question(asked.text))) for asked in questions]
    right = [(asked, fully_right(asked, answer)) for asked, answer in answers if asked.expect]
    refused = [(not asked.expect, not gives(answer)) for asked, answer in answers]
    return {
        "fully right": _share(good for _, good in right),
        "answered": _share(bool(answer.passages) for asked, answer in answers if asked.expect),
        "refusal recall": _share(given for wanted, given in refused if wanted),
        "refusal precision": _share(wanted for wanted, given in refused if given),
        "invented figures": sum(bool(invented_figures(answer)) for _, answer in answers),
        "by style": _by(right, lambda asked: asked.style),
        "by topic": _by(right, lambda asked: asked.topic),
    }


def calibration(edition: Edition, questions: Sequence[Asked]) -> list[dict[str, float]]:
    """Return for each tenth of confidence: mean confidence, share of questions that have an answer, their number."""
    found = [find_candidates(edition.index, edition.encoder, one.text) for one in questions]
    sure = np.array([edition.ranker.rank(candidates).confidence for candidates in found])
    has_answer = np.array([bool(one.expect) for one in questions])
    tenth = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    return [
        {
            "confidence": float(sure[tenth == number].mean()),
            "answerable": float(has_answer[tenth == number].mean()),
            "questions": int((tenth == number).sum()),
        }
        for number in range(_BINS)
        if (tenth == number).any()
    ]


def invented_figures(answer: Answer) -> frozenset[str]:
    """Return the figures of the quoted sections' part of the reply that do not stand in those sections."""
    quoted = [part.passage for part in answer.passages]
    if not quoted:
        return frozenset()
    start = answer.text.index(f"【{quoted[0].document}")
    end = answer.text.index("\n出处")
    allowed = frozenset[str]().union(*(figures(f"{p.document} {p.section} {p.text}") for p in quoted))
    return figures(answer.text[start:end]) - allowed


def table(report: Report) -> str:
    """Return the report as lines for a terminal."""
    retrieval, decisions = report["retrieval"], report["decisions"]
    assert isinstance(retrieval, dict)
    assert isinstance(decisions, dict)
    lines = [f"{'':20}{'hit@1':>8}{'hit@3':>8}{'MRR':>8}"]
    for name, values in retrieval.items():
        lines.append(f"{name:20}{values['hit@1']:8.3f}{values['hit@3']:8.3f}{values['mrr']:8.3f}")
    for name, value in decisions.items():
        if isinstance(value, dict):
            lines += [name, *(f"  {part:18}{share:8.3f}" for part, share in value.items())]
        else:
            lines.append(f"{name:20}{value:8.3f}" if isinstance(value, float) else f"{name:20}{value:8d}")
    return "\n".join(lines)


def _by(right: Sequence[tuple[Asked, bool]], group: Callable[[Asked], str]) -> dict[str, float]:
    names = sorted({group(asked) for asked, _ in right})
    return {name: _share(good for asked, good in right if group(asked) == name) for name in names}


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return float(np.mean(found)) if found else 0.0
