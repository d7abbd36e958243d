"""Files attached to a case, such as a photo of a bill: encrypted in the database, looked at with a reason."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.domain import CaseState
from intake.errors import BadFile, NoteRequired, UnknownAttachment
from intake.files import FileKind, kind_of
from intake.history import Happening, write_event
from intake.lookups import find_case, staff_role
from intake.revealing import VIEWED, Revealing
from intake.tables import attachment_parts, attachments, cases, staff
from intake.transactions import reading, writing
from intake.wording import Wording

MOST_BYTES = 10_000_000
MOST_FILES = 10  # per case
_PART = 262_144  # bytes: 200 of them at a time get a new key without filling the memory
_LONGEST_ABOUT = 60


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a case as a list shows it: `about` is what staff wrote of it; its own name is not kept."""

    id: int
    kind: FileKind
    size: int
    about: str = field(repr=False)
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file to be taken away."""

    name: str
    content: bytes = field(repr=False)


class Attachments:
    """Keeps files with cases; every method may raise IntakeBusy, and KeyProblem where it reads."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, revealing: Revealing) -> None:
        self._engine, self._cipher, self._clock, self._revealing = engine, cipher, clock, revealing
        self._wording = Wording.load()

    def of(self, number: str) -> tuple[Attachment, ...]:
        """Return the files of a case, oldest first; raises UnknownCase."""
        with reading(self._engine) as connection:
            case = find_case(connection, number)
            wanted = select(attachments, staff.c.name.label("by")).join(staff, staff.c.id == attachments.c.added_by)
            rows = connection.execute(wanted.where(attachments.c.case_id == case.id).order_by(attachments.c.id))
            return tuple(self._entry(row) for row in rows)

    def add(self, number: str, staff_id: int, about: str, content: bytes) -> int:
        """Keep a file with a case and return its id; raises UnknownCase, UnknownStaff, NoteRequired, BadFile."""
        about = about.strip()[:_LONGEST_ABOUT]
        if not about:
            raise NoteRequired("what the file is has to be told")
        kind = self._checked(content)
        with writing(self._engine) as connection:
            case, now = find_case(connection, number), self._clock()
            staff_role(connection, staff_id)
            self._check_room(connection, case.id)
            row = {"case_id": case.id, "kind": kind.value, "size": len(content), "added_by": staff_id, "added_at": now}
            about_encrypted = self._cipher.encrypt(about)
            adding = insert(attachments).values(**row, about_encrypted=about_encrypted).returning(attachments.c.id)
            attachment_id: int = connection.execute(adding).scalar_one()
            self._write(connection, attachment_id, content)
            detail: dict[str, str | int] = {"id": attachment_id, "kind": kind.value, "size": len(content)}
            self._note(connection, case, (staff_id, "attached", about, detail))
        return attachment_id

    def view(self, number: str, attachment_id: int, staff_id: int, reason: str) -> AttachedFile:
        """Return a file and write down who asked why; it counts like revealing an identity.

        Raises UnknownCase, UnknownStaff, UnknownAttachment, NoteRequired, TooManyReveals.
        """
        if not reason.strip():
            raise NoteRequired("a reason is needed to see a file")
        with writing(self._engine) as connection:
            case = find_case(connection, number)
            row = _of_case(connection, case.id, attachment_id)
            self._revealing.allow(connection, staff_id, 1, self._clock())
            parts = select(attachment_parts.c.content_encrypted).where(
                attachment_parts.c.attachment_id == attachment_id
            )
            tokens = connection.execute(parts.order_by(attachment_parts.c.id)).scalars()
            content = b"".join(self._cipher.decrypt_bytes(token) for token in tokens)
            self._note(connection, case, (staff_id, VIEWED, reason.strip(), {"id": attachment_id}))
        return AttachedFile(f"{case.number}-{attachment_id}.{FileKind(row.kind).ending}", content)

    def remove(self, number: str, attachment_id: int, staff_id: int, reason: str) -> None:
        """Take a file away that does not belong there; raises UnknownCase, UnknownAttachment, NoteRequired."""
        if not reason.strip():
            raise NoteRequired("taking a file away is explained")
        with writing(self._engine) as connection:
            case = find_case(connection, number)
            staff_role(connection, staff_id)
            _of_case(connection, case.id, attachment_id)
            _delete(connection, [attachment_id])
            self._note(connection, case, (staff_id, "attachment_removed", reason.strip(), {"id": attachment_id}))

    def _checked(self, content: bytes) -> FileKind:
        if not 0 < len(content) <= MOST_BYTES:
            raise BadFile(self._wording.texts("file.size", megabytes=MOST_BYTES // 1_000_000))
        kind = kind_of(content)
        if kind is None:
            raise BadFile(self._wording.texts("file.kind"))
        return kind

    def _check_room(self, connection: Connection, case_id: int) -> None:
        # The case is held: two uploads at once do not both take the last place, and no merge leaves a file behind.
        held = select(cases.c.state).where(cases.c.id == case_id).with_for_update()
        if connection.execute(held).scalar_one() == CaseState.MERGED:
            raise BadFile(self._wording.texts("file.merged"))
        counting = select(func.count()).select_from(attachments).where(attachments.c.case_id == case_id)
        if connection.execute(counting).scalar_one() >= MOST_FILES:
            raise BadFile(self._wording.texts("file.too_many", most=MOST_FILES))

    def _write(self, connection: Connection, attachment_id: int, content: bytes) -> None:
        for start in range(0, len(content), _PART):
            token = self._cipher.encrypt_bytes(content[start : start + _PART])
            part = {"attachment_id": attachment_id, "content_encrypted": token}
            connection.execute(insert(attachment_parts).values(**part))

    def _note(self, connection: Connection, case: Row[Any], done: tuple[int, str, str, dict[str, str | int]]) -> None:
        staff_id, act, note, detail = done
        now = self._clock()
        write_event(connection, self._cipher, Happening(case.id, now, act, staff_id=staff_id, note=note))
        audit.append(connection, now, Act(audit.staff_actor(staff_id), act, f"case:{case.number}", detail))

    def _entry(self, row: Row[Any]) -> Attachment:
        about = self._cipher.decrypt(row.about_encrypted)
        return Attachment(row.id, FileKind(row.kind), row.size, about, row.by, row.added_at)


def erase_attachments(connection: Connection, case_id: int) -> None:
    """Take away all files of a case, within the caller's transaction."""
    ids = connection.execute(select(attachments.c.id).where(attachments.c.case_id == case_id)).scalars()
    _delete(connection, list(ids))


def move_attachments(connection: Connection, from_id: int, to_id: int) -> None:
    """Give all files of one case to another, within the caller's transaction."""
    connection.execute(update(attachments).where(attachments.c.case_id == from_id).values(case_id=to_id))


def _delete(connection: Connection, ids: list[int]) -> None:
    connection.execute(delete(attachment_parts).where(attachment_parts.c.attachment_id.in_(ids)))
    connection.execute(delete(attachments).where(attachments.c.id.in_(ids)))


def _of_case(connection: Connection, case_id: int, attachment_id: int) -> Row[Any]:
    wanted = select(attachments).where(attachments.c.id == attachment_id, attachments.c.case_id == case_id)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise UnknownAttachment("the case has no such file")
    return row
