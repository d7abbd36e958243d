"""Signs of hardship and crisis on every parsed message; a crisis always outranks the classifier."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from language.risk import Risk, assess

RISK = "risk"
# What a strong story may be mistaken for; a question, a complaint or a wish to withdraw stays what it is.
_GIVES_WAY = frozenset(
    {"inform", "chitchat", "out_of_scope", "nlu_fallback", "affirm", "deny", "greet", "stop", "help"}
)

_CALM = frozenset({"ask_policy", "chitchat"})  # what a crisis is seldom mistaken for, and which often names one


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RiskDetector(GraphComponent):
    """Puts `language.risk` on the parse result and corrects the intent where the signs are plain."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must come earlier in the pipeline."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: the score of a story that outranks unsure small talk, the share that is a crisis.

        A crisis overheard may cost a life, one imagined costs a phone number too many; the share is measured by
        cross-validation (docs/decisions/0009-crisis-share.md).
        """
        return {"story_score": 0.7, "sure": 0.7, "crisis_share": 0.1, "calm_crisis_share": 0.2}

    def __init__(self, config: dict[str, Any]) -> None:
        self._story_score = float(config["story_score"])
        self._sure = float(config["sure"])
        self._crisis_share = float(config["crisis_share"])
        self._calm_crisis_share = float(config["calm_crisis_share"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RiskDetector:
        """Build the component for Rasa's graph."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add `risk` {"score", "types", "urgency", "crisis"} to each message; correct its intent where needed."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            risk = assess(text)
            message.set(RISK, as_output(risk), add_to_output=True)
            self._correct(message, risk)
        return messages

    def _correct(self, message: Message, risk: Risk) -> None:
        intent = message.get(INTENT) or {}
        share = 1.0 if risk.crisis else self._share_of_crisis(message)
        if share:
            message.set(INTENT, {INTENT_NAME_KEY: "crisis", PREDICTED_CONFIDENCE_KEY: share}, add_to_output=True)
        elif risk.score >= self._story_score and self._gives_way(intent):
            corrected = {INTENT_NAME_KEY: "report_risk", PREDICTED_CONFIDENCE_KEY: risk.score}
            message.set(INTENT, corrected, add_to_output=True)

    def _gives_way(self, intent: dict[str, Any]) -> bool:
        name, share = intent.get(INTENT_NAME_KEY), float(intent.get(PREDICTED_CONFIDENCE_KEY) or 0.0)
        return name in _GIVES_WAY and not (name == "chitchat" and share >= self._sure)

    def _share_of_crisis(self, message: Message) -> float:
        """Return the classifier's share of crisis, or 0 when it is too small to count."""
        ranking = message.get(INTENT_RANKING_KEY) or []
        shares = {intent[INTENT_NAME_KEY]: intent[PREDICTED_CONFIDENCE_KEY] for intent in ranking}
        calm = (message.get(INTENT) or {}).get(INTENT_NAME_KEY) in _CALM
        share = float(shares.get("crisis", 0.0))
        return share if share >= (self._calm_crisis_share if calm else self._crisis_share) else 0.0


def as_output(risk: Risk) -> dict[str, Any]:
    """Return `risk` as it stands on a parse result."""
    return {"score": risk.score, "types": list(risk.kinds), "urgency": risk.urgency, "crisis": risk.crisis}
