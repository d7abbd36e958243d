from knowledge.figures import figures, is_phone


def test_figures_of_a_text() -> None:
    """Numbers in any width are found, grouped ones whole, list numbers left out."""
    assert figures("1. 每年\uff11\uff15\uff10\uff10元\n2、占60%,共16,000元,1.5倍") == {"1500", "60", "16000", "1.5"}


def test_service_numbers_are_no_amounts() -> None:
    """A hotline is a phone number, an amount is not."""
    assert is_phone("12317")
    assert not is_phone("7500")
