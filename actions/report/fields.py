"""The fields of a self-report, and which one is asked next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from intake.domain import Channel, RiskKind, Urgency, Who
from intake.drafts import Draft
from intake.reports import Person


class Field(StrEnum):
    """What the form can ask; the values are the `meta.field` of the chat contract."""

    CONSENT = "consent"
    WHO = "who"
    RELATION = "relation"
    NAME = "name"
    PLACE = "place"
    HOUSEHOLD_SIZE = "household_size"  # taken when told, never asked
    RISK_TYPE = "risk_type"
    DESCRIPTION = "description"
    PHONE = "phone"
    MORE = "more"
    CONFIRM = "confirm"


MARKED = tuple(field for field in Field if field is not Field.MORE)  # the slots of the form
NOT_GIVEN = ""  # asked, and the person would rather not say


@dataclass(frozen=True, slots=True)
class Answers:
    """The draft's values, read as what they stand for."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, draft: Draft) -> "Answers":
        """Return the answers given so far."""
        return cls(draft.values)

    def has(self, field: str) -> bool:
        """Tell whether `field` was answered, be it by declining."""
        return field in self.values

    @property
    def who(self) -> Who:
        """Return whose household it is; one's own until told otherwise."""
        return Who(self.values.get(Field.WHO, Who.SELF))

    @property
    def kinds(self) -> tuple[RiskKind, ...]:
        """Return the kinds of risk told so far."""
        return tuple(RiskKind(kind) for kind in self.values.get(Field.RISK_TYPE, "").split(",") if kind)

    @property
    def story(self) -> str:
        """Return the person's own words, in the order they were said."""
        return self.values.get(Field.DESCRIPTION, NOT_GIVEN)

    @property
    def urgency(self) -> Urgency:
        """Return the highest urgency heard."""
        return Urgency(self.values.get("urgency", Urgency.NORMAL))

    @property
    def consent_at(self) -> datetime | None:
        """Return when the person agreed to the report."""
        said = self.values.get(Field.CONSENT)
        return datetime.fromisoformat(said) if said else None

    @property
    def person(self) -> Person:
        """Return the household, with None for what was not told."""
        size = self.values.get(Field.HOUSEHOLD_SIZE)
        return Person(
            name=self.values.get(Field.NAME) or None,
            place=self.values.get(Field.PLACE) or None,
            phone=self.values.get(Field.PHONE) or None,
            household_size=int(size) if size else None,
            relation=self.values.get(Field.RELATION) or None,
        )


def next_field(answers: Answers) -> Field:
    """Return the first field still to be asked; CONFIRM when nothing is missing."""
    return next((field for field in _order(answers) if not answers.has(field)), Field.CONFIRM)


def _order(answers: Answers) -> tuple[Field, ...]:
    # Who speaks for a neighbour is asked for the relation; the kind of trouble is then read from the story alone,
    # so that a report for somebody else takes no more questions than one's own.
    proxy = answers.who is Who.NEIGHBOUR
    about = (Field.DESCRIPTION,) if proxy else (Field.RISK_TYPE, Field.DESCRIPTION)
    relation = (Field.RELATION,) if proxy else ()
    return (Field.CONSENT, Field.WHO, *relation, Field.NAME, Field.PLACE, *about, Field.PHONE)


@dataclass(frozen=True, slots=True)
class Started:
    """What a draft is begun with."""

    key: str
    channel: Channel
    at: datetime

    def draft(self, values: Mapping[str, str]) -> Draft:
        """Return a draft at its first question."""
        return Draft(self.key, self.channel, Field.CONSENT, dict(values), self.at)
