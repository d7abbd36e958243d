"""The risk component runs in Rasa's environment; what it corrects is shown there by a small program."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
PROGRAM = """
import json, sys
from nlu.risk import RiskDetector
from rasa.shared.nlu.training_data.message import Message
found = []
for text, ranking in json.loads(sys.argv[1]):
    rows = [{"name": name, "confidence": share} for name, share in ranking]
    message = Message({"text": text, "intent": rows[0], "intent_ranking": rows})
    RiskDetector(RiskDetector.get_default_config()).process([message])
    found.append(message.get("intent")["name"])
print(json.dumps(found))
"""


@pytest.mark.parametrize(
    ("ranking", "intent"),
    [
        ([["report_risk", 0.8], ["crisis", 0.17]], "crisis"),
        ([["report_risk", 0.8], ["crisis", 0.05]], "report_risk"),
        ([["chitchat", 0.8], ["crisis", 0.12]], "chitchat"),
        ([["ask_policy", 0.7], ["crisis", 0.27]], "crisis"),
    ],
)
def test_a_small_share_of_crisis_is_enough(ranking: list[list[object]], intent: str) -> None:
    """A message that may be a crisis is one; a question or small talk needs a larger share to be taken for one."""
    command = [str(PYTHON), "-W", "ignore", "-c", PROGRAM, json.dumps([["今天的事", ranking]])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == [intent]


@pytest.mark.parametrize(("share", "intent"), [(0.01, "report_risk"), (0.05, "crisis")])
def test_a_report_that_is_sure_outranks_a_sign_only_without_doubt(share: float, intent: str) -> None:
    """A sign of danger gives way to a sure report only while the classifier sees next to no crisis."""
    ranking = [["report_risk", 0.94], ["crisis", share]]
    command = [str(PYTHON), "-W", "ignore", "-c", PROGRAM, json.dumps([["屋里着火了", ranking]])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == [intent]
