"""The Chinese word for every value of the domain, for all who show one."""

import re
from enum import StrEnum
from pathlib import Path

from intake.domain import RiskKind, Urgency
from intake.procedure import Refusal, Why
from intake.triage import Ground, Reason
from language.texts import Texts

_FILE = Path(__file__).with_name("texts.toml")
# Which words the values at a part of the county's rules have.
_VALUES = {
    "labour": "labour",
    "kinds": "risk_kind",
    "unit": "unit",
    "owner": "role",
    "total": "yes_no",
    "source": "source",
}


class Wording:
    """The texts of the intake."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    @classmethod
    def load(cls) -> "Wording":
        """Read the texts that come with the package."""
        return cls(Texts.load(_FILE))

    def label(self, member: StrEnum) -> str:
        """Return the word for a value of any enumeration in intake.domain; raises UnknownText."""
        section = re.sub(r"(?<!^)([A-Z])", r"_\1", type(member).__name__).lower()
        return self.texts(f"{section}.{member.value}")

    def event(self, kind: str) -> str:
        """Return the word for the kind of an event, a move or another; raises UnknownText."""
        return self.texts(f"move.{kind}" if f"move.{kind}" in self.texts else f"event.{kind}")

    def refusal(self, refused: Refusal) -> str:
        """Return why a move is refused, and what may be done instead where that helps; raises UnknownText."""
        names = {"move": self.label(refused.move), "state": self.label(refused.state), "role": self.label(refused.role)}
        fields = "、".join(map(self.label, refused.fields))
        said = self.texts(f"refusal.{refused.why}", fields=fields, **names)
        if refused.why is Why.STATE and refused.open_to:
            moves = "、".join(map(self.label, refused.open_to))
            said += self.texts("refusal.open_to", role=names["role"], moves=moves)
        return said

    def reason(self, reason: Reason) -> str:
        """Return why a case stands where it does in the list, for one reason; raises UnknownText."""
        kinds: dict[Ground, type[StrEnum]] = {Ground.URGENCY: Urgency, Ground.KIND: RiskKind}
        kind = kinds.get(reason.ground)
        about = self.label(kind(reason.about)) if kind else reason.about
        return self.texts(f"ground.{reason.ground}", about=about)

    def rule_part(self, name: str) -> str:
        """Return the word for a part of the county's rules, such as a state or a field; what has none stays."""
        return next((self.texts(key) for key in (f"case_state.{name}", f"rule_part.{name}") if key in self.texts), name)

    def rule_value(self, part: str, value: str) -> str:
        """Return the words for what stands at a part of the rules, codes of a list one by one; others stay."""
        section = _VALUES.get(part, "")
        if section == "source":
            return self.source(value)
        names = [f"{section}.{one}" for one in value.split()]
        known = bool(names) and all(name in self.texts for name in names)
        return "、".join(map(self.texts, names)) if known else value

    def source(self, source: str) -> str:
        """Return the words for what a rule rests on: those of a policy fact's key, else what the county wrote."""
        return self.texts(f"source.{source}") if f"source.{source}" in self.texts else source

    def error(self, error: Exception) -> str:
        """Return what to tell staff of an error, by its class or the nearest one above; raises UnknownText."""
        refused = getattr(error, "refusal", None)
        if refused is not None:
            return self.refusal(refused)
        problem = getattr(error, "problem", None)
        if problem is not None:
            return self.texts(f"rule_problem.{problem.code}", where=self.rule_part(problem.where))
        for kind in type(error).__mro__:
            if f"error.{kind.__name__}" in self.texts:
                name = f"error.{kind.__name__}"
                return self.texts(name, **dict.fromkeys(self.texts.fields(name), error))
        return self.texts("error.IntakeError", detail=error)
