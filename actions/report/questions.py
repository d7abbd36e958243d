"""The questions of the form as replies: text, buttons, and what the chat contract says of them."""

from collections.abc import Mapping

from actions.replies import Button, Reply, Status
from actions.report.fields import Answers, Field
from actions.voice import Voice
from intake.domain import RiskKind, Who
from intake.wording import Wording

# (name of the button's text, payload); every typed answer is understood as well
_BUTTONS: Mapping[Field, tuple[tuple[str, str], ...]] = {
    Field.CONSENT: (("yes", "/affirm"), ("no", "/deny")),
    Field.WHO: (
        ("who_self", '/fill{"value":"1"}'),
        ("who_neighbour", '/fill{"value":"2"}'),
        ("who_cadre", '/fill{"value":"3"}'),
    ),
    Field.RELATION: (("skip", '/fill{"value":"不想说"}'),),
    Field.NAME: (("name_none", '/fill{"value":"不留名"}'),),
    Field.PHONE: (("phone_none", '/fill{"value":"没有电话"}'),),
    Field.CONFIRM: (("confirm", "/affirm"), ("change", "/more"), ("stop", "/stop")),
}
_SHOWN = (Field.NAME, Field.PLACE, Field.HOUSEHOLD_SIZE, Field.PHONE, Field.DESCRIPTION)
_ALWAYS = frozenset({Field.NAME, Field.PLACE, Field.PHONE})
_LONGEST = 200  # characters of the story read back


class Questions:
    """Words each question for what is known already."""

    def __init__(self, voice: Voice, wording: Wording) -> None:
        self._voice = voice
        self._wording = wording

    def ask(self, field: Field, answers: Answers, hint: str = "") -> Reply:
        """Return the question for `field`, with the text `hint` before it."""
        text = self._voice(self._name(field, answers), **self._fields(field, answers))
        lead = self._voice(hint) if hint else ""
        # A hint that says what to do takes the question's place; the long list is not said twice.
        if lead and hint.rpartition(".")[2] == field:
            return self._reply(field, Status.REPORT_QUESTION, lead)
        return self._reply(field, Status.REPORT_QUESTION, "\n".join(part for part in (lead, text) if part))

    def offer(self, answers: Answers) -> Reply:
        """Return the first question: may this be reported? It names the trouble that was told."""
        lead = f"{self._voice('offer.child')}\n" if answers.values.get("child") else ""
        if not answers.story:
            return self._reply(Field.CONSENT, Status.REPORT_QUESTION, lead + self._voice("offer.start"))
        labels = "、".join(self._wording.label(kind) for kind in answers.kinds if kind is not RiskKind.OTHER)
        kinds = self._voice("offer.kinds", kinds=labels) if labels else ""
        return self._reply(Field.CONSENT, Status.REPORT_OFFERED, lead + self._voice("offer.told", kinds=kinds))

    def _reply(self, field: Field, status: Status, text: str) -> Reply:
        buttons = list(_BUTTONS.get(field, ()))
        named = [Button(self._voice(f"button.{name}"), payload) for name, payload in buttons]
        if field is Field.RISK_TYPE:
            labels = [(self._wording.label(kind), number) for number, kind in enumerate(RiskKind, start=1)]
            named = [Button(label, f'/fill{{"value":"{number}"}}') for label, number in labels]
        return Reply(text, status, tuple(named), {"field": field.value})

    def _name(self, field: Field, answers: Answers) -> str:
        other = f"ask.{field}_other"
        return other if answers.who is not Who.SELF and other in self._voice else f"ask.{field}"

    def _fields(self, field: Field, answers: Answers) -> dict[str, str]:
        return {"summary": self.summary(answers)} if field is Field.CONFIRM else {}

    def summary(self, answers: Answers) -> str:
        """Return what will be filed, line by line, for the person to check."""
        lines = [self._voice(f"summary.who_{answers.who}")]
        if answers.person.relation:
            lines.append(self._voice("summary.relation", value=answers.person.relation))
        kinds = "、".join(self._wording.label(kind) for kind in answers.kinds)
        for field in _SHOWN:
            value = answers.values.get(field, "")[:_LONGEST]
            if value or field in _ALWAYS:
                lines.append(self._voice(f"summary.{field}", value=value or self._voice("summary.not_given")))
        return "\n".join([*lines, self._voice("summary.risk_type", value=kinds)] if kinds else lines)
