"""The ranker's training questions: each asked of an index and an encoder that never saw it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.encoder import Encoder, load_encoder
from knowledge.features import find_candidates
from knowledge.fitting import Labelled, fit_ranker
from knowledge.index import Index, build_index
from knowledge.lessons import read_lessons
from knowledge.passages import Passage
from knowledge.ranker import Ranker
from knowledge.training import Training, train_encoder

FOLDS = 3


def calibrate(
    passages: Sequence[Passage], training: Training, encoder: Encoder | None, progress: Callable[[str], None]
) -> Ranker:
    """Fit a ranker by cross-fitting over the questions of `passages`.

    With `encoder` None an encoder is trained for each fold; a ready-made one has not seen the questions and is kept.
    """
    labelled: list[Labelled] = []
    lessons = read_lessons()
    for fold in range(FOLDS):
        progress(f"校准排序:第 {fold + 1}/{FOLDS} 份")
        seen = [_without_fold(passage, fold) for passage in passages]
        with TemporaryDirectory() as folder:
            if encoder is None:
                train_encoder(seen, Path(folder) / "encoder", training, lambda _: None)
            use = encoder or load_encoder(Path(folder) / "encoder")
            unseen = lessons.uncovered[fold::FOLDS]
            kept = [question for question in lessons.uncovered if question not in unseen]
            index = build_index(seen, use, replace(lessons, uncovered=kept))
            labelled += _held_out(passages, index, use, fold)
            labelled += [Labelled(find_candidates(index, use, question), frozenset()) for question in unseen]
    return fit_ranker(labelled)


def _without_fold(passage: Passage, fold: int) -> Passage:
    kept = tuple(question for number, question in enumerate(passage.questions) if number % FOLDS != fold)
    return replace(passage, questions=kept)


def _held_out(passages: Sequence[Passage], index: Index, encoder: Encoder, fold: int) -> list[Labelled]:
    return [
        Labelled(find_candidates(index, encoder, question), frozenset({place}))
        for place, passage in enumerate(passages)
        for number, question in enumerate(passage.questions)
        if number % FOLDS == fold
    ]
