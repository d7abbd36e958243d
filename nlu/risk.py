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

from language.risk import HARDSHIP_SCORE, Risk, assess

RISK = "risk"
# What a strong story may be mistaken for; a question, a complaint or a wish to withdraw stays what it is.
_GIVES_WAY = frozenset(
    {"inform", "chitchat", "out_of_scope", "nlu_fallback", "affirm", "deny", "greet", "stop", "help"}
)

_CRISIS, _UNNAMED = "crisis", "other"
_TROUBLE = frozenset({"report_risk", _CRISIS})
_BELOW = HARDSHIP_SCORE - 0.01
_CALM = frozenset({"ask_policy", "chitchat"})  # what a crisis is seldom mistaken for, and which often names one
_OVERRULING = _CALM | {"report_risk"}  # 「前年失火,屋烧光了」: a danger that is over


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RiskDetector(GraphComponent):
    """Puts `language.risk` on the parse result and corrects the intent where the signs are plain."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must come earlier in the pipeline."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: the score of a story that outranks unsure small talk, the share that is a crisis, and
        how sure of a question, talk or a report the classifier must be, with how little of a crisis, to overrule its
        signs.

        A crisis overheard may cost a life, one imagined costs a phone number too many; the share is measured by
        cross-validation (docs/decisions/0009-crisis-share.md).
        """
        return {
            "story_score": 0.7, "sure": 0.7, "crisis_share": 0.15, "calm_crisis_share": 0.25,
            "overruled": 0.85, "harmless_share": 0.03,
        }  # fmt: skip

    def __init__(self, config: dict[str, Any]) -> None:
        self._story_score = float(config["story_score"])
        self._sure = float(config["sure"])
        self._crisis_share = float(config["crisis_share"])
        self._calm_crisis_share = float(config["calm_crisis_share"])
        self._overruled, self._harmless_share = float(config["overruled"]), float(config["harmless_share"])

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
        """Correct the intent of each message where needed and add `risk` {"score", "types", "urgency", "crisis"}.

        The score is the classifier's share of trouble and the rules' score together: 0.5 or more for what is taken for
        trouble in the end, less for all else.
        """
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            risk, told = assess(text), _shares(message)
            self._correct(message, risk)
            intent = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
            share = sum(told.get(name, 0.0) for name in _TROUBLE)
            message.set(RISK, as_output(risk, intent, share), add_to_output=True)
        return messages

    def _correct(self, message: Message, risk: Risk) -> None:
        intent = message.get(INTENT) or {}
        share = self._share_of_crisis(message)
        if risk.crisis and not self._is_plainly_calm(message):
            share = 1.0
        if share:
            message.set(INTENT, {INTENT_NAME_KEY: _CRISIS, PREDICTED_CONFIDENCE_KEY: share}, add_to_output=True)
        elif risk.score >= self._story_score and self._gives_way(intent):
            corrected = {INTENT_NAME_KEY: "report_risk", PREDICTED_CONFIDENCE_KEY: risk.score}
            message.set(INTENT, corrected, add_to_output=True)

    def _gives_way(self, intent: dict[str, Any]) -> bool:
        name, share = intent.get(INTENT_NAME_KEY), float(intent.get(PREDICTED_CONFIDENCE_KEY) or 0.0)
        return name in _GIVES_WAY and not (name == "chitchat" and share >= self._sure)

    def _is_plainly_calm(self, message: Message) -> bool:
        """Tell whether the classifier is sure of a question, talk or report of what only sounds like a crisis."""
        intent = message.get(INTENT) or {}
        sure = float(intent.get(PREDICTED_CONFIDENCE_KEY) or 0.0) >= self._overruled
        harmless = _shares(message).get(_CRISIS, 0.0) < self._harmless_share
        return intent.get(INTENT_NAME_KEY) in _OVERRULING and sure and harmless

    def _share_of_crisis(self, message: Message) -> float:
        """Return the classifier's share of crisis, or 0 when it is too small to count."""
        calm, share = (message.get(INTENT) or {}).get(INTENT_NAME_KEY) in _CALM, _shares(message).get(_CRISIS, 0.0)
        return share if share >= (self._calm_crisis_share if calm else self._crisis_share) else 0.0


def _shares(message: Message) -> dict[str, float]:
    ranking = message.get(INTENT_RANKING_KEY) or []
    return {intent[INTENT_NAME_KEY]: float(intent[PREDICTED_CONFIDENCE_KEY]) for intent in ranking}


def as_output(risk: Risk, intent: str | None, share: float) -> dict[str, Any]:
    """Return `risk` as it stands on a parse result, in agreement with what the message is taken for."""
    if intent not in _TROUBLE:
        score = round(min(max(risk.score, share), _BELOW), 4)
        return {"score": score, "types": [], "urgency": "normal", "crisis": None}
    urgency = "now" if intent == _CRISIS else "soon" if risk.urgency == "now" else risk.urgency
    kinds = [kind for kind in risk.kinds if kind != _UNNAMED] or [_UNNAMED]
    crisis = (risk.crisis or _UNNAMED) if intent == _CRISIS else None
    score = round(min(max(risk.score, share, HARDSHIP_SCORE), 1.0), 4)
    return {"score": score, "types": kinds, "urgency": urgency, "crisis": crisis}
