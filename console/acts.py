"""The audit log in words: who did what to what."""

from collections.abc import Mapping

from intake.audit import REPORTER, AuditRow
from intake.domain import Role
from intake.wording import Wording
from language.texts import Texts


class Acts:
    """Puts rows of the log into words; `members` are the names of accounts by how the log names them."""

    def __init__(self, texts: Texts, wording: Wording, members: Mapping[str, str]) -> None:
        self._texts, self._wording, self._members = texts, wording, members

    def who(self, row: AuditRow) -> str:
        """Return who it was."""
        if row.actor in self._members:
            return self._members[row.actor]
        return self._wording.label(Role.REPORTER) if row.actor == REPORTER else self._texts("by.system")

    def what(self, row: AuditRow) -> str:
        """Return what was done; an act that has no words stays as it stands, for nothing may be left out here."""
        if f"act.{row.act}" in self._texts:
            return self._texts(f"act.{row.act}")
        known = any(f"{kind}.{row.act}" in self._wording.texts for kind in ("move", "event"))
        return self._wording.event(row.act) if known else row.act

    def to_what(self, row: AuditRow) -> str:
        """Return what it was done to."""
        kind, _, name = row.object.partition(":")
        if row.object in self._members:
            return self._texts("object.staff", name=self._members[row.object])
        if kind == "rules" and f"rule_name.{name}" in self._wording.texts:
            return self._wording.texts(f"rule_name.{name}")
        return self._texts(f"object.{kind}", name=name) if f"object.{kind}" in self._texts else row.object
