"""Rows that staff enter: each must lie where the one who enters it works, or nobody there would see it again."""

from dataclasses import replace

from intake.cipher import FieldCipher
from intake.households import shown_place, township_key, village_key
from intake.importing import ImportColumn, Row
from intake.regions import Sight, area_columns


def within(row: Row, sight: Sight, region: str, cipher: FieldCipher) -> Row | None:
    """Return `row` with a place that `sight` sees, told in full where only 天星村3组 was typed; None for elsewhere."""
    place = str(row.cells.get(ImportColumn.PLACE) or "").strip()
    if sight.everything or not place:
        return row
    told = [place]
    if not township_key(place):
        told.append(f"{shown_place(region)}{place}")
        if not village_key(place):
            told.append(f"{region}{place}")
    for full in told:
        area = area_columns(full, cipher)
        if sight.sees(area["township_key"], area["village_key"]):
            return replace(row, cells={**row.cells, ImportColumn.PLACE: full})
    return None
