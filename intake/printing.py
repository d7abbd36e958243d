"""Cases and tickets as a person or a program reads them on a terminal."""

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from intake.casefile import CaseFile, CaseRow, ReportEntry
from intake.clock import LOCAL_ZONE
from intake.deadlines import Due
from intake.history import CaseEvent
from intake.tickets import Ticket
from intake.wording import Wording

_COLUMNS = (
    "number",
    "state",
    "urgency",
    "due",
    "kinds",
    "filed_at",
    "channel",
    "source",
    "who",
    "name",
    "place",
    "taken_by",
    "receipts",
)


def case_table(rows: Sequence[CaseRow], wording: Wording) -> str:
    """Return the queue as an aligned table with Chinese headings."""
    if not rows:
        return wording.texts("list.empty")
    lines = [tuple(wording.texts(f"list.{column}") for column in _COLUMNS)]
    lines += [_cells(row, wording) for row in rows]
    widths = [max(_width(line[index]) for line in lines) for index in range(len(_COLUMNS))]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def case_row_json(row: CaseRow) -> dict[str, Any]:
    """Return a line of the queue for JSON; `name` is masked, times are local ISO."""
    fields = plain(asdict(row))
    return {"case": fields.pop("number"), **fields, "name": fields.pop("masked_name")}


def case_text(file: CaseFile, wording: Wording) -> str:
    """Return all of a case in Chinese, with the stories."""
    texts, person = wording.texts, file.person
    unknown = texts("show.unknown")
    heading = texts(
        "show.heading",
        number=file.number,
        state=wording.label(file.state),
        since=_local(file.state_since),
        urgency=wording.label(file.urgency),
    )
    who = texts(
        "show.person",
        name=person.name or unknown,
        place=person.place or unknown,
        phone=person.phone or unknown,
        size=person.household_size or unknown,
    )
    blocks = [heading + "\n" + who + "\n" + _work_text(file, wording)]
    if file.taken_by:
        blocks[0] += "\n" + texts("show.taken_by", name=file.taken_by)
    blocks += [_report_text(report, wording) for report in file.reports]
    blocks.append("\n".join(_event_text(event, wording) for event in file.events))
    return "\n\n".join(blocks)


def case_json(file: CaseFile) -> dict[str, Any]:
    """Return all of a case for JSON; the person is masked, times are local ISO."""
    fields = plain(asdict(file))
    return {
        "case": fields.pop("number"),
        "receipts": [report.receipt for report in file.reports],
        "story": file.story,
        "kinds": [kind.value for kind in file.kinds],
        **fields,
    }


def ticket_text(tickets: Sequence[Ticket], wording: Wording) -> str:
    """Return open tickets, each with its text on a line of its own."""
    if not tickets:
        return wording.texts("tickets.empty")
    return "\n".join(
        wording.texts(
            "tickets.line",
            number=ticket.number,
            kind=wording.label(ticket.kind),
            at=_local(ticket.opened_at),
            channel=wording.label(ticket.channel),
            phone=ticket.phone or wording.texts("show.unknown"),
            text=printable(ticket.text),
        )
        for ticket in tickets
    )


def plain(value: Any) -> Any:
    """Return `value` with times and dates as local ISO text, ready for JSON."""
    if isinstance(value, datetime):
        return value.astimezone(LOCAL_ZONE).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def printable(text: str) -> str:
    """Return `text` without control characters, which could rewrite the reader's terminal; line ends stay."""
    return "".join(char for char in text if char == "\n" or unicodedata.category(char)[0] != "C")


def _cells(row: CaseRow, wording: Wording) -> tuple[str, ...]:
    return (
        row.number,
        wording.label(row.state),
        wording.label(row.urgency),
        _due(row.due, wording) + (wording.texts("list.green") if row.green else ""),
        "、".join(map(wording.label, row.kinds)),
        _local(row.filed_at),
        wording.label(row.channel),
        wording.label(row.source),
        wording.label(row.who),
        printable(row.masked_name),
        printable(row.place),
        row.taken_by,
        " ".join(row.receipts),
    )


def _due(due: Due | None, wording: Wording) -> str:
    if due is None:
        return ""
    said = wording.texts("list.until", on=due.on.isoformat(), colour=wording.label(due.colour))
    if due.escalated_to:
        said += wording.texts("list.goes_up", role=wording.label(due.escalated_to))
    return said if due.sure else said + wording.texts("list.unsure")


def _work_text(file: CaseFile, wording: Wording) -> str:
    """Return what staff has to do and why the case stands where it does in the list."""
    reasons = "，".join(map(wording.reason, file.triage.reasons))
    lines = [wording.texts("show.triage", score=file.triage.score, reasons=reasons)]
    if file.due is not None:
        lines.insert(0, wording.texts("show.due", due=_due(file.due, wording), source=wording.source(file.due.source)))
    if file.labour is not None:
        titles = "、".join(one.measure.title for one in file.suggestions)
        lines.append(wording.texts("show.labour", labour=wording.label(file.labour), measures=titles))
    if file.merged:
        lines.append(wording.texts("show.merged", numbers="、".join(history.number for history in file.merged)))
    if file.merged_into:
        lines.append(wording.texts("show.merged_into", number=file.merged_into))
    return "\n".join(lines)


def _report_text(report: ReportEntry, wording: Wording) -> str:
    lines = [
        wording.texts(
            "show.report",
            receipt=report.receipt,
            at=_local(report.filed_at),
            channel=wording.label(report.channel),
            source=wording.label(report.source),
            who=wording.label(report.who),
            kinds="、".join(map(wording.label, report.kinds)),
        )
    ]
    if report.withdrawn_at is not None:
        lines[0] += wording.texts("show.withdrawn", at=_local(report.withdrawn_at))
    if report.person.relation:
        lines.append("    " + wording.texts("show.relation", relation=printable(report.person.relation)))
    lines += ["    " + line for line in printable(report.story).splitlines()]
    return "\n".join(lines)


def _event_text(event: CaseEvent, wording: Wording) -> str:
    states = [wording.label(state) for state in (event.from_state, event.to_state) if state]
    return wording.texts(
        "show.event",
        at=_local(event.at),
        kind=wording.event(event.kind),
        states=f"({' → '.join(states)})" if states else "",
        staff=f"  {event.staff}" if event.staff else "",
        receipt=f"  {event.receipt}" if event.receipt else "",
        note=f"  {printable(event.note)}" if event.note else "",
    )


def _local(at: datetime) -> str:
    return f"{at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
