"""The encoders at hand, each under its identity: an edition is read with the one that made its vectors."""

import shutil
import threading
from pathlib import Path

from knowledge.encoder import SentenceEncoder, load_encoder
from knowledge.errors import EncoderMissing, StaleEdition


class Encoders:
    """Gives encoders; a newly trained one is kept beside those of older editions, and each is loaded once."""

    def __init__(self, folder: Path, model: str = "") -> None:
        self._trained, self._kept, self._model = folder / "encoder", folder / "encoders", model
        self._loaded: dict[str, SentenceEncoder] = {}
        self._lock = threading.Lock()

    @property
    def trained(self) -> Path:
        """Return where a newly trained encoder belongs."""
        return self._trained

    def newest(self) -> SentenceEncoder:
        """Return the encoder named in the settings, else the one trained last; raises EncoderMissing."""
        encoder = load_encoder(self._trained, self._model)
        with self._lock:
            return self._loaded.setdefault(encoder.identity, encoder)

    def __call__(self, identity: str) -> SentenceEncoder:
        """Return the encoder of that identity; raises StaleEdition when it is not at hand."""
        with self._lock:
            if identity not in self._loaded:
                self._loaded[identity] = self._load(identity)
            return self._loaded[identity]

    def keep(self, encoder: SentenceEncoder) -> None:
        """Copy the trained encoder to where editions find it after a newer one was trained."""
        folder = self._folder(encoder.identity)
        if encoder.identity.startswith("model:") or folder.is_dir():
            return
        fresh = folder.with_name(f".{folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self._trained, fresh)
        fresh.rename(folder)

    def drop_all_but(self, identities: frozenset[str]) -> None:
        """Remove the kept encoders that no edition needs any more."""
        wanted = {self._folder(identity).name for identity in identities}
        for folder in self._kept.glob("*"):
            if folder.name not in wanted:
                shutil.rmtree(folder, ignore_errors=True)

    def _load(self, identity: str) -> SentenceEncoder:
        named = self._model if identity.startswith("model:") else ""
        folder = self._folder(identity) if self._folder(identity).is_dir() else self._trained
        try:
            encoder = load_encoder(folder, named)
        except EncoderMissing as error:
            raise StaleEdition(f"知识库版本用的编码器已经没有了。{error}") from error
        if encoder.identity != identity:
            raise StaleEdition("知识库版本用的是另一个编码器,请重新运行:python -m knowledge build")
        return encoder

    def _folder(self, identity: str) -> Path:
        return self._kept / identity.rpartition(":")[2].replace("/", "_")
