"""The trained model without a server: what it understands of a text."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nlu.quiet import hush, keep_logs_clean
from nlu.train import MODEL


def understand(texts: Iterable[str], model: Path = MODEL) -> list[dict[str, Any]]:
    """Return Rasa's parse result of each text, the model loaded once; raises SystemExit when there is no model."""
    if not model.exists():
        raise SystemExit(f"没有模型 {model},先运行 .venv-rasa/bin/python -m nlu.train。")
    hush()
    from rasa.core.agent import load_agent

    keep_logs_clean()

    async def parse() -> list[dict[str, Any]]:
        agent = await load_agent(model_path=str(model))
        return [await agent.parse_message(_as_text(text)) for text in texts]

    return asyncio.run(parse())


def _as_text(text: str) -> str:
    # As the bot does: a typed slash is no command.
    return "/" + text[1:] if text.startswith("/") else text
