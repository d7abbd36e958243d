"""Train the Rasa model: `.venv-rasa/bin/python -m nlu.train [--force]`; nothing is done when nothing changed."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

MODELS = Path("models")
NAME = "mingbai"
MODEL = MODELS / f"{NAME}.tar.gz"
_STAMP = MODELS / f"{NAME}.fingerprint"
_CONFIG, _DOMAIN, _DATA = Path("config.yml"), Path("nlu/domain"), Path("nlu/data")
_SOURCES = (_CONFIG, _DOMAIN, _DATA, Path("language"), Path("nlu"))


def fingerprint() -> str:
    """Return a digest of everything the model is made from: configuration, domain, data and our own components."""
    digest = hashlib.sha256()
    for path in sorted(set(_files())):
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for source in _SOURCES:
        if source.is_file():
            yield source
        else:
            yield from (file for file in source.rglob("*") if file.suffix in {".py", ".yml", ".toml", ".txt"})


def is_current() -> bool:
    """Tell whether the trained model was made from the files as they are now."""
    return MODEL.exists() and _STAMP.exists() and _STAMP.read_text().strip() == fingerprint()


def train() -> None:
    """Train into `models/mingbai.tar.gz`; raises SystemExit with one line when Rasa makes no model."""
    from nlu.quiet import hush, keep_logs_clean

    hush()
    import rasa.model_training

    keep_logs_clean()

    made_from = fingerprint()
    result = rasa.model_training.train(
        domain=str(_DOMAIN),
        config=str(_CONFIG),
        training_files=[str(_DATA)],
        output=str(MODELS),
        fixed_model_name=NAME,
        force_training=True,
    )
    if result.code != 0 or not MODEL.exists():
        raise SystemExit(f"Rasa made no model (code {result.code}); `rasa data validate` shows why.")
    _STAMP.write_text(made_from + "\n")


def main() -> None:
    """Train unless the model is current; `--force` trains anyway."""
    os.environ.setdefault("ACTION_ENDPOINT", "http://127.0.0.1:5055/webhook")
    if is_current() and "--force" not in sys.argv[1:]:
        print(f"{MODEL} is current; nothing to train.")  # noqa: T201 - a command line prints
        return
    MODELS.mkdir(exist_ok=True)
    train()
    print(f"Trained {MODEL}.")  # noqa: T201 - a command line prints


if __name__ == "__main__":
    main()
