"""The days on which a deadline changes its colour, kept with the case so that the database can filter by them."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, select, update

from intake.deadlines import Colour, Deadlines
from intake.queue import standing
from intake.tables import cases


def redate(connection: Connection, case_id: int, deadlines: Deadlines) -> None:
    """Work the days of a case out anew, within the caller's transaction."""
    row = connection.execute(select(cases).where(cases.c.id == case_id)).one()
    turns = deadlines.turns(standing(row))
    days = [day.isoformat() for day in turns] if turns else [None, None, None]
    values = dict(zip(("yellow_on", "orange_on", "due_on"), days, strict=True))
    if any(row._mapping[name] != value for name, value in values.items()):
        connection.execute(update(cases).where(cases.c.id == case_id).values(**values))


def has_colour(colour: Colour, today: date) -> ColumnElement[bool]:
    """Return the condition for cases whose deadline has this colour today (local)."""
    day = today.isoformat()
    match colour:
        case Colour.RED:
            return cases.c.due_on < day
        case Colour.ORANGE:
            return (cases.c.orange_on <= day) & (cases.c.due_on >= day)
        case Colour.YELLOW:
            return (cases.c.yellow_on <= day) & (cases.c.orange_on > day) & (cases.c.due_on >= day)
        case Colour.GREEN:
            return (cases.c.yellow_on > day) & (cases.c.due_on >= day)
