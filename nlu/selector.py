"""What Rasa's own ResponseSelector makes of the same pairs, for comparison: `-m nlu.selector PAIRS.json OUT.json`.

PAIRS.json is written by `python -m knowledge pairs`: {"pairs": {"id": ["question", …]}, "texts": {"id": "section"},
"questions": ["…"]}; OUT.json gets {"question": ["id", …]} in the selector's order.
"""

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

import yaml

from nlu.quiet import hush, keep_logs_clean

_INTENT = "policy"
_PIPELINE = {
    "recipe": "default.v1",
    "assistant_id": "comparison",
    "language": "zh",
    "pipeline": [
        {"name": "JiebaTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 3},
        # The sections' names share letters, which mean nothing; their texts are what tells them apart.
        {
            "name": "ResponseSelector",
            "retrieval_intent": _INTENT,
            "use_text_as_label": True,
            "epochs": 60,
            "random_seed": 1,
        },
    ],
}


def select(pairs: dict[str, Any], folder: Path) -> dict[str, list[str]]:
    """Train the selector on the pairs and return its order of passage ids for each question."""
    hush()
    from rasa.model_training import train_nlu

    keep_logs_clean()
    keys = {f"k{number}": key for number, key in enumerate(pairs["pairs"])}
    examples = [
        {"intent": f"{_INTENT}/{name}", "examples": "".join(f"- {_plain(text)}\n" for text in pairs["pairs"][key])}
        for name, key in keys.items()
    ]
    responses = {f"utter_{_INTENT}/{name}": [{"text": pairs["texts"][key]}] for name, key in keys.items()}
    data = {"version": "3.1", "nlu": examples, "responses": responses}
    (folder / "data.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    (folder / "config.yml").write_text(yaml.safe_dump(_PIPELINE), encoding="utf-8")
    model = train_nlu(str(folder / "config.yml"), str(folder / "data.yml"), str(folder))
    return asyncio.run(_orders(model, pairs["questions"], keys))


async def _orders(model: str | None, questions: list[str], keys: dict[str, str]) -> dict[str, list[str]]:
    from rasa.core.agent import load_agent

    agent = await load_agent(model_path=model)
    orders = {}
    for question in questions:
        parsed = await agent.parse_message(question)
        ranking = parsed["response_selector"][_INTENT]["ranking"]
        orders[question] = [keys[one["intent_response_key"].split("/")[1]] for one in ranking]
    return orders


def _plain(text: str) -> str:
    # Brackets and braces are Rasa's own signs in examples.
    return text.translate(str.maketrans("[]{}()\n", "       ")).strip()


def main() -> None:
    """Read the pairs, train, and write the selector's orders."""
    parser = argparse.ArgumentParser(description="Rasa ResponseSelector 对照")
    parser.add_argument("pairs", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    pairs = json.loads(arguments.pairs.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        orders = select(pairs, Path(folder))
    arguments.out.write_text(json.dumps(orders, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
