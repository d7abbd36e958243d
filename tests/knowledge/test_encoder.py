from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

from knowledge.encoder import load_encoder
from knowledge.errors import EncoderMissing
from tests.knowledge.conftest import Built


def test_vectors_are_of_unit_length(built: Built) -> None:
    """Each text gives one unit vector, the same at every call."""
    vectors = built.encoder.encode(["雨露计划", "低保怎么办"])
    assert vectors.shape == (2, 64)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert np.array_equal(vectors, built.encoder.encode(["雨露计划", "低保怎么办"]))


def test_another_wording_is_near(built: Built) -> None:
    """A question is nearer to its own section than to one of another sheet."""
    texts = ["读中专的补助有几多", "雨露计划补多少钱 每学期1500元", "低保怎么申请 乡镇"]
    asked, right, wrong = built.encoder.encode(texts)
    assert asked @ right > asked @ wrong


def test_a_named_model_replaces_the_trained_one(tmp_path: Path) -> None:
    """Any sentence-transformers model named in the settings is loaded in its own way, under its own identity."""
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "a": 1}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)]).save(str(tmp_path / "named"))
    encoder = load_encoder(tmp_path / "trained", str(tmp_path / "named"))
    assert encoder.identity == f"model:{tmp_path / 'named'}"
    assert encoder.encode(["a"]).shape == (1, 8)


@pytest.mark.parametrize("model", ["", "no/such-model"])
def test_a_missing_encoder_says_what_to_do(tmp_path: Path, model: str) -> None:
    """Without a trained encoder, or with a model that is not there, the message says what to run or set."""
    with pytest.raises(EncoderMissing, match=r"train|ENCODER_MODEL"):
        load_encoder(tmp_path / "none", model)
