"""Rows that several subjects need within their own transaction: a case by its number, a staff member by id."""

from typing import Any

from sqlalchemy import CompoundSelect, Connection, Row, select

from intake.domain import Role
from intake.errors import UnknownCase, UnknownStaff
from intake.numbers import read_number
from intake.tables import cases, reports, staff


def find_case(connection: Connection, number: str) -> Row[*tuple[Any, ...]]:
    """Return the row of the case with `number`, which may also be the receipt of one of its reports."""
    plain = read_number(number) or ""
    row = connection.execute(select(cases).where(cases.c.id.in_(numbered(plain)))).one_or_none()
    if row is None:
        raise UnknownCase("no case has this number")
    return row


def numbered(plain: str) -> CompoundSelect[int]:
    """Select the id of the case with this number or receipt; by two indexes, where one OR would read every case."""
    by_receipt = select(reports.c.case_id).where(reports.c.number == plain)
    return select(cases.c.id).where(cases.c.number == plain).union_all(by_receipt)


def staff_role(connection: Connection, staff_id: int) -> Role:
    """Return the role of an active staff member; raises UnknownStaff."""
    role = connection.execute(select(staff.c.role).where(staff.c.id == staff_id, staff.c.active)).scalar_one_or_none()
    if role is None:
        raise UnknownStaff("no active staff account has this id")
    return Role(role)
