"""Sentence vectors: an encoder trained here, or any sentence-transformers model named in the settings."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import EncoderMissing
from knowledge.tokens import encoder_tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors, shape (len(texts), dimension)."""

    @property
    def identity(self) -> str:
        """Name what made the vectors: two encoders with one identity give the same vectors."""

    def encode(self, texts: list[str]) -> Vectors:
        """Return one unit vector a (plain) text."""


class SentenceEncoder:
    """An Encoder over a sentence-transformers model; `segmented` tells that it reads words split by spaces."""

    def __init__(self, model: "SentenceTransformer", identity: str, *, segmented: bool) -> None:
        self._model, self.identity, self._segmented = model, identity, segmented

    def encode(self, texts: list[str]) -> Vectors:
        prepared = [encoder_tokens(text) if self._segmented else text for text in texts]
        vectors = self._model.encode(prepared, normalize_embeddings=True, show_progress_bar=False, batch_size=256)
        return np.ascontiguousarray(vectors, dtype=np.float32)


def load_encoder(folder: Path, model: str = "") -> SentenceEncoder:
    """Load the model named in the settings, else the one trained into `folder`; raises EncoderMissing."""
    # Importing sentence-transformers takes seconds; the commands that need no vectors do without.
    from sentence_transformers import SentenceTransformer

    if not model and not (folder / "modules.json").is_file():
        raise EncoderMissing("还没有训练编码器,请先运行:python -m knowledge train")
    source = model or str(folder)
    try:
        loaded = SentenceTransformer(source, device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise EncoderMissing(f"编码器“{model or folder.name}”读不出来,请检查设置 ENCODER_MODEL 或重新训练") from error
    identity = f"model:{model}" if model else f"trained:{_digest(folder)}"
    return SentenceEncoder(loaded, identity, segmented=not model)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".safetensors"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
