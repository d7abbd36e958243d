"""The lexicon is made of the project's own words and the usual ones."""

from language.lexicon import lexicon


def test_own_words_weigh_most() -> None:
    """A word of the project's texts is likelier than a more frequent one of general texts."""
    lines = [line.split("\t") for line in lexicon(["监测户申请。监测户"], {"检测": 5000, "罕见": 3})]
    likelihood = {word: float(value) for word, _, value in lines}
    assert likelihood["监测户"] > likelihood["检测"]
    assert "罕见" not in likelihood
    assert ["监测户", "jian ce hu"] in [line[:2] for line in lines]


def test_words_often_together_are_one_entry() -> None:
    """A phrase of the project's texts is kept whole; a rare one, and one across a sign, is not."""
    lines = {line.split("\t")[0] for line in lexicon(["补多少。" * 6 + "罚多少"], {})}
    assert "补多少" in lines
    assert "罚多少" not in lines
    assert "多少补" not in lines


def test_another_reading_has_its_own_line() -> None:
    """谁 is typed shui and shei."""
    readings = [line.split("\t")[1] for line in lexicon(["找谁"], {}) if line.startswith("谁")]
    assert readings == ["shui", "shei"]


def test_a_mistake_is_no_word_but_a_published_word_is() -> None:
    """What is typed for a commoner word of its sound is left out; a published text makes no mistakes."""
    usual, mistaken = "低保申请。" * 9, "低宝申请。" * 2
    assert "低宝" not in {line.split("\t")[0] for line in lexicon([usual, mistaken], {})}
    assert "低宝" in {line.split("\t")[0] for line in lexicon([usual], {}, [mistaken])}
