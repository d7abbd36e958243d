"""How messages kept apart from training are understood: `.venv-rasa/bin/python -m nlu.kept_apart OUT.json`.

`--pipeline FILE` measures another pipeline, trained on the same data (may be given more than once).
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.evaluate import figures
from nlu.quiet import hush, keep_logs_clean

UTTERANCES_FILE = Path(__file__).parent / "evaluation" / "utterances.jsonl"
_COLUMNS = (
    "risk_recall", "risk_precision", "crisis_recall", "crisis_precision", "false_alarms", "macro_f1", "accuracy",
)  # fmt: skip
_DATA, _CONFIG = "nlu/data", "config.yml"
_TROUBLE = frozenset({"report_risk", "crisis"})
_HARD = frozenset({"ask_policy", "chitchat"})  # most of theirs use the words of trouble


@dataclass(frozen=True)
class Heard:
    """An utterance, what it is and what was understood."""

    text: str
    style: str
    true: str
    predicted: str


def utterances(path: Path = UTTERANCES_FILE) -> list[dict[str, Any]]:
    """Return the rows {"id", "text", "intent", "style", "kinds"}."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def understand(pipeline: str) -> list[Heard]:
    """Train `pipeline` on the training data and return what it makes of the utterances kept apart."""
    hush()
    from rasa.model_training import train_nlu
    from rasa.shared.data import get_nlu_directory

    keep_logs_clean()
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_judge(train_nlu(pipeline, get_nlu_directory([_DATA]), folder)))


async def _judge(model: str | None) -> list[Heard]:
    from rasa.core.agent import load_agent

    agent = await load_agent(model_path=model)
    heard = []
    for row in utterances():
        parsed = await agent.parse_message(row["text"])
        heard.append(Heard(row["text"], row["style"], row["intent"], parsed["intent"]["name"] or ""))
    return heard


def report(heard: Sequence[Heard]) -> dict[str, Any]:
    """Return recall and precision of trouble, recall of crises, false alarms and intents; trouble by style too."""
    styles = sorted({one.style for one in heard})
    intents = figures([(one.true, one.predicted) for one in heard])
    return {
        **trouble(heard),
        "macro_f1": intents["macro_f1"],
        "accuracy": intents["accuracy"],
        "styles": {style: _of_style([one for one in heard if one.style == style]) for style in styles},
        "intents": intents["intents"],
        "mixed_up": intents["mixed_up"],
        "missed": [one.text for one in heard if one.true in _TROUBLE and one.predicted not in _TROUBLE],
    }


def _of_style(heard: Sequence[Heard]) -> dict[str, float]:
    return {**trouble(heard), "macro_f1": figures([(one.true, one.predicted) for one in heard])["macro_f1"]}


def trouble(heard: Sequence[Heard]) -> dict[str, float]:
    """Return the shares between 0 and 1; a crisis heard as a report, or the other way, is heard as trouble."""
    told = [one for one in heard if one.true in _TROUBLE]
    taken = [one for one in heard if one.predicted in _TROUBLE]
    crises = [one for one in heard if one.true == "crisis"]
    hard = [one for one in heard if one.true in _HARD]
    return {
        "risk_recall": _share(one.predicted in _TROUBLE for one in told),
        "risk_precision": _share(one.true in _TROUBLE for one in taken),
        "crisis_recall": _share(one.predicted == "crisis" for one in crises),
        "crisis_precision": _share(one.true == "crisis" for one in heard if one.predicted == "crisis"),
        "false_alarms": _share(one.predicted in _TROUBLE for one in hard),
        "accuracy": _share(one.true == one.predicted for one in heard),
    }


def _share(values: Any) -> float:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else 1.0


def main() -> None:
    """Measure each pipeline and write the figures."""
    parser = argparse.ArgumentParser(description="没有训练过的说法\uff0c听得懂多少")
    parser.add_argument("out", type=Path, help="结果文件(JSON)")
    parser.add_argument("--pipeline", action="append", default=[], help="另外比较的流水线")
    arguments = parser.parse_args()
    results = {}
    print(f"{'':24}" + "".join(f"{name:>18}" for name in _COLUMNS))  # noqa: T201
    for pipeline in [_CONFIG, *arguments.pipeline]:
        results[pipeline] = report(understand(pipeline))
        row = "".join(f"{results[pipeline][name]:18.4f}" for name in _COLUMNS)
        print(f"{Path(pipeline).stem:24}{row}", flush=True)  # noqa: T201
    for style, shares in results[_CONFIG]["styles"].items():
        print(f"  {style:22}" + "".join(f"{shares[name]:18.4f}" for name in _COLUMNS))  # noqa: T201
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
