"""Signs of hardship and of crisis in a message, with the words that spoke for them.

Rules only, no model: they serve where Rasa cannot (the bot while Rasa is away) and beside its classifier.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from language.dialect import standardize
from language.normalize import normalize

_FILE = Path(__file__).parent / "data" / "risk.toml"
_STRONG, _WEAK = 0.5, 0.25
_SOON = frozenset({"disaster", "accident", "water", "child_alone", "elderly_alone"})
HARDSHIP_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class Risk:
    """What a message says of trouble: `score` 0–1, kinds of risk, urgency, kind of crisis, words that spoke for it."""

    score: float
    kinds: tuple[str, ...]
    urgency: str
    crisis: str | None
    evidence: tuple[str, ...]

    @property
    def is_hardship(self) -> bool:
        """Tell whether the message should be heard as a report of trouble."""
        return self.crisis is not None or self.score >= HARDSHIP_SCORE


@dataclass(frozen=True, slots=True)
class _Signs:
    strong: Mapping[str, Sequence[re.Pattern[str]]]
    weak: Mapping[str, Sequence[re.Pattern[str]]]
    context: Mapping[str, Sequence[re.Pattern[str]]]
    crisis: Mapping[str, Sequence[re.Pattern[str]]]


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    with _FILE.open("rb") as file:
        table = tomllib.load(file)
    return _Signs(
        strong={kind: _compiled(signs["strong"]) for kind, signs in table["kinds"].items()},
        weak={kind: _compiled(signs["weak"]) for kind, signs in table["kinds"].items()},
        context={name: _compiled(patterns) for name, patterns in table["context"].items()},
        crisis={kind: _compiled(patterns) for kind, patterns in table["crisis"].items()},
    )


def _compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def assess(text: str) -> Risk:
    """Return the signs of hardship and crisis in `text`."""
    plain = standardize(normalize(text))
    signs = _signs()
    strong = _found(signs.strong, plain)
    weak = _found(signs.weak, plain)
    crisis_found = _found(signs.crisis, plain)
    context = _found(signs.context, plain)
    kinds = tuple(strong) or (tuple(weak) if "own" in context else ())
    score = _score(strong, weak, context)
    crisis = _crisis(crisis_found, context)
    evidence = tuple(dict.fromkeys([*crisis_found.values(), *strong.values(), *weak.values()]))
    if crisis:
        return Risk(1.0, kinds or ("other",), "now", crisis, evidence)
    urgency = "soon" if score >= HARDSHIP_SCORE and (_SOON & set(kinds) or len(strong) > 2) else "normal"
    return Risk(round(score, 3), kinds if score > 0 else (), urgency, None, evidence)


def _score(strong: Mapping[str, str], weak: Mapping[str, str], context: Mapping[str, str]) -> float:
    score = _STRONG * min(len(strong), 2) + _WEAK * min(len(set(weak) - set(strong)), 2)
    if not score:
        return 0.0
    score += 0.2 if "own" in context else 0.0
    score -= 0.4 if _asks_rule(context) else 0.0
    score -= 0.3 if "news" in context else 0.0
    return min(max(score, 0.0), 1.0)


def _asks_rule(context: Mapping[str, str]) -> bool:
    return "rule" in context or "policy" in context


def _crisis(found: Mapping[str, str], context: Mapping[str, str]) -> str | None:
    # 「孩子走失了有没有补助」 asks for a rule; a wish to die is never taken for one.
    if "self_harm" in found:
        return "self_harm"
    return None if "policy" in context else next(iter(found), None)


def _found(signs: Mapping[str, Sequence[re.Pattern[str]]], text: str) -> dict[str, str]:
    matches = ((kind, pattern.search(text)) for kind, patterns in signs.items() for pattern in patterns)
    found: dict[str, str] = {}
    for kind, match in matches:
        if match and kind not in found:
            found[kind] = match.group()
    return found
