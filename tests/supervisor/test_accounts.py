from pathlib import Path

from intake.build import build
from intake.settings import IntakeSettings
from storage.engine import open_engine
from storage.migrate import upgrade
from storage.settings import StorageSettings
from supervisor.accounts import FIRST_NAME, first_account


def test_a_one_time_password_until_it_is_used(tmp_path: Path) -> None:
    """A fresh installation gets an account; its password is new at each start until it has been changed."""
    storage = StorageSettings(database_url=f"sqlite:///{tmp_path}/test.db")
    intake = IntakeSettings(field_key_file=tmp_path / "field.key")
    upgrade(open_engine(storage.database_url))
    first, second = first_account(storage, intake), first_account(storage, intake)
    assert first is not None
    assert second is not None
    assert first[0] == second[0] == FIRST_NAME
    staff = build(storage, intake).staff
    assert staff.verify(FIRST_NAME, first[1]) is None
    member = staff.verify(FIRST_NAME, second[1])
    assert member is not None
    staff.change_password(member.id, second[1], "something-better-9")
    assert first_account(storage, intake) is None
