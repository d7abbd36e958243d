"""Signs of a message that words alone tell badly: trouble, danger, a question's form, figures, how long it is."""

import re

import numpy as np

from language.risk import CONTEXTS, CRISES, assess

_KINDS = (
    "disease", "disability", "education", "disaster", "accident", "job_loss", "crop_loss", "housing", "water", "debt",
    "elderly_alone", "child_alone", "other",
)  # fmt: skip
_QUESTION = re.compile(r"[??]|[吗么呢]\W*$|怎么|多少|哪|谁|什么|能不能|可不可以|有没有|要不要|是不是|会不会|多久|几")
_PLACE = re.compile(r"[镇乡村县组]")
_LONG_NUMBER = re.compile(r"\d{7,}")
_LENGTHS = (3, 6, 12, 25)


def signs_of(text: str, settled: str) -> np.ndarray:
    """Return the signs of `text` (`settled`: normalised, in standard Chinese), numbers between 0 and 1."""
    risk = assess(text)
    signs = [
        risk.score,
        risk.score >= 0.5,
        risk.crisis is not None,
        *(risk.crisis == crisis for crisis in CRISES),
        *(kind in risk.kinds for kind in _KINDS),
        *(name in risk.context for name in CONTEXTS),
        bool(_QUESTION.search(settled)),
        any(char.isdigit() for char in settled),
        bool(_PLACE.search(settled)),
        bool(_LONG_NUMBER.search(settled)),
        *(len(settled) <= length for length in _LENGTHS),
    ]
    return np.array(signs, dtype=float)
