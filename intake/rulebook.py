"""What the office may set of the procedure, read once: deadlines, measures, retention, sentences."""

from dataclasses import dataclass
from pathlib import Path

from intake.deadlines import DEADLINES_FILE, Deadlines
from intake.measures import MEASURES_FILE, MeasureLibrary
from intake.retention import RETENTION_FILE, RetentionRules
from intake.settings import IntakeSettings
from intake.wording import Wording
from intake.workdays import HOLIDAYS_FILE, Workdays


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules that a county may change without touching code, and the words they are told in."""

    deadlines: Deadlines
    measures: MeasureLibrary
    retention: RetentionRules
    wording: Wording
    help_phone: str
    reveals_per_hour: int

    @classmethod
    def load(cls, settings: IntakeSettings | None = None) -> "Rulebook":
        """Read the files of the settings (default: those that come with the package); raises BadRuleFile."""
        settings = settings or IntakeSettings.model_construct()
        calendar = Workdays.load(Path(settings.holidays_file or HOLIDAYS_FILE))
        return cls(
            deadlines=Deadlines.load(calendar, Path(settings.deadlines_file or DEADLINES_FILE)),
            measures=MeasureLibrary.load(Path(settings.measures_file or MEASURES_FILE)),
            retention=RetentionRules.load(Path(settings.retention_file or RETENTION_FILE)),
            wording=Wording.load(),
            help_phone=settings.help_phone,
            reveals_per_hour=settings.reveals_per_hour,
        )
