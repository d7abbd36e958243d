"""How well the intents are told apart: `.venv-rasa/bin/python -m nlu.evaluate OUT.json [--folds 5]`.

Cross-validation over nlu/data with the pipeline of config.yml: every example is judged by a model that never saw it.
"""

import argparse
import asyncio
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from nlu.quiet import hush, keep_logs_clean

_DATA, _CONFIG = "nlu/data", "config.yml"


def evaluate(folds: int) -> dict[str, Any]:
    """Return accuracy, macro-F1, figures per intent and the commonest mix-ups over all folds."""
    hush()
    from rasa.model_training import train_nlu
    from rasa.nlu.test import generate_folds
    from rasa.shared.data import get_nlu_directory
    from rasa.shared.nlu.training_data.loading import load_data

    keep_logs_clean()
    pairs: list[tuple[str, str]] = []
    data = load_data(get_nlu_directory([_DATA]))  # the rules beside the examples are left out
    for train, test in generate_folds(folds, data):
        with tempfile.TemporaryDirectory() as folder:
            train.persist(folder)
            model = train_nlu(_CONFIG, folder, folder)
            pairs += asyncio.run(_judge(model, test))
    return figures(pairs)


async def _judge(model: str, test: Any) -> list[tuple[str, str]]:
    from rasa.core.agent import load_agent

    agent = await load_agent(model_path=model)
    results = []
    for example in test.intent_examples:
        parsed = await agent.parse_message(example.get("text"))
        results.append((example.get("intent"), parsed["intent"]["name"]))
    return results


def figures(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the figures of (true, predicted) intent pairs; each rate between 0 and 1."""
    intents = sorted({true for true, _ in pairs})
    per_intent = {intent: _of_intent(intent, pairs) for intent in intents}
    mixed = Counter(f"{true} → {predicted}" for true, predicted in pairs if true != predicted)
    return {
        "examples": len(pairs),
        "accuracy": round(sum(true == predicted for true, predicted in pairs) / len(pairs), 4),
        "macro_f1": round(sum(one["f1"] for one in per_intent.values()) / len(per_intent), 4),
        "intents": per_intent,
        "mixed_up": dict(mixed.most_common(15)),
    }


def _of_intent(intent: str, pairs: list[tuple[str, str]]) -> dict[str, float]:
    right = sum(true == predicted == intent for true, predicted in pairs)
    examples = sum(true == intent for true, _ in pairs)
    predicted = sum(guess == intent for _, guess in pairs)
    precision = right / predicted if predicted else 0.0
    recall = right / examples
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "examples": examples,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
    }


def main() -> None:
    """Evaluate and write the figures to the file named."""
    parser = argparse.ArgumentParser(description="交叉验证意图识别")
    parser.add_argument("out", type=Path, help="结果文件(JSON)")
    parser.add_argument("--folds", type=int, default=5, help="折数")
    arguments = parser.parse_args()
    result = evaluate(arguments.folds)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"accuracy {result['accuracy']}  macro-F1 {result['macro_f1']}  → {arguments.out}")  # noqa: T201


if __name__ == "__main__":
    main()
