"""Words of a farmer's message for Rasa: writing system, dialect and policy terms settled first."""

from functools import lru_cache
from typing import Any

import jieba
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.jieba_tokenizer import JiebaTokenizer
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.message import Message

from language.plain import plain
from language.segment import WORDS_FOLDER


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    # A tokenizer of our own: Rasa's loads words into jieba's global one, where another component could undo them.
    jieba.setLogLevel("WARNING")
    segmenter = jieba.Tokenizer()
    for words in sorted(WORDS_FOLDER.glob("*.txt")):
        segmenter.load_userdict(str(words))
    return segmenter


def words_of(text: str) -> list[Token]:
    """Return the words of `text` with their place in the plain text; white space is no word."""
    return [Token(word, start) for word, start, _ in _segmenter().tokenize(plain(text)) if word.strip()]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class FarmerTokenizer(JiebaTokenizer):
    """Rasa's JiebaTokenizer over text as it was meant; offsets are those of the plain text."""

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words of `attribute`, normalised, in standard Chinese and lower case."""
        return self._apply_token_pattern(words_of(message.get(attribute) or ""))
