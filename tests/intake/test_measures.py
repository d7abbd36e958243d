"""Help that fits a household's labour."""

from pathlib import Path

import pytest

from intake.desk import IntakeDesk
from intake.domain import Labour, Move, RiskKind
from intake.errors import BadRuleFile
from intake.measures import MEASURES_FILE, MeasureLibrary
from intake.rulebook import Rulebook
from intake.settings import IntakeSettings
from tests.intake.samples import a_report, make

_SHEETS = Path(__file__).parents[2] / "knowledge" / "sheets"


@pytest.fixture(scope="module")
def library() -> MeasureLibrary:
    """The library that comes with the package."""
    return MeasureLibrary.load()


def _suggested(library: MeasureLibrary, labour: Labour | None, *kinds: RiskKind) -> list[str]:
    return [suggestion.measure.id for suggestion in library.suggest(labour, kinds)]


def test_households_are_helped_by_their_labour_as_clause_five_says(library: MeasureLibrary) -> None:
    """Industry and work for those who can, work near home for the weak, relief for those without."""
    able, weak, none = (_suggested(library, labour) for labour in (Labour.ABLE, Labour.WEAK, Labour.NONE))

    assert {"household_industry", "training"} <= set(able)
    assert {"public_post", "workshop"} <= set(weak)
    assert none == ["subsistence"]
    assert not {"household_industry", "subsistence"} & set(weak)
    assert "subsistence" not in able


def test_what_answers_the_households_own_trouble_comes_first(library: MeasureLibrary) -> None:
    """With the trouble it answers; what answers another trouble is left out."""
    suggestions = library.suggest(Labour.NONE, (RiskKind.DISEASE, RiskKind.DEBT))

    assert [one.measure.id for one in suggestions] == ["temporary_relief", "medical_aid", "subsistence"]
    assert [one.because for one in suggestions] == [(RiskKind.DISEASE,), (RiskKind.DISEASE,), ()]


def test_nothing_is_suggested_before_the_labour_is_known(
    library: MeasureLibrary, desk: IntakeDesk, county: int
) -> None:
    """The visit finds it out."""
    assert library.suggest(None, RiskKind) == ()
    number = desk.file(a_report()).case_number
    for move in (Move.TAKE, Move.VISIT):
        desk.move(number, move, county)
    assert desk.case(number).suggestions == ()

    make(desk, number, Move.REVIEW, county)
    assert "medical_aid" in {one.measure.id for one in desk.case(number).suggestions}


def test_every_measure_leads_to_sheets_that_exist(library: MeasureLibrary) -> None:
    """Each is explained to the household by a sheet."""
    assert all(measure.sheets for measure in library.measures)
    assert [
        sheet for measure in library.measures for sheet in measure.sheets if not (_SHEETS / f"{sheet}.md").exists()
    ] == []


def test_a_county_has_a_library_of_its_own(tmp_path: Path) -> None:
    """The setting names the file."""
    path = tmp_path / "measures.toml"
    path.write_text('[measure.bees]\ntitle = "养蜂"\nlabour = ["weak"]\nsheets = ["chanye"]\nsource = "县里自定"\n')
    rules = Rulebook.load(IntakeSettings(measures_file=str(path)))

    assert [one.measure.title for one in rules.measures.suggest(Labour.WEAK, ())] == ["养蜂"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('labour = ["none"]', 'labour = ["nobody"]'),
        ('kinds = ["water"]', 'kinds = ["fire"]'),
        ("[measure.", "[measures."),
    ],
)
def test_a_mistake_in_the_library_is_named(tmp_path: Path, old: str, new: str) -> None:
    """The county edits it by hand."""
    path = tmp_path / "measures.toml"
    path.write_text(MEASURES_FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(BadRuleFile, match=r"measures\.toml"):
        MeasureLibrary.load(path)
