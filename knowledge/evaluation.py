"""How well unseen questions are answered: retrieval alone by channel, and the whole decision."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.answers import Answer, Answerer, Question, Status, Thresholds
from knowledge.build import build
from knowledge.edition import Edition
from knowledge.encoder import Encoder
from knowledge.errors import KnowledgeError
from knowledge.features import find_candidates
from knowledge.figures import figures
from knowledge.settings import KnowledgeSettings
from knowledge.tokens import pair_tokens, word_tokens

QUESTIONS_FILE = Path(__file__).parent / "evaluation" / "questions.jsonl"
_SHOWN = frozenset({Status.ANSWERED, Status.EXPIRED_ONLY, Status.OTHER_REGION})
_GIVEN = _SHOWN - {Status.OTHER_REGION}  # what says in its first words that it is not what was asked for is a refusal
Report = dict[str, object]
Order = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question kept apart from training; without `expect` it must be refused."""

    text: str
    expect: frozenset[str]
    must: tuple[str, ...]
    style: str


def read_questions(path: Path = QUESTIONS_FILE) -> tuple[Asked, ...]:
    """Return the kept-apart questions; raises KnowledgeError when the file cannot be read."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return tuple(
            Asked(str(row["text"]), frozenset(row["expect"]), tuple(row.get("must", ())), str(row["style"]))
            for row in rows
        )
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"评测问题 {path.name} 读不出来:{error}") from error


def evaluate(settings: KnowledgeSettings, progress: Callable[[str], None]) -> Report:
    """Measure the live edition on the kept-apart questions; raises KnowledgeError when one was trained on."""
    knowledge = build(settings)
    edition = knowledge.live()
    questions = read_questions()
    trained = {question for passage in edition.index.passages for question in passage.questions}
    leaked = [question.text for question in questions if question.text in trained]
    if leaked:
        raise KnowledgeError(f"评测问题也在训练里:{'、'.join(leaked[:5])}")
    progress(f"评测 {len(questions)} 个没有训练过的问题,版本 {edition.id}")
    answerable = [question for question in questions if question.expect]
    orders = channel_orders(edition, knowledge.encoder)
    retrieval = {name: ranking(answerable, order) for name, order in orders.items()}
    decisions = decide(knowledge.answerer, questions, edition)
    return {"edition": edition.id, "retrieval": retrieval, "decisions": decisions, "thresholds": str(Thresholds.load())}


def channel_orders(edition: Edition, encoder: Encoder) -> Mapping[str, Order]:
    """Return how each channel alone, and their combination, orders the passages for a question."""
    index = edition.index
    ids = [passage.id for passage in index.passages]

    def by_keywords(text: str) -> Sequence[str]:
        scores = index.words.scores(word_tokens(text)) + index.pairs.scores(pair_tokens(text))
        return [ids[place] for place in np.argsort(-scores, kind="stable")]

    def by_vectors(text: str) -> Sequence[str]:
        _, _, places = index.nearest(encoder.encode([text]), index.dense.ntotal)
        return [ids[place] for place in places]

    def combined(text: str) -> Sequence[str]:
        return [ids[place] for place in edition.ranker.rank(find_candidates(index, encoder, text)).places]

    return {"keywords only": by_keywords, "dense only": by_vectors, "combined": combined}


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


def decide(answerer: Answerer, questions: Sequence[Asked], edition: Edition) -> Report:
    """Return shares of fully right answers and right refusals, by style too, and every figure not in its section."""
    answers = [(asked, answerer.ask(Question(asked.text))) for asked in questions]
    right = [(asked, fully_right(asked, answer)) for asked, answer in answers if asked.expect]
    refused = [answer.status not in _GIVEN for asked, answer in answers if not asked.expect]
    shown = [answer.status in _SHOWN for asked, answer in answers if asked.expect]
    styles = sorted({asked.style for asked, _ in right})
    by_style = {style: _share([good for asked, good in right if asked.style == style]) for style in styles}
    return {
        "fully right": _share([good for _, good in right]),
        "right refusals": _share(refused),
        "answered": _share(shown),
        "by style": by_style,
        "invented figures": sum(bool(invented_figures(answer)) for _, answer in answers),
    }


def fully_right(asked: Asked, answer: Answer) -> bool:
    """Tell whether `answer` shows an expected passage and holds every required word."""
    shown = {quoted.passage.id for quoted in answer.passages}
    return bool(shown & asked.expect) and all(word in answer.text for word in asked.must)


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
    lines = [f"{'':16}{'hit@1':>8}{'hit@3':>8}{'MRR':>8}"]
    for name, values in retrieval.items():
        lines.append(f"{name:16}{values['hit@1']:8.3f}{values['hit@3']:8.3f}{values['mrr']:8.3f}")
    for name, value in decisions.items():
        if isinstance(value, dict):
            lines += [f"  {style:14}{share:8.3f}" for style, share in value.items()]
        else:
            lines.append(f"{name:16}{value:8.3f}" if isinstance(value, float) else f"{name:16}{value:8d}")
    return "\n".join(lines)


def _share(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else 0.0
