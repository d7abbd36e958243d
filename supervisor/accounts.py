"""The first staff account of a fresh installation."""

from intake.build import build
from intake.domain import Role
from intake.settings import IntakeSettings
from storage.settings import StorageSettings

FIRST_NAME = "xian"


def first_account(storage: StorageSettings, intake: IntakeSettings) -> tuple[str, str] | None:
    """Return name and one-time password of the first account, anew until it has been signed in to; else None."""
    staff = build(storage, intake).staff
    members = staff.members()
    if not members:
        return FIRST_NAME, staff.add(FIRST_NAME, Role.COUNTY)
    unused = len(members) == 1 and members[0].name == FIRST_NAME and members[0].must_change
    return (FIRST_NAME, staff.reset(FIRST_NAME)) if unused else None
