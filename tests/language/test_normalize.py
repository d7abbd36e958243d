import pytest

from language.normalize import has_words, looks_binary, normalize


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("\uff17\uff15\uff10\uff10元", "7500元"),
        ("監測戶收入線", "监测户收入线"),
        ("低保\u200b怎么\x00办", "低保怎么办"),
        ("  两\n\n个  ", "两 个"),
        ("怎么办!!!!!!", "怎么办!!"),
        ("", ""),
    ],
)
def test_one_spelling_for_many(typed: str, plain: str) -> None:
    """Width, script, control characters, white space and stretched signs do not change what was said."""
    assert normalize(typed) == plain


def test_signs_alone_are_not_words() -> None:
    """A message of emoji and signs only has no words; one character is enough."""
    assert not has_words("😀😀…!?")
    assert has_words("😀嗯")


def test_a_pasted_file_is_seen() -> None:
    """Mostly undecodable characters are binary; a text with one stray character is not."""
    assert looks_binary("\x89PNG\ufffd\ufffd\x00\x01\x02")
    assert not looks_binary("我崽读中专\ufffd")
    assert not looks_binary("")
