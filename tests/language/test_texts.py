from pathlib import Path

import pytest

from language.texts import Texts, UnknownText


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    file = tmp_path / "texts.toml"
    file.write_text('plain = "好"\n[report]\nasked = "{name},您好 "\n', encoding="utf-8")
    return Texts.load(file)


def test_fields_are_filled_in(texts: Texts) -> None:
    """A text is found by its dotted name, filled in and stripped."""
    assert texts("report.asked", name="老王") == "老王,您好"
    assert texts.fields("report.asked") == {"name"}
    assert texts.names("report.") == ("report.asked",)


@pytest.mark.parametrize("name", ["nothing", "report.asked"])
def test_a_missing_text_or_field_is_an_error(texts: Texts, name: str) -> None:
    """An unknown text, or one whose field is not given, is never silently empty."""
    with pytest.raises(UnknownText):
        texts(name)
