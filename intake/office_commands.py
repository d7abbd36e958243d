"""Commands of the office besides the queue: imports, and the jobs that are run by a timer or by hand."""

import argparse
from collections.abc import Callable, Mapping

from intake.desk import IntakeDesk
from intake.errors import BadWorkbook, ChainBroken, UnknownStaff
from intake.importing import ImportKind
from intake.wording import Wording

Command = Callable[[IntakeDesk, argparse.Namespace, Wording], str]  # returns what is printed


def template(asked: argparse.Namespace, wording: Wording) -> str:
    """Write an empty table to fill in; raises BadWorkbook when the file cannot be written."""
    from intake.workbook import template as empty_table  # the xlsx library is loaded by these two commands only

    try:
        asked.file.write_bytes(empty_table(ImportKind(asked.kind), wording))
    except OSError as error:
        raise BadWorkbook(f"{asked.file}: {error.strerror}") from error
    return wording.texts("command.template_done", file=asked.file)


def _import(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> str:
    from intake.workbook import read_rows

    staff_id = next((member.id for member in desk.staff.members() if member.name == asked.staff), None)
    if staff_id is None:
        raise UnknownStaff("no active staff account has this name")
    try:
        content = asked.file.read_bytes()
    except OSError as error:
        raise BadWorkbook(f"{asked.file}: {error.strerror}") from error
    kind = ImportKind(asked.kind)
    result = desk.import_rows(kind, read_rows(content, kind, wording), staff_id)
    label = wording.label
    lines = [
        wording.texts("import.problem", row=one.row, column=label(one.column), problem=label(one.problem))
        for one in result.problems
    ]
    repeated = sum(filed.receipt.repeated for filed in result.filed)
    counts = {"filed": len(result.filed), "repeated": repeated, "problems": len(result.problems)}
    return "\n".join([*lines, wording.texts("import.done", **counts)])


def _escalate(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> str:
    raised = desk.escalate()
    if not raised:
        return wording.texts("command.escalated_none")
    return "\n".join(
        wording.texts("command.escalated", number=number, role=wording.label(role)) for number, role in raised.items()
    )


def _audit(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> str:
    verdict = desk.audit.verify(asked.noted)
    if verdict.wrong is not None:
        raise ChainBroken(str(verdict.wrong))
    return wording.texts("command.audit_whole", rows=verdict.rows, hash=verdict.last_hash)


def _retention(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> str:
    counts = desk.retention.due() if asked.dry_run else desk.retention.run()
    said = "command.retention_due" if asked.dry_run else "command.retention_done"
    return "\n".join(
        wording.texts(said, table=wording.texts(f"kept_table.{table}"), count=count) for table, count in counts.items()
    )


def _rotate(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> str:
    done = desk.rotation.run()
    return wording.texts("command.rotated", fields=sum(done.fields.values()), lookups=done.lookups)


COMMANDS: Mapping[str, Command] = {
    "import": _import,
    "escalate": _escalate,
    "audit": _audit,
    "retention": _retention,
    "rotate-keys": _rotate,
}
