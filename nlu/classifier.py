"""The intent classifier: words, character sequences and signs under one linear model, trained in half a minute.

Measured against Rasa's CountVectorsFeaturizer and LogisticRegressionClassifier on the same folds: see docs/decisions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from language.plain import plain
from nlu.signs import signs_of
from nlu.tokenizer import words_of

_FILE = "classifier.skops"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FarmerClassifier(IntentClassifier, GraphComponent):
    """Ranks the intents of a message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must come earlier in the pipeline."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: longest character sequence, softness of weights, weight of signs, length of ranking."""
        return {"max_ngram": 3, "softness": 20.0, "signs": 0.2, "ranking_length": 5}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        grams = (1, config["max_ngram"])
        words = r"\S+"  # already apart, between spaces
        self._words = TfidfVectorizer(token_pattern=words, ngram_range=(1, 2), sublinear_tf=True)
        self._chars = TfidfVectorizer(analyzer="char", ngram_range=grams, sublinear_tf=True)
        # All intents in one softmax: shares that add up, so that a small share of crisis means something.
        self._model = LogisticRegression(C=config["softness"], class_weight="balanced", max_iter=300)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FarmerClassifier:
        """Build an untrained component for Rasa's graph."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FarmerClassifier:
        """Return the component as it was trained."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            # The file is part of a model that was trained here; nothing else is ever loaded.
            parts = skops.io.load(folder / _FILE, trusted=True)
        component._words, component._chars, component._model = parts["words"], parts["chars"], parts["model"]
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the intent examples and keep the result in the model."""
        examples = [example for example in training_data.intent_examples if _is_typed(example.get(TEXT))]
        texts = [example.get(TEXT) for example in examples]
        self._words.fit([_words(text) for text in texts])
        self._chars.fit([_chars(text) for text in texts])
        self._model.fit(self._features(texts), [example.get(INTENT) for example in examples])
        with self._storage.write_to(self._resource) as folder:
            skops.io.dump({"words": self._words, "chars": self._chars, "model": self._model}, folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking` on each message; one without text is of no intent, for certain."""
        for message in messages:
            message.set(INTENT, {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [], add_to_output=True)
        heard = [message for message in messages if message.get(TEXT)]
        if heard:
            features = self._features([message.get(TEXT) for message in heard])
            for message, row in zip(heard, self._model.predict_proba(features), strict=True):
                self._rank(message, row)
        return messages

    def _rank(self, message: Message, row: np.ndarray) -> None:
        best = np.argsort(row)[::-1][: self._config["ranking_length"]]
        ranking = [
            {INTENT_NAME_KEY: str(self._model.classes_[place]), PREDICTED_CONFIDENCE_KEY: float(row[place])}
            for place in best
        ]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def _features(self, texts: list[str]) -> csr_matrix:
        signs = csr_matrix([signs_of(text, plain(text)) * self._config["signs"] for text in texts])
        words = self._words.transform([_words(text) for text in texts])
        return hstack([words, self._chars.transform([_chars(text) for text in texts]), signs]).tocsr()


def _is_typed(text: str | None) -> bool:
    return bool(text) and not text.startswith("/")  # what buttons send is read without a classifier


def _words(text: str) -> str:
    return " ".join(token.text for token in words_of(text))


def _chars(text: str) -> str:
    return f"^{plain(text)}$"  # where a message begins and ends tells much of a short one
