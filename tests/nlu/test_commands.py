"""The commands of the other environment, run as a person runs them."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
pytestmark = pytest.mark.servers


def test_a_file_of_texts_is_understood(tmp_path: Path) -> None:
    """Each text gives intent, confidence and risk with score, types and urgency, in order."""
    texts = {
        "a": "低保怎么申请", "b": "屋里男人得了癌症,借了十几万,冇钱治", "c": "活着冇意思了,想喝农药",
        "d": "明天天气怎么样", "e": "", "f": "\x00\x01😀",
    }  # fmt: skip
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps({"id": key, "text": text}) for key, text in texts.items()]
    source.write_text("\n".join(lines), encoding="utf-8")
    command = [str(RASA_PYTHON), "-m", "nlu.parse", str(source), str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    rows = {row["id"]: row for row in map(json.loads, target.read_text(encoding="utf-8").splitlines())}
    assert list(rows) == list(texts)
    assert [rows[key]["intent"] for key in "abcd"] == ["ask_policy", "report_risk", "crisis", "out_of_scope"]
    assert rows["b"]["risk"]["score"] >= 0.5
    assert "disease" in rows["b"]["risk"]["types"]
    assert rows["c"]["risk"]["urgency"] == "now"
    assert all(0 <= row["confidence"] <= 1 for row in rows.values())


def test_the_data_is_valid() -> None:
    """Rasa's own validator accepts domain, data and rules without a warning."""
    command = [str(RASA_PYTHON), "-m", "rasa", "data", "validate", "--data", "nlu/data", "--domain", "nlu/domain"]
    command.append("--fail-on-warnings")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]


def test_each_rule_is_followed(tmp_path: Path) -> None:
    """`rasa test` finds the intent and the action of every test story."""
    command = [str(RASA_PYTHON), "-m", "rasa", "test", "core", "-m", "models/mingbai.tar.gz", "-s", "tests/nlu/stories"]
    command += ["--e2e", "--fail-on-prediction-errors", "--no-plot", "--out", str(tmp_path)]
    environment = {**os.environ, "ACTION_ENDPOINT": "http://127.0.0.1:9/webhook"}  # `rasa test` runs no action
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    report = json.loads((tmp_path / "story_report.json").read_text(encoding="utf-8"))
    assert report["conversation_accuracy"]["correct"] == 8
