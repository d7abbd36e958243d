"""The one place where the console is put together from settings."""

from dataclasses import dataclass

from starlette.applications import Starlette

import intake.build
import knowledge.build
from console.app import KnowledgeParts, create_app
from console.settings import ConsoleSettings
from intake.desk import IntakeDesk
from knowledge.settings import KnowledgeSettings


@dataclass(frozen=True, slots=True)
class Console:
    """The application, and the intake it stands on."""

    app: Starlette
    desk: IntakeDesk


def build(settings: ConsoleSettings | None = None) -> Console:
    """Return the console on the environment's database; raises SecretProblem, and what its parts raise."""
    desk = intake.build.build()
    parts = KnowledgeParts(knowledge.build.workshop(KnowledgeSettings()), knowledge.build.counting())
    return Console(create_app(desk, desk.staff, settings or ConsoleSettings(), parts), desk)
