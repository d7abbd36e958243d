"""Training of the encoder from the project's own questions and sections."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from knowledge.passages import Passage
from knowledge.tokens import encoder_tokens
from language.plain import plain

Pair = tuple[str, str]
_UNKNOWN = "[UNK]"


@dataclass(frozen=True, slots=True)
class Training:
    """How the encoder is trained; the seed makes it repeatable."""

    dimension: int = 256
    epochs: int = 8
    batch: int = 128
    rate: float = 0.02
    scale: float = 20.0
    seed: int = 20230215


def pairs_of(passages: Sequence[Passage], random: Random) -> list[Pair]:
    """Return the texts that belong together: a question with its section, and with another way of asking."""
    pairs: list[Pair] = []
    for passage in passages:
        section = section_text(passage)
        pairs += [(question, section) for question in passage.questions]
        pairs += [(f"{passage.topic} {passage.section}", section)]
        shuffled = list(passage.questions)
        random.shuffle(shuffled)
        pairs += list(zip(passage.questions, shuffled, strict=True))
    return pairs


def section_text(passage: Passage) -> str:
    """Return what a section is encoded by: topic, heading and text."""
    return f"{passage.topic} {passage.section} {passage.text}"


def train_encoder(
    passages: Sequence[Passage], folder: Path, training: Training, progress: Callable[[str], None]
) -> None:
    """Train an encoder on `passages` and put it at `folder`, replacing what was there."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    torch.manual_seed(training.seed)
    random = Random(training.seed)
    tokens = lru_cache(maxsize=None)(
        lambda text: encoder_tokens(plain(text))
    )  # a section stands in a pair with each of its questions
    pairs = [(tokens(first), tokens(second)) for first, second in pairs_of(passages, random)]
    tokenizer = Tokenizer(models.WordLevel(_vocabulary(pairs), unk_token=_UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    embedding = StaticEmbedding(tokenizer, embedding_dim=training.dimension)
    with torch.no_grad():
        embedding.embedding.weight[0].zero_()  # an unknown word says nothing
    embedding.embedding.sparse = True  # a batch touches few of the words: several times faster than dense updates
    model = SentenceTransformer(modules=[embedding], device="cpu")
    loss = MultipleNegativesRankingLoss(model, scale=training.scale)
    optimizer = torch.optim.SparseAdam(list(model.parameters()), lr=training.rate)
    for epoch in range(training.epochs):
        total = 0.0
        for batch in _batches(pairs, training.batch, random):
            features = [embedding.preprocess(list(side)) for side in zip(*batch, strict=True)]
            value = loss(features, torch.empty(0))
            optimizer.zero_grad()
            value.backward()
            optimizer.step()  # type: ignore[no-untyped-call]
            total += float(value.detach())
        progress(f"训练编码器:第 {epoch + 1}/{training.epochs} 轮,损失 {total:.3f}")
    _replace(model, folder)


def _vocabulary(pairs: Sequence[Pair]) -> dict[str, int]:
    counts = Counter(token for pair in pairs for text in pair for token in text.split())
    return {_UNKNOWN: 0, **{token: number for number, token in enumerate(sorted(counts), start=1)}}


def _batches(pairs: Sequence[Pair], size: int, random: Random) -> Iterator[list[Pair]]:
    """Yield shuffled batches in which no text stands twice on one side, so that no twin counts as a wrong answer."""
    waiting = list(pairs)
    random.shuffle(waiting)
    while waiting:
        batch: list[Pair] = []
        later: list[Pair] = []
        seen: set[str] = set()
        for pair in waiting:
            if len(batch) < size and not seen.intersection(pair):
                batch.append(pair)
                seen.update(pair)
            else:
                later.append(pair)
        waiting = later
        if len(batch) > 1:
            yield batch


def _replace(model: object, folder: Path) -> None:
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    model.save(str(fresh), create_model_card=False)  # type: ignore[attr-defined]  # a SentenceTransformer
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
