"""The training data and the domain, read as Rasa reads them."""

import re
from collections import Counter
from pathlib import Path

import yaml

from bot.payloads import is_accepted

ROOT = Path(__file__).parents[2]
BUTTONS = {"ask", "rate", "fill", "more", "campaign", "wish"}


def utterances() -> dict[str, list[str]]:
    """Return the training utterances by intent."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "nlu" / "data").glob("*/*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", []):
            lines = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            lines = [line for line in lines if not line.startswith("/")]  # buttons
            if lines:
                found.setdefault(block["intent"], []).extend(lines)
    return found


def intents() -> set[str]:
    """Return the intents of the domain."""
    files = (ROOT / "nlu" / "domain").glob("*.yml")
    rows = [intent for path in files for intent in yaml.safe_load(path.read_text(encoding="utf-8")).get("intents", [])]
    return {next(iter(intent)) if isinstance(intent, dict) else intent for intent in rows}


def test_every_intent_is_in_the_domain_and_trained() -> None:
    """Each intent of the data stands in the domain, and each of the domain has examples unless only buttons send it."""
    trained = set(utterances())
    assert trained <= intents()
    assert intents() - trained <= BUTTONS


def test_there_is_enough_to_learn_from() -> None:
    """There are at least 1,000 utterances, and at least 25 for each intent."""
    counts = {intent: len(lines) for intent, lines in utterances().items()}
    assert sum(counts.values()) >= 1000
    assert min(counts.values()) >= 25, counts


def test_no_utterance_is_taught_twice() -> None:
    """No utterance stands under two intents or twice under one, signs aside."""
    spelled = [re.sub(r"\W", "", line) or line for lines in utterances().values() for line in lines]
    assert [line for line, times in Counter(spelled).items() if times > 1] == []


def test_rules_name_what_the_domain_has() -> None:
    """Every intent and action of the rules is in the domain."""
    domain = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / "nlu" / "domain").glob("*.yml")]
    actions = {name for part in domain for name in (*part.get("actions", []), *part.get("responses", {}))}
    forms = {name for part in domain for name in part.get("forms", {})}
    for path in (ROOT / "nlu" / "data" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            for step in rule["steps"]:
                assert step.get("intent", "nlu_fallback") in intents() | {"nlu_fallback"}
                assert step.get("action", "action_listen") in actions | forms | {"action_listen"}, rule["rule"]


def test_buttons_of_the_domain_are_accepted_by_the_bot() -> None:
    """Every payload in a fixed reply passes the bot's own check."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "nlu" / "domain").glob("*.yml"))
    payloads = re.findall(r"payload: ['\"]?(/[^\s}'\"]+)", text)
    assert payloads
    assert all(is_accepted(payload) for payload in payloads)
