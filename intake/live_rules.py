"""The rules in force in a running process: what the county saves in the console is seen by all within seconds."""

import threading
import time
from collections.abc import Mapping
from typing import Protocol

import structlog

from intake.deadlines import Deadlines
from intake.errors import BadRuleFile, IntakeError
from intake.measures import MeasureLibrary
from intake.rule_editions import RuleEdition
from intake.rulebook import Rulebook, RuleName
from intake.wording import Wording

_SECONDS = 2.0  # how old what is known may be


class EditionsLike(Protocol):
    """The part of RuleEditions that is needed here."""

    def newest(self) -> Mapping[RuleName, RuleEdition]: ...


class LiveRules:
    """The files' rules with what the county has changed of them; while the database is away, those known last."""

    def __init__(self, base: Rulebook, editions: EditionsLike, seconds: float = _SECONDS) -> None:
        self._base, self._editions, self._seconds = base, editions, seconds
        self._now, self._numbers = base, dict.fromkeys(RuleName, 0)
        self._looked_at = float("-inf")
        self._looking = threading.Lock()
        self._log = structlog.get_logger("intake.rules")

    def now(self) -> Rulebook:
        """Return the rules in force."""
        # Whoever finds another one looking goes on with what is known: nobody waits, and no connection waits for two.
        if time.monotonic() - self._looked_at >= self._seconds and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()
        return self._now

    def look_now(self) -> Rulebook:
        """Return the rules in force after a look at the database."""
        with self._looking:
            self._look()
        return self._now

    def number(self, name: RuleName) -> int:
        """Return the number of the edition in force; 0 is the file's."""
        return self._numbers[name]

    @property
    def base(self) -> Rulebook:
        """The rules of the files."""
        return self._base

    @property
    def deadlines(self) -> Deadlines:
        """The deadlines in force."""
        return self.now().deadlines

    @property
    def measures(self) -> MeasureLibrary:
        """The measures in force."""
        return self.now().measures

    @property
    def wording(self) -> Wording:
        """The words, which do not change."""
        return self._base.wording

    @property
    def help_phone(self) -> str:
        """The phone number of the settings."""
        return self._base.help_phone

    def _look(self) -> None:
        self._looked_at = time.monotonic()
        try:
            newest = self._editions.newest()
            numbers = {name: newest[name].number if name in newest else 0 for name in RuleName}
            if numbers != self._numbers:
                self._now = self._base.changed({name: one.content for name, one in newest.items()})
                self._numbers = numbers
        except BadRuleFile as error:  # written by a newer version of this program: better old rules than none
            self._log.error("rules_not_understood", problem=str(error))
        except IntakeError as error:
            self._log.warning("rules_not_read", cause=type(error).__name__)
