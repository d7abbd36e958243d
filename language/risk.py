"""Signs of hardship and of crisis in a message, with the words that spoke for them.

Rules only, no model: they serve where Rasa cannot (the bot while Rasa is away) and beside its classifier.
The rules are regular expressions kept as data in `data/risk.toml`; each repeat in them is bounded.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from language.dialect import standardize
from language.normalize import normalize
from language.plain import plain

_FILE = Path(__file__).parent / "data" / "risk.toml"
_STRONG, _WEAK, _OWN = 0.5, 0.25, 0.2
_ASKS, _NEWS, _HEADING = 0.75, 0.4, 0.5
_HEADING_CHARS = 12
_LABEL_CHARS = 4
_SOON = frozenset({"disaster", "accident", "water", "child_alone", "elderly_alone"})
_CRY, _CRY_HEARD_AS = "cry", "disaster"
_PLAIN_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_WORD = re.compile(r"<([a-z_]+)>")
HARDSHIP_SCORE = 0.5
CRISES = ("self_harm", "violence", "missing_child", "disaster", "medical")
CONTEXTS = ("own", "policy", "asks", "news", "resolved", "past", "now")


@dataclass(frozen=True, slots=True)
class Risk:
    """What a message says of trouble: `score` 0–1, kinds of risk, urgency, kind of crisis, words that spoke for it.

    `crisis` is one of CRISES, or None; `context` names the signs around it, of CONTEXTS.
    """

    score: float
    kinds: tuple[str, ...]
    urgency: str
    crisis: str | None
    evidence: tuple[str, ...]
    context: tuple[str, ...] = ()

    @property
    def is_hardship(self) -> bool:
        """Tell whether the message should be heard as a report of trouble."""
        return self.crisis is not None or self.score >= HARDSHIP_SCORE


_Signs = Mapping[str, Sequence[re.Pattern[str]]]


@dataclass(frozen=True, slots=True)
class _Rules:
    strong: _Signs
    weak: _Signs
    context: _Signs
    crisis: _Signs


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    with _FILE.open("rb") as file:
        table = tomllib.load(file)
    words: Mapping[str, str] = table["words"]
    return _Rules(
        strong={kind: _compiled(signs["strong"], words) for kind, signs in table["kinds"].items()},
        weak={kind: _compiled(signs["weak"], words) for kind, signs in table["kinds"].items()},
        context={name: _compiled(patterns, words) for name, patterns in table["context"].items()},
        crisis={kind: _compiled(patterns, words) for kind, patterns in table["crisis"].items()},
    )


def _compiled(patterns: Sequence[str], words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(expanded(pattern, words)) for pattern in patterns)


def expanded(pattern: str, words: Mapping[str, str]) -> str:
    """Return `pattern` with each `<name>` replaced by the alternatives `words[name]`, no group capturing."""
    return _PLAIN_GROUP.sub("(?:", _WORD.sub(lambda name: f"({words[name[1]]})", pattern))


def assess(text: str) -> Risk:
    """Return the signs of hardship and crisis in `text`, as it was typed and as it was meant."""
    typed = standardize(normalize(text)).lower()
    heard, meant = _assess(typed), plain(text)
    if meant == typed:
        return heard
    # A wrong character may hide a sign, and putting characters right may hide another: the graver reading counts.
    return max(heard, _assess(meant), key=lambda risk: (risk.crisis is not None, risk.score))


def _assess(said: str) -> Risk:
    rules = _rules()
    strong = _found(rules.strong, said)
    weak = _found(rules.weak, said)
    context = _found(rules.context, said)
    alarms = _alarms(rules, said, context)
    crisis = _crisis(alarms, context)
    kinds = tuple(strong) or (tuple(weak) if "own" in context else ())
    score = _score(strong, weak, context, len(said))
    evidence = tuple(dict.fromkeys([*alarms.values(), *strong.values(), *weak.values()]))
    if crisis:
        return Risk(1.0, kinds or ("other",), "now", crisis, evidence, tuple(context))
    urgency = "soon" if score >= HARDSHIP_SCORE and (_SOON & set(kinds) or len(strong) > 2) else "normal"
    return Risk(round(score, 3), kinds if score > 0 else (), urgency, None, evidence, tuple(context))


def _score(strong: Mapping[str, str], weak: Mapping[str, str], context: Mapping[str, str], chars: int) -> float:
    own = "own" in context
    score = _STRONG * min(len(strong), 3) + _WEAK * min(len(set(weak) - set(strong)), 2)
    if not score:
        return 0.0
    score += _OWN if own else 0.0
    score -= _ASKS if "asks" in context else 0.0
    score -= _NEWS if "news" in context or "resolved" in context else 0.0
    # 「危房改造」, 「车祸」: a heading or the answer to 「what kind of trouble?」, not yet a story.
    bare = not own and (chars <= _LABEL_CHARS or ("policy" in context and chars <= _HEADING_CHARS))
    score -= _HEADING if bare else 0.0
    return min(max(score, 0.0), 1.0)


def _alarms(rules: _Rules, plain: str, context: Mapping[str, str]) -> dict[str, str]:
    told = plain
    for phrase in rules.context["harmless"] if "harmless" in context else ():
        told = phrase.sub("。", told)
    return _found(rules.crisis, told)


def _crisis(alarms: Mapping[str, str], context: Mapping[str, str]) -> str | None:
    # 「孩子走失了有没有补助」 asks for a rule and 「去年起火」 is over; a wish to die is never taken for either.
    if "self_harm" in alarms:
        return "self_harm"
    over = "past" in context and "now" not in context
    if over or "asks" in context or "policy" in context or "news" in context or "resolved" in context:
        return None
    kind = next(iter(alarms), None)
    return _CRY_HEARD_AS if kind == _CRY else kind


def _found(signs: _Signs, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, patterns in signs.items():
        match = next((hit for pattern in patterns if (hit := pattern.search(text))), None)
        if match:
            found[kind] = match.group()
    return found
